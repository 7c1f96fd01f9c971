create or replace view reporting.allowlist as
select reservations.garage_id, day, plate_id, reservation, holder, 'reservation' as why, null::bigint as permit, null as kind,
    admitted_from as from_at, until_at, (admitted_from at time zone time_zone)::date as from_day,
    admitted_from at time zone time_zone as from_local, (until_at at time zone time_zone)::date as until_day,
    until_at at time zone time_zone as until_local
from reservations left join projection.known_garages() as known on known.garage_id = reservations.garage_id
where cancelled_at is null and not exists (
    select from suspensions
    where suspensions.garage_id = reservations.garage_id and suspensions.plate_id = reservations.plate_id
        and ended_at is null and day between first_day and last_day)
union all
select garage_id, day::date, plate_id, null, null, 'permit', permit, kind, null, null, null, null, null, null
from permits, generate_series(
    greatest(first_day, current_date - 31)::timestamp, least(admits_last, current_date + 31)::timestamp, '1 day') as day
where kind <> 'membership' and not exists (
    select from suspensions
    where suspensions.garage_id = permits.garage_id and suspensions.plate_id = permits.plate_id
        and ended_at is null and day::date between suspensions.first_day and suspensions.last_day);
comment on view reporting.allowlist is
    'Plates, by id, that have a right to a day, and why: a reservation for somebody, or a permit. A gate lets the car in from
from_at until until_at, and by a permit, where both are null, all day. Of permits it has the days from 31 before today to 31
after it; reporting.permits has them whole.';
comment on column reporting.allowlist.garage_id is 'The garage''s name in requests.';
comment on column reporting.allowlist.day is 'The local day.';
comment on column reporting.allowlist.plate_id is
    'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.allowlist.reservation is 'The reservation that gives the right; null for a permit''s.';
comment on column reporting.allowlist.holder is 'For whom the day is reserved: a member or a guest; null for a permit''s.';
comment on column reporting.allowlist.why is 'By what: a reservation or a permit.';
comment on column reporting.allowlist.permit is 'The permit that gives the right; null for a reservation''s.';
comment on column reporting.allowlist.kind is 'pass, subscription or further; null for a reservation''s.';
comment on column reporting.allowlist.from_at is 'From when the gate lets the car in; null for all day.';
comment on column reporting.allowlist.until_at is 'Until when; null for all day.';
comment on column reporting.allowlist.from_day is 'The garage''s local day of from_at.';
comment on column reporting.allowlist.from_local is 'From_at on the garage''s clocks.';
comment on column reporting.allowlist.until_day is 'The garage''s local day of until_at.';
comment on column reporting.allowlist.until_local is 'Until_at on the garage''s clocks.';

create or replace view reporting.permits as
select garage_id, permit, plate_id, kind, first_day, nullif(last_day, 'infinity') as last_day, groups, subscription, vehicle,
    admits_last < last_day as revoked, spot, shares, tenant, place_of
from permits;
comment on view reporting.permits is
    'Standing rights of plates, by id; last_day is null as long as none is set. One that was revoked lets nobody in on its last day.';
comment on column reporting.permits.garage_id is 'The garage''s name in requests.';
comment on column reporting.permits.permit is 'The permit: the version of the event that granted it.';
comment on column reporting.permits.plate_id is
    'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.permits.kind is
    'pass, subscription, membership or further; a membership gives the rates of its groups and no right to a day, a further one
the place of another plate''s permit.';
comment on column reporting.permits.first_day is 'Its first local day.';
comment on column reporting.permits.last_day is 'Its last local day, to its end; null as long as none is set.';
comment on column reporting.permits.groups is 'The groups that its holder belongs to.';
comment on column reporting.permits.subscription is 'What the rate card calls what was bought; null for what nobody buys.';
comment on column reporting.permits.vehicle is 'The type of the vehicle whose card sold it; null for the standard card.';
comment on column reporting.permits.revoked is 'Whether it was taken back before its time.';
comment on column reporting.permits.spot is 'The name of the spot that is its own; null for none of a name.';
comment on column reporting.permits.shares is 'Whether it stands where no other permit has a spot of its own.';
comment on column reporting.permits.tenant is 'The tenant whose spots it shares; null for nobody''s.';
comment on column reporting.permits.place_of is
    'The permit whose one place it shares, so that of all its plates one may be inside at a time; null for one of its own.';

