create or replace view reporting.stays as
with told as (
    select sessions.garage_id, session, state, plate_id,
        case when plate_id is not null then 'plate' when ticket is not null then 'ticket' else 'nothing' end as known_by,
        vehicle, groups, validations, agreement, card, currency, time_zone,
        case when entry.type is null then null when entry.type <> 'car-entered' then 'person' when entry.payload ->> 'authorisation' is not null then 'answer'
            when entry.payload ->> 'byHand' is not null then 'hand' when entry.payload ->> 'imported' is not null then 'import'
            else 'gate' end as came_by,
        case answer.type when 'ticket-issued' then 'ticket' else answer.payload ->> 'grounds' end as grounds,
        (answer.payload ->> 'right')::bigint as right_id,
        gate as entry_gate, entry.actor as entry_actor, entered_at,
        case when state = 'ended' then leaving.payload ->> 'gate' end as exit_gate,
        case when state = 'open' then null when state = 'orphaned' then 'nobody' when state = 'written-off' then 'person'
            when leaving.type is null then null when leaving.type in ('session-ended', 'session-split') then 'person'
            when leaving.payload ->> 'assumed' is not null then 'assumption' else 'gate' end as left_by,
        case when state <> 'open' then leaving.actor end as exit_actor, exited_at, ended_at,
        round(total_minor / 10::numeric ^ currency_digits, currency_digits) as total,
        case when (charge ->> 'total')::numeric = round(total_minor / 10::numeric ^ currency_digits, currency_digits)
        then (charge #>> '{tax,amount}')::numeric else
            -- What is paid for at another amount has the tax of that.
            round(total_minor / 10::numeric ^ currency_digits * (charge #>> '{tax,rate}')::numeric
                / (100 + (charge #>> '{tax,rate}')::numeric), currency_digits) end as tax, charge
    from sessions
        left join log.meanings as entry on entry.garage_id = sessions.garage_id and entry.version = session
        left join log.meanings as answer
            on answer.garage_id = sessions.garage_id and answer.version = (entry.payload ->> 'authorisation')::bigint
        left join log.meanings as leaving on leaving.garage_id = sessions.garage_id and leaving.version = exit_version
)
select garage_id, session, state, plate_id, known_by, vehicle, groups, validations, agreement, came_by, grounds, right_id,
    coalesce(grounds not in ('reserved', 'permit'), true) and not exists (
        select from json_array_elements(charge -> 'lines') as line where line ->> 'why' = 'covered') as transient,
    entry_gate, entry_actor, entered_at, (entered_at at time zone time_zone)::date as entered_day,
    entered_at at time zone time_zone as entered_local, exit_gate, left_by, exit_actor, exited_at,
    (exited_at at time zone time_zone)::date as exited_day, exited_at at time zone time_zone as exited_local,
    ended_at, (ended_at at time zone time_zone)::date as ended_day, ended_at at time zone time_zone as ended_local,
    round(extract(epoch from ended_at - entered_at) / 60, 1) as minutes, card, currency, total, tax,
    coalesce((
        select min((way ->> 'total')::numeric) filter (where way ->> 'way' <> 'validated')
            - min((way ->> 'total')::numeric) filter (where way ->> 'way' = 'validated' and (way ->> 'chosen')::boolean)
        from json_array_elements(charge -> 'candidates') as way), 0) as given_away
from told;
comment on view reporting.stays is
    'Every stay from its entry to its end: by what right, through which gates, by whose hand, how long, and what it comes to.'
    ' Of archived events it does not say how the car came and left, by what right and whose hand, or through which gate it left.';
comment on column reporting.stays.garage_id is 'The garage''s name in requests.';
comment on column reporting.stays.session is 'The stay: the version of the event that began it.';
comment on column reporting.stays.state is 'open, ended, orphaned or written-off.';
comment on column reporting.stays.plate_id is 'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.stays.known_by is 'plate, ticket or nothing.';
comment on column reporting.stays.vehicle is 'The type of the vehicle, named after its rate card; null where nobody said.';
comment on column reporting.stays.groups is 'The groups that the driver belonged to on the day of the entry.';
comment on column reporting.stays.validations is 'Who has validated the stay.';
comment on column reporting.stays.agreement is 'The agreement that was applied last.';
comment on column reporting.stays.came_by is
    'answer: the gate had let it in; hand: a person opened; gate: the barrier rose unasked; import; person: by a correction. Null where'
    ' that event is archived.';
comment on column reporting.stays.grounds is
    'By what right the gate let it in: reserved, permit, pays-by-time or ticket; null where none was asked, and where that'
    ' event is archived.';
comment on column reporting.stays.right_id is
    'The number of the reservation or permit by which the gate let it in; null where none did, and where that event is archived.';
comment on column reporting.stays.transient is
    'Whether it is a driver who pays by time: let in by no reservation or permit, and covered by none; where the entry is'
    ' archived, by what covered it alone.';
comment on column reporting.stays.entry_gate is 'The gate of the entry.';
comment on column reporting.stays.entry_actor is 'Who told of the entry; null where that event is archived.';
comment on column reporting.stays.entered_at is 'When the car came in.';
comment on column reporting.stays.entered_day is 'The garage''s local day of entered_at.';
comment on column reporting.stays.entered_local is 'Entered_at on the garage''s clocks.';
comment on column reporting.stays.exit_gate is 'The gate of the exit; null where nobody saw it, or that event is archived.';
comment on column reporting.stays.left_by is
    'gate: it was seen leaving; assumption: the gate could not name it; person: somebody closed the stay; nobody: it came in again.'
    ' Null where that event is archived.';
comment on column reporting.stays.exit_actor is 'Who told of the exit, or closed the stay; null where that event is archived.';
comment on column reporting.stays.exited_at is 'When the car left; null while it is inside, and where nobody saw it leave.';
comment on column reporting.stays.exited_day is 'The garage''s local day of exited_at.';
comment on column reporting.stays.exited_local is 'Exited_at on the garage''s clocks.';
comment on column reporting.stays.ended_at is
    'When the stay was over: at the exit, at the entry that made it an orphan, or when a person wrote it off.';
comment on column reporting.stays.ended_day is 'The garage''s local day of ended_at.';
comment on column reporting.stays.ended_local is 'Ended_at on the garage''s clocks.';
comment on column reporting.stays.minutes is 'How long the stay was; null while it goes on.';
comment on column reporting.stays.card is 'The rate card; null where none priced it.';
comment on column reporting.stays.currency is 'The currency of the amounts.';
comment on column reporting.stays.total is 'What the stay comes to; null while it goes on and where it cannot be priced.';
comment on column reporting.stays.tax is 'How much of the total is tax; null where none is in it.';
comment on column reporting.stays.given_away is 'What the validations took off: by how much the charge without them is higher.';

create or replace view reporting.turnover as
select garage_id, day, sum(came) as entries, sum(went) as exits, round(sum(came)::numeric / nullif(capacity, 0), 2) as turnover,
    round(sum(minutes) / nullif(sum(went), 0), 1) as average_minutes, max(longest) as longest_minutes, capacity
from (
    select garage_id, (entered_at at time zone time_zone)::date as day, 1 as came, 0 as went, null::numeric as minutes,
        null::numeric as longest
    from sessions
    union all
    select garage_id, (exited_at at time zone time_zone)::date, 0, 1, extract(epoch from exited_at - entered_at) / 60,
        round(extract(epoch from exited_at - entered_at) / 60, 1)
    from sessions where exited_at is not null
) as passed left join projection.known_garages() as known using (garage_id)
group by garage_id, day, capacity;
comment on view reporting.turnover is 'How many cars came and left on each local day, and how long those that left had stayed.';
comment on column reporting.turnover.garage_id is 'The garage''s name in requests.';
comment on column reporting.turnover.day is 'The garage''s local day.';
comment on column reporting.turnover.entries is 'Cars that came in.';
comment on column reporting.turnover.exits is 'Cars that left.';
comment on column reporting.turnover.turnover is 'Entries for each car that the garage holds now.';
comment on column reporting.turnover.average_minutes is 'How long those that left had stayed on average.';
comment on column reporting.turnover.longest_minutes is 'The longest of these stays.';
comment on column reporting.turnover.capacity is 'How many cars the garage holds now.';

create or replace view reporting.lengths_of_stay as
select garage_id, (exited_at at time zone time_zone)::date as day, band.up_to_minutes, count(*) as stays,
    count(*) filter (where total_minor = 0) as free_stays,
    round(sum(total_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as charged, min(currency) as currency
from sessions
    cross join lateral (
        select min(up_to) as up_to_minutes from unnest(array[15, 30, 60, 120, 240, 480, 1440]) as up_to
        where extract(epoch from exited_at - entered_at) <= up_to * 60
    ) as band
where exited_at is not null group by garage_id, day, band.up_to_minutes;
comment on view reporting.lengths_of_stay is
    'How many cars that left on each local day had stayed for up to 15 and 30 minutes, 1, 2, 4, 8 and 24 hours, or longer.';
comment on column reporting.lengths_of_stay.garage_id is 'The garage''s name in requests.';
comment on column reporting.lengths_of_stay.day is 'The local day on which the cars left.';
comment on column reporting.lengths_of_stay.up_to_minutes is
    'How long they had stayed at most, in minutes, and longer than the band before; null for more than a day.';
comment on column reporting.lengths_of_stay.stays is 'How many there were.';
comment on column reporting.lengths_of_stay.free_stays is 'How many of them cost nothing.';
comment on column reporting.lengths_of_stay.charged is 'What they come to together.';
comment on column reporting.lengths_of_stay.currency is 'The currency of the amounts.';
