create or replace view reporting.exceptions as
select exceptions.garage_id, exception, kind, case when closed_at is null then 'open' else 'closed' end as state, session,
    exit_version, quarantined, loop_version, reservation, permit, direction,
    plate_id, ticket, gate, since, raised_at, coalesce(closed_at, now()) - since as age, owner, outcome, closed_at, closed_by,
    exceptions.currency, round(at_risk_minor / 10::numeric ^ currency_digits, currency_digits) as at_risk,
    (since at time zone time_zone)::date as since_day, since at time zone time_zone as since_local,
    (raised_at at time zone time_zone)::date as raised_day, raised_at at time zone time_zone as raised_local,
    (closed_at at time zone time_zone)::date as closed_day, closed_at at time zone time_zone as closed_local
from exceptions left join projection.known_garages() as known on known.garage_id = exceptions.garage_id;
comment on view reporting.exceptions is
    'What does not fit in each garage: since when, who works on it, how it was closed, and the amount at risk in the currency''s major unit.';
comment on column reporting.exceptions.garage_id is 'The garage''s name in requests.';
comment on column reporting.exceptions.exception is 'The version of the event that raised it.';
comment on column reporting.exceptions.kind is 'What does not fit, such as exit-without-entry.';
comment on column reporting.exceptions.state is 'open or closed.';
comment on column reporting.exceptions.session is 'The stay that it is about, where it is about one.';
comment on column reporting.exceptions.exit_version is 'The event of the exit that it is about.';
comment on column reporting.exceptions.quarantined is 'The event of the passage that it is about, which waits to be released.';
comment on column reporting.exceptions.loop_version is 'The event of the loop''s count that it is about.';
comment on column reporting.exceptions.reservation is 'The booked hours that it is about.';
comment on column reporting.exceptions.permit is 'The subscription that it is about.';
comment on column reporting.exceptions.direction is 'The way through the gate whose clock it is about.';
comment on column reporting.exceptions.plate_id is
    'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.exceptions.ticket is 'The ticket of the car; null for one that goes by its plate.';
comment on column reporting.exceptions.gate is 'The gate that it is about.';
comment on column reporting.exceptions.since is 'When it happened.';
comment on column reporting.exceptions.raised_at is 'When the log heard of it.';
comment on column reporting.exceptions.age is 'How old it is, or was when it was closed.';
comment on column reporting.exceptions.owner is 'Who works on it.';
comment on column reporting.exceptions.outcome is 'The kind of the event that closed it, or expired; null while it is open.';
comment on column reporting.exceptions.closed_at is 'When it was closed; null while it is open.';
comment on column reporting.exceptions.closed_by is 'The version of the event that closed it.';
comment on column reporting.exceptions.currency is 'The currency of the amounts.';
comment on column reporting.exceptions.at_risk is
    'What its stay would cost, in the currency''s major unit; what is to be given back is negative. Null where nobody can say yet.';
comment on column reporting.exceptions.since_day is 'The garage''s local day of since.';
comment on column reporting.exceptions.since_local is 'Since on the garage''s clocks.';
comment on column reporting.exceptions.raised_day is 'The garage''s local day of raised_at.';
comment on column reporting.exceptions.raised_local is 'Raised_at on the garage''s clocks.';
comment on column reporting.exceptions.closed_day is 'The garage''s local day of closed_at.';
comment on column reporting.exceptions.closed_local is 'Closed_at on the garage''s clocks.';