create or replace view reporting.reservations as
select reservations.garage_id, reservation, day, plate_id, holder, from_at, until_at, reserved_at, cancelled_at,
    case when cancelled_at is not null then 'cancelled' when used.by is not null then 'used' when until_at <= now() then 'no-show'
        else 'standing' end as state, used.by as sessions,
    (from_at at time zone time_zone)::date as from_day, from_at at time zone time_zone as from_local,
    (until_at at time zone time_zone)::date as until_day, until_at at time zone time_zone as until_local,
    (reserved_at at time zone time_zone)::date as reserved_day, reserved_at at time zone time_zone as reserved_local,
    (cancelled_at at time zone time_zone)::date as cancelled_day, cancelled_at at time zone time_zone as cancelled_local
from reservations left join projection.known_garages() as known on known.garage_id = reservations.garage_id
    cross join lateral (
        select case when cancelled_at is null then projection.stays_by_right(
            reservations.garage_id, plate_id, greatest(from_at, reserved_at), until_at) end as by
    ) as used;
comment on view reporting.reservations is
    'Every reservation, by its plate''s id, and what has become of it: it stands, was used, was cancelled, or nobody came. It was used
by the stays of its plate that were inside between the later of from_at and reserved_at, and until_at.';
comment on column reporting.reservations.garage_id is 'The garage''s name in requests.';
comment on column reporting.reservations.reservation is 'The reservation: the version of the event that made it.';
comment on column reporting.reservations.day is 'The local day that is reserved.';
comment on column reporting.reservations.plate_id is
    'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.reservations.holder is 'For whom the day is reserved: a member or a guest.';
comment on column reporting.reservations.from_at is 'When it begins: with the day, or with the hours of it that were paid.';
comment on column reporting.reservations.until_at is 'When it ends.';
comment on column reporting.reservations.reserved_at is 'When the log heard of it.';
comment on column reporting.reservations.cancelled_at is 'When it was given back; null where it was not.';
comment on column reporting.reservations.state is 'standing, used, no-show or cancelled.';
comment on column reporting.reservations.sessions is 'The stays by which it was used; null where there are none.';
comment on column reporting.reservations.from_day is 'The garage''s local day of from_at.';
comment on column reporting.reservations.from_local is 'From_at on the garage''s clocks.';
comment on column reporting.reservations.until_day is 'The garage''s local day of until_at.';
comment on column reporting.reservations.until_local is 'Until_at on the garage''s clocks.';
comment on column reporting.reservations.reserved_day is 'The garage''s local day of reserved_at.';
comment on column reporting.reservations.reserved_local is 'Reserved_at on the garage''s clocks.';
comment on column reporting.reservations.cancelled_day is 'The garage''s local day of cancelled_at.';
comment on column reporting.reservations.cancelled_local is 'Cancelled_at on the garage''s clocks.';

create or replace view reporting.suspensions as
select suspensions.garage_id, suspension, plate_id, first_day, nullif(last_day, 'infinity') as last_day, reason, overstays, ended_at,
    (ended_at at time zone time_zone)::date as ended_day, ended_at at time zone time_zone as ended_local
from suspensions left join projection.known_garages() as known on known.garage_id = suspensions.garage_id;
comment on view reporting.suspensions is
    'Days on which a plate''s car is not let in, by its id: for a person''s reason, or for the overstays that are named by their
sessions. Last_day is null until somebody lifts it; ended_at says when it was lifted, or when its overstays turned out to be none.';
comment on column reporting.suspensions.garage_id is 'The garage''s name in requests.';
comment on column reporting.suspensions.suspension is 'The version of the event that brought it about.';
comment on column reporting.suspensions.plate_id is
    'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.suspensions.first_day is 'Its first local day.';
comment on column reporting.suspensions.last_day is 'Its last local day; null until somebody lifts it.';
comment on column reporting.suspensions.reason is 'A person''s reason; null where overstays brought it about.';
comment on column reporting.suspensions.overstays is
    'The sessions that went on for longer than they might; none where a person said so.';
comment on column reporting.suspensions.ended_at is
    'When it was lifted, or its overstays turned out to be none; null where it was not.';
comment on column reporting.suspensions.ended_day is 'The garage''s local day of ended_at.';
comment on column reporting.suspensions.ended_local is 'Ended_at on the garage''s clocks.';
