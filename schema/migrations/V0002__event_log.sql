-- The log: one stream a garage, versions 1, 2, 3 … without gaps.
--
-- Every key begins with garage_id, so the tables distribute by it. What is looked up is compared by its bytes, whatever the database's
-- own collation: that is what equality means here, and several times as fast.

create schema log;
comment on schema log is 'Every fact about every garage, and what appending one needs.';

create table log.streams (
    garage_id text collate "C" not null,
    version     bigint      not null check (version > 0),
    hash        bytea       not null check (length(hash) = 32),
    recorded_at timestamptz not null,
    keys_forgotten bigint not null default 0,
    primary key (garage_id)
);
comment on table log.streams is 'The head of each garage''s stream. Its row is the lock that puts appends to a garage in order.';
comment on column log.streams.version is 'Version of the last event.';
comment on column log.streams.hash is 'Hash of the last event: the end of the garage''s chain.';
comment on column log.streams.recorded_at is 'When the log took the last event; it never goes back.';
comment on column log.streams.keys_forgotten is 'Up to which version the keys of commands may have been forgotten.';

create table log.events (
    garage_id text collate "C" not null,
    version        bigint      not null check (version > 0),
    type           text        not null,
    schema_version smallint    not null check (schema_version > 0),
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    command_id     text,
    actor          text        not null,
    trace          text,
    payload        json        not null,
    hash           bytea       not null check (length(hash) = 32),
    primary key (garage_id, version)
);
-- What was erased is found without reading the log.
create index events_that_erase on log.events (garage_id, version) where type in ('plates-erased', 'texts-erased');
-- What replaces an event is known before who reads the log comes to it.
create index events_that_replace on log.events (garage_id, version) where type = 'event-replaced';
comment on table log.events is 'The facts. Rows are added, never changed; a garage''s first ones may be moved to a file (log.archives).';
comment on column log.events.type is 'What happened; with schema_version the contract of the payload.';
comment on column log.events.occurred_at is 'When it happened at the garage.';
comment on column log.events.recorded_at is 'When the log took it; never decreasing within a garage.';
comment on column log.events.command_id is 'The command that led to it; null for events of an import.';
comment on column log.events.actor is 'Who sent that command.';
comment on column log.events.trace is 'The request that brought it, as a W3C traceparent; null where none did.';
comment on column log.events.payload is 'json, not jsonb: its bytes stay exactly as they were hashed.';
comment on column log.events.hash is 'SHA-256 of the previous event''s hash and every other column of this row.';

create table log.commands (
    garage_id text collate "C" not null,
    command_id text collate "C" not null,
    fingerprint bytea  not null,
    version     bigint not null,
    reply       json   not null,
    primary key (garage_id, command_id)
);
comment on table log.commands is 'Commands that were carried out: the same id again gives the same reply.';
comment on column log.commands.command_id is 'Who sent it, a blank, and what the sender calls it: names are each sender''s own.';
comment on column log.commands.fingerprint is 'Digest of what was asked; the same id with another one is refused.';
comment on column log.commands.version is 'The garage''s version when the command had been carried out.';
comment on column log.commands.reply is 'The reply as it was sent; it names no plate.';

create table log.plates (
    garage_id text collate "C" not null,
    plate_id  bytea  not null check (length(plate_id) = 16),
    plate text collate "C" not null,
    salt      bytea  not null check (length(salt) = 16),
    version   bigint not null,
    archived_at timestamptz,
    primary key (garage_id, plate_id)
);
comment on table log.plates is 'The vault: the only place that keeps a plate. A row goes with the event
that says so, and makes every other event about it anonymous.';
comment on column log.plates.plate_id is 'First 16 bytes of SHA-256(salt ‖ plate); a changed row no longer hashes to it.';
comment on column log.plates.version is 'The garage''s version when the plate was first named.';
comment on column log.plates.archived_at is
    'When the log took the last event that names it among those that are archived; null where none of them does.';
create unique index plates_by_plate on log.plates (garage_id, plate);

create table log.texts (
    garage_id text collate "C" not null,
    text_id bytea  not null check (length(text_id) = 16),
    text    text   not null,
    salt    bytea  not null check (length(salt) = 16),
    version bigint not null,
    archived_at timestamptz,
    primary key (garage_id, text_id)
);
comment on table log.texts is
    'What people typed, which may name somebody: events refer to it. A row goes with the event that says so, and the others say no more.';
