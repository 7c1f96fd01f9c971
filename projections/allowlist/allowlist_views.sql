create or replace view reporting.allowlist as
select garage_id, day, plate_id, reservation, holder, 'reservation' as why, null::bigint as permit, null as kind
from entries
union all
select garage_id, day::date, plate_id, null, null, 'permit', permit, kind
from permits, generate_series(
    greatest(first_day, current_date - 31)::timestamp, least(last_day, current_date + 31)::timestamp, '1 day') as day
where kind <> 'membership';
comment on view reporting.allowlist is
    'Plates, by id, that have a right to a day, and why: a reservation for somebody, or a permit. Of permits it has the days
from 31 before today to 31 after it; reporting.permits has them whole.';

create or replace view reporting.permits as
select garage_id, permit, plate_id, kind, first_day, nullif(last_day, 'infinity') as last_day, groups, subscription, vehicle
from permits;
comment on view reporting.permits is 'Standing rights of plates, by id; last_day is null as long as none is set.';
