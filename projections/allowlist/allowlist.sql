-- Which plates may come and go on which day, and why.

create table entries (
    garage_id   text   not null,
    day         date   not null,
    plate_id    bytea  not null,
    reservation bigint not null,
    holder      text   not null,
    primary key (garage_id, day, plate_id)
);
comment on table entries is 'The allowlist of every day that has reservations; a cancelled one leaves it.';
comment on column entries.plate_id is 'What events call the plate; log.plates tells the plate, as long as it is not erased.';
comment on column entries.reservation is 'The version of the event that made the reservation.';
create unique index entries_by_reservation on entries (garage_id, reservation);

create table permits (
    garage_id    text   not null,
    permit       bigint not null,
    plate_id     bytea  not null,
    kind         text   not null check (kind in ('pass', 'subscription', 'membership')),
    first_day    date   not null,
    last_day     date   not null,
    groups       text[] not null,
    subscription text,
    vehicle      text,
    primary key (garage_id, permit)
);
comment on table permits is 'Standing rights of plates; one that was revoked before its first day is not here.';
comment on column permits.permit is 'The version of the event that granted it.';
comment on column permits.kind is 'A membership gives the rates of its groups and no right to a day.';
comment on column permits.last_day is 'Its last day, to its end; infinity as long as none is set.';
comment on column permits.subscription is 'What the rate card calls what was bought; null for what nobody buys.';
comment on column permits.vehicle is 'The type of the vehicle whose card sold it; null for the standard card.';
create index permits_by_last_day on permits (garage_id, last_day);
