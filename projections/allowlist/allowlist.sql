-- Which plates may come and go on which day, and why.

create table reservations (
    garage_id text collate "C" not null,
    reservation   bigint      not null,
    day           date        not null,
    plate_id      bytea       not null,
    holder        text        not null,
    from_at       timestamptz not null,
    until_at      timestamptz not null,
    admitted_from timestamptz not null,
    reserved_at   timestamptz not null,
    cancelled_at  timestamptz,
    cancelled_version bigint,
    primary key (garage_id, reservation)
);
comment on table reservations is
    'Every reservation there was. Whether it was used follows from the stays of its plate, and whether nobody came from the clock.';
comment on column reservations.reservation is 'The version of the event that made the reservation.';
comment on column reservations.plate_id is 'What events call the plate; log.plates tells the plate, as long as it is not erased.';
comment on column reservations.from_at is 'When it begins: with the day, or with the hours of it that were paid.';
comment on column reservations.admitted_from is
    'From when the gate lets its car in: as long before from_at as the card forgave when it was made.';
comment on column reservations.reserved_at is 'When the log heard of it.';
comment on column reservations.cancelled_at is 'When it was given back; null where it was not.';
comment on column reservations.cancelled_version is 'The version of the event that gave it back.';
create index reservations_by_day on reservations (garage_id, day, reservation);
create index reservations_by_change on reservations (garage_id, day, coalesce(cancelled_version, reservation));
create index reservations_by_plate on reservations (garage_id, plate_id, reservation);

create table permits (
    garage_id text collate "C" not null,
    permit       bigint not null,
    plate_id     bytea  not null,
    kind         text   not null check (kind in ('pass', 'subscription', 'membership', 'further')),
    first_day    date   not null,
    last_day     date   not null,
    admits_last  date   not null,
    groups       text[] not null,
    subscription text,
    vehicle      text,
    spot         text,
    shares       boolean not null,
    tenant       text,
    place_of     bigint,
    primary key (garage_id, permit)
);
comment on table permits is 'Standing rights of plates; one that was revoked before its first day is not here.';
comment on column permits.permit is 'The version of the event that granted it.';
comment on column permits.kind is
    'A membership gives the rates of its groups and no right to a day; a further one the place of another plate''s permit.';
comment on column permits.last_day is 'Its last day, to its end; infinity as long as none is set.';
comment on column permits.admits_last is
    'The last day on which it lets its car in: the day before last_day where it was revoked, as a car that is inside keeps that day.';
comment on column permits.subscription is 'What the rate card calls what was bought; null for what nobody buys.';
comment on column permits.vehicle is 'The type of the vehicle whose card sold it; null for the standard card.';
comment on column permits.spot is 'The name of the spot that is its own; null for none of a name.';
comment on column permits.shares is 'Whether it stands where no other permit has a spot of its own.';
comment on column permits.tenant is 'The tenant whose spots it shares; null for nobody''s.';
comment on column permits.place_of is 'The permit whose one place it shares; null for one of its own.';
create index permits_by_last_day on permits (garage_id, last_day);

create table listed (
    garage_id text collate "C" not null,
    permit       bigint not null,
    first_day    date   not null,
    last_day     date   not null,
    plate_id     bytea  not null,
    kind         text   not null check (kind in ('pass', 'subscription', 'further')),
    came_version bigint not null,
    went_version bigint,
    primary key (garage_id, permit, first_day, came_version)
);
comment on table listed is
    'On which days'' lists permits stand, or stood: a row for days on end that came with one event and went with another.
What was on a day''s list at a version, and how two versions of it differ, follows without a look at the log.';
comment on column listed.last_day is 'The last one of these days; infinity as long as none is set.';
comment on column listed.came_version is 'The version of the event that put the permit on these days'' lists.';
comment on column listed.went_version is 'The version of the event that took it off; null while it stands there.';
create index listed_by_plate on listed (garage_id, plate_id);
create index listed_by_change on listed (garage_id, coalesce(went_version, came_version));

create table suspensions (
    garage_id text collate "C" not null,
    suspension    bigint   not null,
    plate_id      bytea    not null,
    first_day     date     not null,
    last_day      date     not null,
    reason        text,
    overstays     bigint[] not null,
    ended_at      timestamptz,
    ended_version bigint,
    primary key (garage_id, suspension, plate_id)
);
comment on table suspensions is 'Days on which a plate''s car is not let in, by a person''s word or by the garage''s policy for overstays.';
comment on column suspensions.suspension is 'The version of the event that brought it about.';
comment on column suspensions.last_day is 'Its last day, to its end; infinity until somebody lifts it.';
comment on column suspensions.reason is 'A person''s reason; null where overstays brought it about.';
comment on column suspensions.overstays is 'The sessions that went on for longer than they might; none where a person said so.';
comment on column suspensions.ended_version is 'The version of the event that ended it.';
comment on column suspensions.ended_at is 'When it was lifted, or its overstays turned out to be none; null where it was not.';
create index suspensions_by_plate on suspensions (garage_id, plate_id, last_day) where ended_at is null;
