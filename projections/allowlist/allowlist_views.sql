create or replace view reporting.allowlist as
select garage_id, day, plate_id, reservation, holder, 'reservation' as why, null::bigint as permit, null as kind,
    admitted_from as from_at, until_at
from reservations where cancelled_at is null and not exists (
    select from suspensions
    where suspensions.garage_id = reservations.garage_id and suspensions.plate_id = reservations.plate_id
        and ended_at is null and day between first_day and last_day)
union all
select garage_id, day::date, plate_id, null, null, 'permit', permit, kind, null, null
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

create or replace view reporting.permits as
select garage_id, permit, plate_id, kind, first_day, nullif(last_day, 'infinity') as last_day, groups, subscription, vehicle,
    admits_last < last_day as revoked
from permits;
comment on view reporting.permits is
    'Standing rights of plates, by id; last_day is null as long as none is set. One that was revoked lets nobody in on its last day.';

create or replace view reporting.reservations as
select garage_id, reservation, day, plate_id, holder, from_at, until_at, reserved_at, cancelled_at
from reservations;
comment on view reporting.reservations is
    'Every reservation, by its plate''s id, also those that were given back. One was used by the stays of its plate in
reporting.session_charges that were inside between the later of from_at and reserved_at, and until_at.';

create or replace view reporting.suspensions as
select garage_id, suspension, plate_id, first_day, nullif(last_day, 'infinity') as last_day, reason, overstays, ended_at
from suspensions;
comment on view reporting.suspensions is
    'Days on which a plate''s car is not let in, by its id: for a person''s reason, or for the overstays that are named by their
sessions. Last_day is null until somebody lifts it; ended_at says when it was lifted, or when its overstays turned out to be none.';
