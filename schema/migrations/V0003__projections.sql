-- Where read models live: each in a schema of its own, so that a rebuild makes a new one beside it and swaps the two.

create schema projection;
comment on schema projection is 'What is known of the read models; each one''s tables are in a schema of its name.';

create table projection.installed (
    name        text        not null primary key,
    fingerprint bytea       not null,
    built_at    timestamptz not null default now()
);
comment on table projection.installed is 'The read models that serve, and the digest of the SQL they were built with.';

create table projection.checkpoints (
    garage_id text collate "C" not null,
    model text collate "C" not null,
    version   bigint not null,
    primary key (garage_id, model)
);
comment on table projection.checkpoints is 'How far each read model has taken in each garage''s log; it moves in one transaction with the rows.';
comment on column projection.checkpoints.model is 'The schema of the model''s tables; with _next, those that a rebuild makes.';

create table projection.failures (
    name        text        not null,
    garage_id text collate "C" not null,
    version     bigint      not null,
    reason      text        not null,
    failed_at   timestamptz not null default now(),
    tried_at    timestamptz not null default now(),
    primary key (name, garage_id)
);
comment on table projection.failures is 'Events that a read model could not take: it stops there for that garage and is never skipped over.';
comment on column projection.failures.failed_at is 'When it was first met.';
comment on column projection.failures.tried_at is 'When it was last met by somebody who had not met it before, or was asked to try again.';

create table projection.leads (
    models  text        not null primary key,
    backend integer     not null,
    until   timestamptz not null
);
comment on table projection.leads is 'Which process keeps read models up to the log; the others stand by.';
comment on column projection.leads.backend is 'The server''s process that serves it.';
comment on column projection.leads.until is 'When another takes over, unless it says before that it is still there.';

create table projection.snapshots (
    garage_id  text        not null,
    version    bigint      not null check (version > 0),
    hash       bytea       not null check (length(hash) = 32),
    form       text        not null,
    state      bytea       not null,
    written_at timestamptz not null default now(),
    happened_until timestamptz,
    primary key (garage_id, version)
);
-- Most of it are identifiers at random, which no compression makes smaller.
alter table projection.snapshots alter column state set storage external;
comment on table projection.snapshots is
    'Garages as their logs made them, to go on from: a cache. Whoever deletes rows loses time at the next start and nothing else.';
comment on column projection.snapshots.version is 'The last event that was taken in.';
comment on column projection.snapshots.hash is 'The hash of that event; where the log has another one, the row is of no use.';
comment on column projection.snapshots.form is 'Which program''s snapshots it can be read among; others leave it alone.';
comment on column projection.snapshots.state is 'The garage; it names plates by their identifiers only.';
comment on column projection.snapshots.happened_until is
    'When the latest of what it knows happened: who asks what had happened by a moment may go on from it if that is no later.';

create table projection.rebuilding ();
comment on table projection.rebuilding is 'Has no rows: whoever rebuilds locks it, and nobody else may.';

create table projection.replaced (
    schema text not null primary key
);
comment on table projection.replaced is
    'Schemas of tables and views that a rebuild has replaced: whoever was reading them reads them to the end, then they go.';

grant usage on schema projection to parklog_service;
grant select on projection.installed to parklog_service;
grant select, insert, update, delete on projection.checkpoints, projection.failures, projection.snapshots
    to parklog_service;
grant select, insert, update on projection.leads to parklog_service;