comment on column log.texts.text_id is 'First 16 bytes of SHA-256(salt ‖ text); a changed row no longer hashes to it.';
comment on column log.texts.version is 'The garage''s version when it was typed.';
comment on column log.texts.archived_at is 'When the log took the event that it was typed with, if that is archived.';
create index texts_by_version on log.texts (garage_id, version);

-- What a garage goes on from whose first events were moved to files. It is no cache: nothing else in the database says it.
create table log.archives (
    garage_id text collate "C" not null,
    first_version  bigint      not null check (first_version > 0),
    version        bigint      not null check (version >= first_version),
    hash           bytea       not null check (length(hash) = 32),
    first_recorded_at timestamptz not null,
    first_occurred_at timestamptz not null,
    recorded_at    timestamptz not null,
    happened_until timestamptz not null,
    file           text        not null,
    digest         bytea       not null check (length(digest) = 32),
    form           text,
    state          bytea,
    archived_at    timestamptz not null default now(),
    primary key (garage_id, first_version)
);
alter table log.archives alter column state set storage external;
comment on table log.archives is
    'Stretches of garages'' logs that were moved to files, and what is needed to go on behind them. The first begins with event 1, each'
    ' other one behind the one before.';
comment on column log.archives.first_version is 'The first event of the file.';
comment on column log.archives.version is 'The last one.';
comment on column log.archives.hash is 'The hash of the last one, which the first event that is left follows.';
comment on column log.archives.first_recorded_at is 'When the log took the first one.';
comment on column log.archives.first_occurred_at is 'When that happened.';
comment on column log.archives.recorded_at is 'When the log took the last one.';
comment on column log.archives.happened_until is 'When the latest of what was archived up to here happened.';
comment on column log.archives.file is 'The file''s name.';
comment on column log.archives.digest is 'SHA-256 of the file.';
comment on column log.archives.form is 'Which program''s snapshots the state can be read among; null where a later row has the state.';
comment on column log.archives.state is 'The garage behind the last event; it names plates by their identifiers only.';

create table log.archived_erasures (
    garage_id text collate "C" not null,
    kind text collate "C" not null check (kind in ('plate', 'text')),
    id bytea not null,
    version     bigint      not null,
    recorded_at timestamptz not null,
    primary key (garage_id, kind, id)
);
comment on table log.archived_erasures is 'What archived events have erased, so that it is known when a backup brings it back.';
comment on column log.archived_erasures.id is 'What events call it.';
comment on column log.archived_erasures.version is 'The last event that erased it.';

create table log.archived_reservations (
    garage_id text collate "C" not null,
    version bigint not null,
    actor   text   not null,
    primary key (garage_id, version)
);
comment on table log.archived_reservations is
    'Who made the reservations whose events are archived: an app asks for its own, and cancels no others.';

create table log.archived_replacements (
    garage_id text collate "C" not null,
    version bigint not null,
    primary key (garage_id, version)
);
comment on table log.archived_replacements is
    'Which archived events say what an event means that cannot be read: who reads through files looks for them first.';

-- For views of reporting, which read events in SQL.
create view log.meanings as
select events.garage_id, events.version, coalesce(said.type, events.type) as type, occurred_at, recorded_at, command_id, actor,
    coalesce(said.payload, events.payload) as payload
from log.events left join (
    select distinct on (garage_id, replaced) garage_id, (payload ->> 'version')::bigint as replaced, payload ->> 'hash' as hash,
        payload ->> 'type' as type, payload -> 'payload' as payload
    from log.events where type = 'event-replaced' order by garage_id, replaced, version desc
) as said on said.garage_id = events.garage_id and said.replaced = events.version and said.hash = encode(events.hash, 'hex');
comment on view log.meanings is 'What each event says, or what replaces it by the word of an operator.';

grant usage on schema log to parklog_service;
-- To read and nothing else: the service writes by log.append, so that it can neither take a head back nor leave an event
-- or a reply that no append made.
grant select on log.streams, log.events, log.commands, log.plates, log.texts, log.archives, log.archived_erasures,
    log.archived_reservations, log.archived_replacements to parklog_service;

-- The service's role cannot change an event; this trigger says the same to everyone else on a single node. Nothing rests
-- on it: a cluster takes no triggers on distributed tables, and the hash chain shows a change that got past both.
--
-- A trigger cannot stand before its function, whose text comes after the migrations; until then it refuses by failing.
create function log.refuse_change() returns trigger language plpgsql as 'begin end';
create trigger append_only
    before update or delete or truncate on log.events
    for each statement execute function log.refuse_change();
