create or replace function projection.swap(in_name text, in_fingerprint bytea) returns void
language plpgsql
as $$
begin
    if exists (select from pg_namespace where nspname = in_name) then
        execute format('alter schema %I rename to %I', in_name, in_name || '_old');
    end if;
    execute format('alter schema %I rename to %I', in_name || '_next', in_name);
    execute format('drop schema if exists %I cascade', in_name || '_old');
    insert into projection.installed (name, fingerprint) values (in_name, in_fingerprint)
    on conflict (name) do update set fingerprint = excluded.fingerprint, built_at = now();
    delete from projection.checkpoints where model = in_name;
    update projection.checkpoints set model = in_name where model = in_name || '_next';
    delete from projection.failures where name = in_name;
    perform set_config('search_path', quote_ident(in_name), true);
end
$$;
comment on function projection.swap is 'Puts the new set of a read model''s tables, and how far it has come, in the place of the old one.';

-- The owner's alone: a rebuild makes and drops schemas.
revoke all on function projection.swap from public;
