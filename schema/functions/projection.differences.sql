create or replace function projection.differences(in_schema text, in_fresh text, in_garage_id text)
returns table (what text, missing bigint, surplus bigint)
language plpgsql
as $$
declare
    made record;
begin
    for made in
        select relname from pg_class where relnamespace = to_regnamespace(in_fresh) and relkind = 'r' order by relname
    loop
        what := made.relname;
        -- As texts: json has no equality, and what is printed alike is alike.
        execute format(
            'with served as (select row_made::text as row_text from %1$I.%3$I row_made where garage_id = $1),'
            ' fresh as (select row_made::text as row_text from %2$I.%3$I row_made where garage_id = $1)'
            ' select (select count(*) from (select * from fresh except all select * from served) a),'
            ' (select count(*) from (select * from served except all select * from fresh) b)',
            in_schema, in_fresh, made.relname)
        into missing, surplus using in_garage_id;
        -- Which version of the time zone data a row was made with is a note, and no difference where all else is alike: an update
        -- of the system's brings another one.
        if (missing > 0 or surplus > 0) and exists (
            select from pg_attribute
            where attrelid = format('%I.%I', in_fresh, made.relname)::regclass and attname = 'zone_data' and not attisdropped
        ) then
            execute format(
                'with served as (select to_jsonb(row_made) - ''zone_data'' #- ''{charge,zoneData}'' as content'
                ' from %1$I.%3$I row_made where garage_id = $1),'
                ' fresh as (select to_jsonb(row_made) - ''zone_data'' #- ''{charge,zoneData}'' as content'
                ' from %2$I.%3$I row_made where garage_id = $1)'
                ' select (select count(*) from (select * from fresh except all select * from served) a),'
                ' (select count(*) from (select * from served except all select * from fresh) b)',
                in_schema, in_fresh, made.relname)
            into missing, surplus using in_garage_id;
        end if;
        if missing > 0 or surplus > 0 then
            return next;
        end if;
    end loop;
end
$$;
comment on function projection.differences is
    'Which tables of two sets of a read model''s differ in a garage: how many rows of the fresh one are missing, and how many are there'
    ' that it does not have.';

-- The owner's alone, as the fresh set is.
revoke all on function projection.differences from public;
