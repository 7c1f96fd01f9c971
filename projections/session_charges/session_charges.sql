-- Every stay and, once it has ended, what it costs, line by line.

create table sessions (
    garage_id text collate "C" not null,
    session         bigint      not null,
    state           text        not null check (state in ('open', 'ended', 'orphaned', 'written-off')),
    plate_id        bytea,
    ticket          text,
    gate            text,
    vehicle         text,
    groups          text[]      not null,
    validations     text[]      not null,
    agreement       text,
    entered_at      timestamptz not null,
    entry_recorded_at timestamptz not null,
    exited_at       timestamptz,
    ended_at        timestamptz,
    exit_version    bigint,
    currency        text        not null,
    currency_digits smallint    not null,
    total_minor     bigint,
    charge          json,
    card            text,
    engine_version  smallint,
    zone_data       text,
    time_zone       text        not null,
    primary key (garage_id, session)
);
comment on table sessions is 'Stays: a car came in, and went out, was never seen leaving (orphaned), or was let off by a person (written-off).';
comment on column sessions.session is 'The version of the event that began the stay.';
comment on column sessions.vehicle is 'The type of the vehicle, named after its rate card; null where nobody said.';
comment on column sessions.groups is 'The groups that its driver belonged to on the day it came in.';
comment on column sessions.validations is 'Who has validated the stay.';
comment on column sessions.agreement is 'The agreement that was applied last.';
comment on column sessions.ended_at is 'When it was over: at the car''s exit, at the entry that made it an orphan, or when a person wrote it off.';
comment on column sessions.total_minor is 'The charge in minor units; null while the stay is open and where it cannot be priced.';
comment on column sessions.charge is 'The charge with its lines and the rates left out, by the rates known at the entry.';
comment on column sessions.card is 'The rate card that priced it; null where it cannot be priced.';
comment on column sessions.engine_version is 'The version of the tariff engine that computed it.';
comment on column sessions.zone_data is 'The version of the time zone data that it was computed with.';
comment on column sessions.time_zone is 'The garage''s time zone, in which its times are shown.';
create index sessions_by_plate on sessions (garage_id, plate_id, session);
create index sessions_by_ticket on sessions (garage_id, ticket, session) where ticket is not null;
create index sessions_unfinished on sessions (garage_id, state, session) where state <> 'ended';
-- Whoever was inside at a moment came in within a day before it, or stayed for longer than a day, or is inside.
create index sessions_by_entry on sessions (garage_id, entered_at);
create index sessions_long on sessions (garage_id, ended_at) where ended_at - entered_at > interval '24 hours';
create index sessions_by_exit on sessions (garage_id, exited_at) where exited_at is not null;
