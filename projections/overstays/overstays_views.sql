create or replace view reporting.overstays as
select garage_id, session, plate_id, entered_at, right_ends_at as since, left_at, coalesce(left_at, now()) - right_ends_at as lasted
from stays
where overstays_from <= coalesce(left_at, now());
comment on view reporting.overstays is 'Cars that overstay now (left_at is null), and those that did.';
