create or replace view reporting.occupancy as
select garage_id, name, time_zone, inside, capacity, greatest(capacity - inside, 0) as free_spots, version, recorded_at
from garages;
comment on view reporting.occupancy is 'Cars inside each garage now.';

create or replace view reporting.occupancy_changes as
select garage_id, version, occurred_at, recorded_at, delta, inside, capacity
from changes;
comment on view reporting.occupancy_changes is
    'Every change of the count: delta by when it happened (occurred_at), inside by what was known (recorded_at).';
