-- How many cars are inside, now and at every change.

create table garages (
    garage_id text collate "C" not null primary key,
    name           text        not null,
    time_zone      text        not null,
    currency       text        not null,
    capacity       integer     not null,
    bookable_spots integer     not null,
    fallback_spots integer     not null,
    inside         integer     not null,
    version        bigint      not null,
    recorded_at    timestamptz not null
);
comment on table garages is 'Each garage as it is now, by the log up to version.';

create table changes (
    garage_id text collate "C" not null,
    version     bigint      not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    delta       smallint    not null,
    inside      integer     not null,
    capacity    integer     not null,
    place       integer     not null,
    primary key (garage_id, version, place)
);
comment on table changes is 'Every event that changed the count of cars inside, or the settings.';
comment on column changes.inside is 'The count after it, by what was known then.';
comment on column changes.place is 'Its place among the changes of its event: one that mends a stay takes back what was thought and says what holds.';
comment on column changes.capacity is 'How many cars the garage held by then.';
create index changes_by_occurrence on changes (garage_id, occurred_at) include (delta);
create index changes_by_recording on changes (garage_id, recorded_at, version) include (inside, capacity);
