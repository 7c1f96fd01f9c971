create or replace function projection.keep(in_name text, in_garage_id text) returns boolean
language plpgsql
as $$
declare
    serving  constant regnamespace := quote_ident(in_name);
    fresh    constant regnamespace := quote_ident(in_name || '_next');
    served   bigint;
    reached  bigint;
    made     record;
begin
    select version into served from projection.checkpoints where garage_id = in_garage_id and model = in_name;
    select version into reached from projection.checkpoints where garage_id = in_garage_id and model = in_name || '_next';
    if served is null or served < reached then
        return false;
    end if;
    -- Rows of another form mean something else now.
    if exists (
        with columns as (
            select relnamespace, relname, attnum, attname, atttypid
            from pg_class join pg_attribute on attrelid = pg_class.oid
            where relnamespace in (serving, fresh) and relkind = 'r' and attnum > 0 and not attisdropped
        )
        select relname, attnum, attname, atttypid from columns
        group by relname, attnum, attname, atttypid having count(*) < 2
    ) then
        return false;
    end if;
    for made in select relname from pg_class where relnamespace = fresh and relkind = 'r' loop
        execute format('delete from %I.%I where garage_id = $1', in_name || '_next', made.relname) using in_garage_id;
        execute format(
            'insert into %1$I.%3$I select * from %2$I.%3$I where garage_id = $1', in_name || '_next', in_name, made.relname)
        using in_garage_id;
    end loop;
    delete from projection.checkpoints where garage_id = in_garage_id and model = in_name || '_next';
    insert into projection.checkpoints (garage_id, model, version) values (in_garage_id, in_name || '_next', served);
    return true;
end
$$;
comment on function projection.keep is
    'Takes a garage''s rows over from the set of a read model''s tables that serves into the one that a rebuild makes, with how far they'
    ' had come; false where they are of another form, or the new ones have come further.';

-- The owner's alone: a rebuild makes and drops schemas.
revoke all on function projection.keep from public;
