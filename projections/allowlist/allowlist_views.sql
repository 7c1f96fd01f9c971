create or replace view reporting.allowlist as
select garage_id, day, plate_id, reservation, holder
from entries;
comment on view reporting.allowlist is 'Plates, by id, that have a right to a day, and for whom it was reserved.';
