create or replace function projection.drop_replaced() returns bigint
language plpgsql
set lock_timeout = '100ms'
as $$
declare
    gone record;
begin
    -- Views before the tables they read.
    for gone in select schema from projection.replaced order by schema like 'reporting%' desc, schema loop
        begin
            execute format('drop schema if exists %I cascade', gone.schema);
            delete from projection.replaced where schema = gone.schema;
        exception when lock_not_available then
            -- Somebody still reads it.
            null;
        end;
    end loop;
    return (select count(*) from projection.replaced);
end
$$;
comment on function projection.drop_replaced is
    'Drops what rebuilds have replaced and nobody reads any more; answers how many schemas are left for the next time.';

-- The owner's alone: a rebuild makes and drops schemas.
revoke all on function projection.drop_replaced from public;
