-- What gates did and people set, out of the log itself: no read model has a row for each, so that what is archived is not told. A
-- question about a day is quick with `version >= reporting.first_version(garage, day)`, which leaves the events before it unread.

create or replace view reporting.admissions as
select events.garage_id, version, occurred_at as asked_at, (occurred_at at time zone time_zone)::date as asked_day,
    occurred_at at time zone time_zone as asked_local, payload ->> 'gate' as gate,
    case when type like 'exit-%' then 'out' else 'in' end as direction,
    case type when 'entry-denied' then 'deny' when 'ticket-refused' then 'deny' when 'exit-held' then 'deny'
        when 'plate-read-unsure' then 'read-again' else 'open' end as answer,
    case type when 'ticket-issued' then 'ticket' when 'plate-read-unsure' then 'unsure' when 'exit-held' then 'unpaid'
        when 'exit-authorised' then 'leaves' else coalesce(payload ->> 'grounds', payload ->> 'reason') end as reason,
    (payload ->> 'right')::bigint as right_id,
    decode(payload ->> 'plate', 'hex') as plate_id, payload ->> 'vehicle' as vehicle, actor
from log.meanings as events left join projection.known_garages() as known on known.garage_id = events.garage_id
where type in ('entry-authorised', 'entry-denied', 'ticket-issued', 'ticket-refused', 'plate-read-unsure', 'exit-authorised',
    'exit-held');
comment on view reporting.admissions is
    'What each car was answered that asked at a gate, and why. Archived events are left out.';
comment on column reporting.admissions.garage_id is 'The garage''s name in requests.';
comment on column reporting.admissions.version is 'The version of the event in the garage''s log.';
comment on column reporting.admissions.asked_at is 'When the car asked.';
comment on column reporting.admissions.asked_day is 'The garage''s local day of asked_at.';
comment on column reporting.admissions.asked_local is 'Asked_at on the garage''s clocks.';
comment on column reporting.admissions.gate is 'Which gate.';
comment on column reporting.admissions.direction is 'Which way through the gate: in or out.';
comment on column reporting.admissions.answer is 'open, deny, or read-again where the camera was not sure.';
comment on column reporting.admissions.reason is
    'By what right it may come in (reserved, permit, pays-by-time, ticket), leaves, or why it is denied (garage-full and others, unpaid).';
comment on column reporting.admissions.right_id is 'The number of the reservation or permit that lets it in; null where none does.';
comment on column reporting.admissions.plate_id is 'What events call the plate that was read; null for a ticket.';
comment on column reporting.admissions.vehicle is 'The type of the vehicle as the gate told it; null where it told none.';
comment on column reporting.admissions.actor is 'Who sent the command that it follows from.';

create or replace view reporting.openings as
select events.garage_id, version, occurred_at as opened_at, (occurred_at at time zone time_zone)::date as opened_day,
    occurred_at at time zone time_zone as opened_local, payload ->> 'gate' as gate,
    case type when 'car-entered' then 'in' else 'out' end as direction,
    case when type = 'exit-authorised' or payload ->> 'authorisation' is not null then 'answer'
        when payload ->> 'byHand' is not null or payload ->> 'remark' is not null then 'hand' else 'gate' end as source,
    case type when 'car-entered' then version when 'exit-authorised' then (payload ->> 'session')::bigint end as session,
    actor
from log.meanings as events left join projection.known_garages() as known on known.garage_id = events.garage_id
where type = 'exit-authorised'
    -- What rose by an answer is counted as that.
    or (type = 'exit-gate-opened' and payload ->> 'authorisation' is null)
    or (type = 'car-entered' and payload ->> 'gate' is not null and payload ->> 'imported' is null);
comment on view reporting.openings is
    'Every time that a barrier rose, and by what: an answer to a car that asked, a person''s hand, or the gate by itself. Archived events'
    ' are left out.';
comment on column reporting.openings.garage_id is 'The garage''s name in requests.';
comment on column reporting.openings.version is 'The version of the event in the garage''s log.';
comment on column reporting.openings.opened_at is 'When the barrier rose.';
comment on column reporting.openings.opened_day is 'The garage''s local day of opened_at.';
comment on column reporting.openings.opened_local is 'Opened_at on the garage''s clocks.';
comment on column reporting.openings.gate is 'Which gate.';
comment on column reporting.openings.direction is 'Which way through the gate: in or out.';
comment on column reporting.openings.source is
    'answer: to a car that had asked; hand: a person opened it; gate: the gate did without having asked.';
comment on column reporting.openings.session is 'The stay that began with it or was let out; null where nobody knows.';
comment on column reporting.openings.actor is 'Who sent the command that it follows from.';

create or replace view reporting.settings_history as
select garage_id, version, changed_at, changed_day, changed_local, actor, setting,
    lag(value) over (partition by garage_id, setting order by version) as was, value
from (
    select events.garage_id, version, recorded_at as changed_at, (recorded_at at time zone time_zone)::date as changed_day,
        recorded_at at time zone time_zone as changed_local, actor, field.key as setting, (payload -> field.key)::text as value,
        lag((payload -> field.key)::text) over (partition by events.garage_id, field.key order by version) as former
    from log.meanings as events left join projection.known_garages() as known on known.garage_id = events.garage_id
        join (
            select distinct other.garage_id, named.key
            from log.meanings as other cross join json_object_keys(other.payload) as named (key)
            where other.type = 'garage-configured'
        ) as field on field.garage_id = events.garage_id
    where type = 'garage-configured'
) as told where value is distinct from former;
comment on view reporting.settings_history is
    'What each setting was set to, as JSON, and when; one that is back at its default may be left out, and its value is null then.'
    ' Archived events are left out, so that was is null behind them.';
