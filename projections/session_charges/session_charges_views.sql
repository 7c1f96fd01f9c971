create or replace view reporting.session_charges as
select garage_id, session, state, plate_id, ticket, gate, entered_at, exited_at, currency,
    round(total_minor / 10::numeric ^ currency_digits, currency_digits) as total, engine_version,
    vehicle, validations, agreement, card, case when (charge ->> 'total')::numeric = round(total_minor / 10::numeric ^ currency_digits, currency_digits)
        then (charge #>> '{tax,amount}')::numeric else
            -- What is paid for at another amount has the tax of that.
            round(total_minor / 10::numeric ^ currency_digits * (charge #>> '{tax,rate}')::numeric
                / (100 + (charge #>> '{tax,rate}')::numeric), currency_digits) end as tax, zone_data, groups,
    ended_at, (entered_at at time zone time_zone)::date as entered_day, entered_at at time zone time_zone as entered_local,
    (exited_at at time zone time_zone)::date as exited_day, exited_at at time zone time_zone as exited_local,
    (ended_at at time zone time_zone)::date as ended_day, ended_at at time zone time_zone as ended_local
from sessions;
comment on view reporting.session_charges is 'Every stay and, once it has ended, what it costs, in the currency''s major unit.';
comment on column reporting.session_charges.garage_id is 'The garage''s name in requests.';
comment on column reporting.session_charges.session is 'The stay: the version of the event that began it.';
comment on column reporting.session_charges.state is 'open, ended, orphaned or written-off.';
comment on column reporting.session_charges.plate_id is
    'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.session_charges.ticket is 'The ticket of the car; null for one that goes by its plate.';
comment on column reporting.session_charges.gate is 'The gate of the entry.';
comment on column reporting.session_charges.entered_at is 'When the car came in.';
comment on column reporting.session_charges.exited_at is
    'When the car left; null while it is inside, and where nobody saw it leave.';
comment on column reporting.session_charges.currency is 'The currency of the amounts.';
comment on column reporting.session_charges.total is
    'What the stay comes to; null while it goes on and where it cannot be priced.';
comment on column reporting.session_charges.engine_version is 'The version of the tariff engine that computed it.';
comment on column reporting.session_charges.vehicle is
    'The type of the vehicle, named after its rate card; null where nobody said.';
comment on column reporting.session_charges.validations is 'Who has validated the stay.';
comment on column reporting.session_charges.agreement is 'The agreement that was applied last.';
comment on column reporting.session_charges.card is 'The rate card; null where none priced it.';
comment on column reporting.session_charges.tax is 'How much of the total is tax; null where none is in it.';
comment on column reporting.session_charges.zone_data is 'The version of the time zone data that it was computed with.';
comment on column reporting.session_charges.groups is 'The groups that the driver belonged to on the day of the entry.';
comment on column reporting.session_charges.ended_at is
    'When the stay was over: at the exit, at the entry that made it an orphan, or when a person wrote it off.';
comment on column reporting.session_charges.entered_day is 'The garage''s local day of entered_at.';
comment on column reporting.session_charges.entered_local is 'Entered_at on the garage''s clocks.';
comment on column reporting.session_charges.exited_day is 'The garage''s local day of exited_at.';
comment on column reporting.session_charges.exited_local is 'Exited_at on the garage''s clocks.';
comment on column reporting.session_charges.ended_day is 'The garage''s local day of ended_at.';
comment on column reporting.session_charges.ended_local is 'Ended_at on the garage''s clocks.';

create or replace view reporting.session_charge_lines as
select garage_id, session, line.place, line.value ->> 'rate' as rate, (line.value ->> 'publishedBy')::bigint as published_by,
    (line.value ->> 'from')::timestamptz as from_at, (line.value ->> 'until')::timestamptz as until_at,
    (line.value ->> 'quantity')::bigint as quantity, line.value ->> 'unit' as unit,
    (line.value ->> 'unitPrice')::numeric as unit_price, (line.value ->> 'amount')::numeric as amount, line.value ->> 'why' as why,
    ((line.value ->> 'from')::timestamptz at time zone time_zone)::date as from_day,
    (line.value ->> 'from')::timestamptz at time zone time_zone as from_local,
    ((line.value ->> 'until')::timestamptz at time zone time_zone)::date as until_day,
    (line.value ->> 'until')::timestamptz at time zone time_zone as until_local, currency,
    ended_at, (ended_at at time zone time_zone)::date as ended_day, ended_at at time zone time_zone as ended_local, card
from sessions, json_array_elements(charge -> 'lines') with ordinality as line (value, place);
comment on view reporting.session_charge_lines is
    'The lines of every charge; a stay''s amounts add up to its total, unless that was settled before the charge changed.';
comment on column reporting.session_charge_lines.garage_id is 'The garage''s name in requests.';
comment on column reporting.session_charge_lines.session is 'The stay: the version of the event that began it.';
comment on column reporting.session_charge_lines.place is 'Its place among the lines, from 1 on.';
comment on column reporting.session_charge_lines.rate is 'The rate that it is by; null for a line that is by none.';
comment on column reporting.session_charge_lines.published_by is 'The version of the event that published the rate.';
comment on column reporting.session_charge_lines.from_at is 'When it begins.';
comment on column reporting.session_charge_lines.until_at is 'When it ends.';
comment on column reporting.session_charge_lines.quantity is 'How many units.';
comment on column reporting.session_charge_lines.unit is 'What is counted, such as 1 h.';
comment on column reporting.session_charge_lines.unit_price is 'What one costs.';
comment on column reporting.session_charge_lines.amount is 'What they come to.';
comment on column reporting.session_charge_lines.why is 'Why the line is there: block, cap, grace, covered and others.';
comment on column reporting.session_charge_lines.from_day is 'The garage''s local day of from_at.';
comment on column reporting.session_charge_lines.from_local is 'From_at on the garage''s clocks.';
comment on column reporting.session_charge_lines.until_day is 'The garage''s local day of until_at.';
comment on column reporting.session_charge_lines.until_local is 'Until_at on the garage''s clocks.';
comment on column reporting.session_charge_lines.currency is 'The currency of the amounts.';
comment on column reporting.session_charge_lines.ended_at is
    'When the stay was over: at the exit, at the entry that made it an orphan, or when a person wrote it off.';
comment on column reporting.session_charge_lines.ended_day is 'The garage''s local day of ended_at.';
comment on column reporting.session_charge_lines.ended_local is 'Ended_at on the garage''s clocks.';
comment on column reporting.session_charge_lines.card is 'The rate card that priced the stay.';

create or replace view reporting.balances as
select garage_id, count(*) as begun, count(*) filter (where state in ('ended', 'orphaned')) as ended,
    count(*) filter (where state = 'open') as inside, count(*) filter (where state = 'written-off') as written_off
from sessions group by garage_id;
comment on view reporting.balances is
    'What must add up: stays begun are those ended, inside and written off. What is paid for them is in reporting.money.';
comment on column reporting.balances.garage_id is 'The garage''s name in requests.';
comment on column reporting.balances.begun is 'Stays that began.';
comment on column reporting.balances.ended is 'Stays whose car left, or came again without having been seen leaving.';
comment on column reporting.balances.inside is 'Stays that go on.';
comment on column reporting.balances.written_off is 'Stays that a person closed without a charge.';
