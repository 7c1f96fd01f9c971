create or replace view reporting.overstays as
select stays.garage_id, session, plate_id, entered_at, right_ends_at as since, left_at,
    coalesce(left_at, now()) - right_ends_at as lasted,
    (entered_at at time zone time_zone)::date as entered_day, entered_at at time zone time_zone as entered_local,
    (right_ends_at at time zone time_zone)::date as since_day, right_ends_at at time zone time_zone as since_local,
    (left_at at time zone time_zone)::date as left_day, left_at at time zone time_zone as left_local
from stays left join projection.known_garages() as known on known.garage_id = stays.garage_id
where overstays_from <= coalesce(left_at, now());
comment on view reporting.overstays is 'Cars that overstay now (left_at is null), and those that did.';
comment on column reporting.overstays.garage_id is 'The garage''s name in requests.';
comment on column reporting.overstays.session is 'The stay: the version of the event that began it.';
comment on column reporting.overstays.plate_id is
    'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.overstays.entered_at is 'When the car came in.';
comment on column reporting.overstays.since is 'From when on it had no right to be inside.';
comment on column reporting.overstays.left_at is 'When the car left; null while it is inside.';
comment on column reporting.overstays.lasted is 'How long it overstayed, or does so far.';
comment on column reporting.overstays.entered_day is 'The garage''s local day of entered_at.';
comment on column reporting.overstays.entered_local is 'Entered_at on the garage''s clocks.';
comment on column reporting.overstays.since_day is 'The garage''s local day of since.';
comment on column reporting.overstays.since_local is 'Since on the garage''s clocks.';
comment on column reporting.overstays.left_day is 'The garage''s local day of left_at.';
comment on column reporting.overstays.left_local is 'Left_at on the garage''s clocks.';