comment on column reporting.settings_history.garage_id is 'The garage''s name in requests.';
comment on column reporting.settings_history.version is 'The version of the event in the garage''s log.';
comment on column reporting.settings_history.changed_at is 'When the log took it: from then on it held.';
comment on column reporting.settings_history.changed_day is 'The garage''s local day of changed_at.';
comment on column reporting.settings_history.changed_local is 'Changed_at on the garage''s clocks.';
comment on column reporting.settings_history.actor is 'Who sent the command that it follows from.';
comment on column reporting.settings_history.setting is 'Which setting, by its name in requests.';
comment on column reporting.settings_history.was is 'What it was before, as JSON; null where it had been left out.';
comment on column reporting.settings_history.value is 'What it became, as JSON; null where it is left out, as it is by default.';

create or replace view reporting.rate_book_history as
select events.garage_id, version, recorded_at as changed_at, (recorded_at at time zone time_zone)::date as changed_day,
    recorded_at at time zone time_zone as changed_local, actor, coalesce(payload ->> 'card', 'standard') as card,
    case type when 'rate-published' then 'published' when 'rate-withdrawn' then 'withdrawn' else 'terms' end as change,
    case type when 'rate-withdrawn' then payload ->> 'rate' else payload #>> '{rate,id}' end as rate,
    payload #>> '{rate,name}' as name, payload #>> '{rate,tier}' as tier,
    case type when 'rate-published' then payload -> 'rate' when 'terms-published' then payload -> 'terms' end as content
from log.meanings as events left join projection.known_garages() as known on known.garage_id = events.garage_id
where type in ('rate-published', 'rate-withdrawn', 'terms-published');
comment on view reporting.rate_book_history is
    'Every rate that was published or withdrawn, and every card''s terms, with when. Archived events are left out.';
comment on column reporting.rate_book_history.garage_id is 'The garage''s name in requests.';
comment on column reporting.rate_book_history.version is 'The version of the event in the garage''s log.';
comment on column reporting.rate_book_history.changed_at is 'When the log took it: rates count for stays that began since.';
comment on column reporting.rate_book_history.changed_day is 'The garage''s local day of changed_at.';
comment on column reporting.rate_book_history.changed_local is 'Changed_at on the garage''s clocks.';
comment on column reporting.rate_book_history.actor is 'Who sent the command that it follows from.';
comment on column reporting.rate_book_history.card is 'The rate card.';
comment on column reporting.rate_book_history.change is 'published, withdrawn, or terms: what a card says besides its rates.';
comment on column reporting.rate_book_history.rate is 'The rate''s name on its card; null for terms.';
comment on column reporting.rate_book_history.name is 'What people call the rate.';
comment on column reporting.rate_book_history.tier is 'casual, advanced or event.';
comment on column reporting.rate_book_history.content is
    'The rate, or the terms, as the log has it; null for what was withdrawn.';

create or replace view reporting.projections as
select coalesce(checkpoints.garage_id, streams.garage_id) as garage_id, installed.name as model,
    coalesce(checkpoints.version, 0) as version, streams.version as log_version,
    least(streams.version - coalesce(checkpoints.version, 0)::numeric, 9223372036854775807)::bigint as behind, streams.recorded_at as log_recorded_at,
    (streams.recorded_at at time zone time_zone)::date as log_recorded_day,
    streams.recorded_at at time zone time_zone as log_recorded_local,
    failures.version as stopped_at_version, failures.failed_at as stopped_at,
    (failures.failed_at at time zone time_zone)::date as stopped_day,
    failures.failed_at at time zone time_zone as stopped_local
from log.streams cross join projection.installed
    left join projection.checkpoints on checkpoints.garage_id = streams.garage_id and checkpoints.model = installed.name
    left join projection.failures on failures.garage_id = streams.garage_id and failures.name = installed.name
    left join projection.known_garages() as known on known.garage_id = streams.garage_id;
comment on view reporting.projections is
    'How far each read model has come in each garage''s log, and where one has stopped at an event that it cannot take.';
comment on column reporting.projections.garage_id is 'The garage''s name in requests.';
comment on column reporting.projections.model is 'The read model: the name of the schema of its tables.';
comment on column reporting.projections.version is 'The last event that it has taken in; 0 where none.';
comment on column reporting.projections.log_version is 'The last event of the garage''s log.';
comment on column reporting.projections.behind is 'How many events it has still to take.';
comment on column reporting.projections.log_recorded_at is 'When the log took its last event.';
comment on column reporting.projections.log_recorded_day is 'The garage''s local day of log_recorded_at.';
comment on column reporting.projections.log_recorded_local is 'Log_recorded_at on the garage''s clocks.';
comment on column reporting.projections.stopped_at_version is
    'The event that it could not take, and behind which it waits; null where it goes on.';
comment on column reporting.projections.stopped_at is 'When it could not take that event.';
comment on column reporting.projections.stopped_day is 'The garage''s local day of stopped_at.';
comment on column reporting.projections.stopped_local is 'Stopped_at on the garage''s clocks.';
