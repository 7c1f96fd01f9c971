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
