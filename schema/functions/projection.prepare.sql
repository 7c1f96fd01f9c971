create or replace function projection.prepare(in_name text) returns void
language plpgsql
as $$
begin
    execute format('drop schema if exists %I cascade', in_name || '_next');
    execute format('create schema %I', in_name || '_next');
    execute format('grant usage on schema %I to parklog_service', in_name || '_next');
    execute format(
        'alter default privileges in schema %I grant select, insert, update, delete on tables to parklog_service',
        in_name || '_next');
    -- Where there is none, no lock is taken that others wait for.
    if exists (select from projection.checkpoints where model = in_name || '_next') then
        delete from projection.checkpoints where model = in_name || '_next';
    end if;
    perform set_config('search_path', quote_ident(in_name || '_next'), true);
end
$$;
comment on function projection.prepare is
    'Makes an empty schema for a new set of a read model''s tables, which has taken nothing in yet, and points search_path at it.';

-- The owner's alone: a rebuild makes and drops schemas.
revoke all on function projection.prepare from public;
