create or replace view reporting.occupancy as
select garage_id, name, time_zone, inside, capacity, greatest(capacity - inside, 0) as free_spots, version, recorded_at,
    (recorded_at at time zone time_zone)::date as recorded_day, recorded_at at time zone time_zone as recorded_local
from garages;
comment on view reporting.occupancy is 'Cars inside each garage now.';
comment on column reporting.occupancy.garage_id is 'The garage''s name in requests.';
comment on column reporting.occupancy.name is 'What people call the garage.';
comment on column reporting.occupancy.time_zone is 'The garage''s time zone, by the IANA''s name.';
comment on column reporting.occupancy.inside is 'How many cars are inside.';
comment on column reporting.occupancy.capacity is 'How many cars the garage holds.';
comment on column reporting.occupancy.free_spots is 'How many more it holds.';
comment on column reporting.occupancy.version is 'The last event of the garage''s log that counts here.';
comment on column reporting.occupancy.recorded_at is 'When the log took that event.';
comment on column reporting.occupancy.recorded_day is 'The garage''s local day of recorded_at.';
comment on column reporting.occupancy.recorded_local is 'Recorded_at on the garage''s clocks.';

create or replace view reporting.occupancy_changes as
select garage_id, changes.version, occurred_at, changes.recorded_at, delta, changes.inside, changes.capacity,
    (occurred_at at time zone time_zone)::date as occurred_day, occurred_at at time zone time_zone as occurred_local,
    (changes.recorded_at at time zone time_zone)::date as recorded_day,
    changes.recorded_at at time zone time_zone as recorded_local
from changes join garages using (garage_id);
comment on view reporting.occupancy_changes is
    'Every change of the count: delta by when it happened (occurred_at), inside by what was known (recorded_at).';
comment on column reporting.occupancy_changes.garage_id is 'The garage''s name in requests.';
comment on column reporting.occupancy_changes.version is 'The version of the event in the garage''s log.';
comment on column reporting.occupancy_changes.occurred_at is 'When it happened.';
comment on column reporting.occupancy_changes.recorded_at is 'When the log took it.';
comment on column reporting.occupancy_changes.delta is 'By how many cars the count changed, by when it happened.';
comment on column reporting.occupancy_changes.inside is 'The count after it, by what was known then.';
comment on column reporting.occupancy_changes.capacity is 'How many cars the garage held by then.';
comment on column reporting.occupancy_changes.occurred_day is 'The garage''s local day of occurred_at.';
comment on column reporting.occupancy_changes.occurred_local is 'Occurred_at on the garage''s clocks.';
comment on column reporting.occupancy_changes.recorded_day is 'The garage''s local day of recorded_at.';
comment on column reporting.occupancy_changes.recorded_local is 'Recorded_at on the garage''s clocks.';

create or replace view reporting.occupancy_quarters as
with moments as (
    -- A car that is told late has the capacity of the day on which it was told; what settings say moves no car.
    select garage_id, occurred_at, sum(delta) as delta,
        (array_agg(capacity order by version desc) filter (where delta = 0))[1] as capacity
    from changes group by garage_id, occurred_at
), counted as (
    select garage_id, occurred_at, delta, capacity,
        sum(delta) over (partition by garage_id order by occurred_at) as inside
    from moments
), quarters as (
    select garage_id, date_bin('15 minutes', occurred_at, 'epoch') as quarter, sum(delta) as delta,
        min(inside) as least, max(inside) as most,
        (array_agg(capacity order by occurred_at desc) filter (where capacity is not null))[1] as capacity
    from counted group by garage_id, date_bin('15 minutes', occurred_at, 'epoch')
), every as (
    select garage_id, quarter
    from (select garage_id, min(quarter) as first, greatest(max(quarter), now()) as last from quarters group by garage_id)
        as known, generate_series(first, last, '15 minutes') as quarter
), filled as (
    select garage_id, quarter, coalesce(delta, 0) as delta, least, most, capacity,
        sum(coalesce(delta, 0)) over passed as inside, count(capacity) over passed as settings
    from every left join quarters using (garage_id, quarter)
    window passed as (partition by garage_id order by quarter)
)
select garage_id, quarter as quarter_at, (quarter at time zone time_zone)::date as quarter_day,
    quarter at time zone time_zone as quarter_local, (inside - delta)::bigint as inside_before,
    least(inside - delta, least)::bigint as inside_least, greatest(inside - delta, most)::bigint as inside_most,
    inside::bigint as inside_after,
    max(filled.capacity) over (partition by garage_id, settings) as capacity
from filled join (select garage_id, time_zone from garages) as known using (garage_id);
comment on view reporting.occupancy_quarters is
    'How many cars were inside in every quarter of an hour, by when they came and went, from each garage''s first until now.';
comment on column reporting.occupancy_quarters.garage_id is 'The garage''s name in requests.';
comment on column reporting.occupancy_quarters.quarter_at is 'When the quarter of an hour begins.';
comment on column reporting.occupancy_quarters.quarter_day is 'The garage''s local day of quarter_at.';
comment on column reporting.occupancy_quarters.quarter_local is 'Quarter_at on the garage''s clocks.';
comment on column reporting.occupancy_quarters.inside_before is 'Cars inside at its beginning.';
comment on column reporting.occupancy_quarters.inside_least is 'The fewest that were inside in it.';
comment on column reporting.occupancy_quarters.inside_most is 'The most that were inside in it.';
comment on column reporting.occupancy_quarters.inside_after is 'Cars inside at its end.';
comment on column reporting.occupancy_quarters.capacity is 'How many cars the garage held by then.';

create or replace view reporting.garages as
select garage_id, name, time_zone, currency, capacity, bookable_spots, fallback_spots, inside,
    greatest(capacity - inside, 0) as free_spots, version, recorded_at,
    (recorded_at at time zone time_zone)::date as recorded_day, recorded_at at time zone time_zone as recorded_local
from garages;
comment on view reporting.garages is 'Each garage with its settings and count as they are now.';
comment on column reporting.garages.garage_id is 'The garage''s name in requests.';
comment on column reporting.garages.name is 'What people call it.';
comment on column reporting.garages.time_zone is 'Its time zone, by the IANA''s name.';
comment on column reporting.garages.currency is 'The currency of its amounts.';
comment on column reporting.garages.capacity is 'How many cars the garage holds.';
comment on column reporting.garages.bookable_spots is 'How many spots may be reserved for a day.';
comment on column reporting.garages.fallback_spots is 'How many spots are kept for those whose spot is taken.';
comment on column reporting.garages.inside is 'How many cars are inside.';
comment on column reporting.garages.free_spots is 'How many more it holds.';
comment on column reporting.garages.version is 'The last event of its log that counts here.';
comment on column reporting.garages.recorded_at is 'When the log took that event.';
comment on column reporting.garages.recorded_day is 'The garage''s local day of recorded_at.';
comment on column reporting.garages.recorded_local is 'Recorded_at on the garage''s clocks.';
