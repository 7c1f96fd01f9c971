-- Where read models live: each in a schema of its own, so that a rebuild makes a new one beside it and swaps the two.

create schema projection;
comment on schema projection is 'What is known of the read models; each one''s tables are in a schema of its name.';

create table projection.installed (
    name        text        not null primary key,
    fingerprint bytea       not null,
    built_at    timestamptz not null default now()
);
comment on table projection.installed is 'The read models that serve, and the digest of the SQL they were built with.';

create table projection.failures (
    name        text        not null,
    garage_id   text        not null,
    version     bigint      not null,
    reason      text        not null,
    failed_at   timestamptz not null default now(),
    primary key (name, garage_id)
);
comment on table projection.failures is 'Events that a read model could not take: it stops there for that garage and is never skipped over.';

create function projection.prepare(in_name text) returns void
language plpgsql
as $$
begin
    execute format('drop schema if exists %I cascade', in_name || '_next');
    execute format('create schema %I', in_name || '_next');
    execute format('grant usage on schema %I to parklog_service', in_name || '_next');
    execute format(
        'alter default privileges in schema %I grant select, insert, update, delete on tables to parklog_service',
        in_name || '_next');
    perform set_config('search_path', quote_ident(in_name || '_next'), true);
    create table checkpoints (
        garage_id text   not null primary key,
        version   bigint not null
    );
end
$$;
comment on function projection.prepare is
    'Makes an empty schema for a new set of a read model''s tables, with its checkpoints, and points search_path at it.';

create function projection.swap(in_name text, in_fingerprint bytea) returns void
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
    delete from projection.failures where name = in_name;
    perform set_config('search_path', quote_ident(in_name), true);
end
$$;
comment on function projection.swap is 'Puts the new set of a read model''s tables in the place of the old one.';

grant usage on schema projection to parklog_service;
grant select on projection.installed to parklog_service;
grant select, insert, update, delete on projection.failures to parklog_service;
