create or replace view reporting.session_charges as
select garage_id, session, state, plate_id, ticket, gate, entered_at, exited_at, currency,
    round(total_minor / 10::numeric ^ currency_digits, currency_digits) as total, engine_version,
    vehicle, validations, agreement, card, (charge #>> '{tax,amount}')::numeric as tax, zone_data, groups,
    ended_at
from sessions;
comment on view reporting.session_charges is 'Every stay and, once it has ended, what it costs, in the currency''s major unit.';

create or replace view reporting.session_charge_lines as
select garage_id, session, line.place, line.value ->> 'rate' as rate, (line.value ->> 'publishedBy')::bigint as published_by,
    (line.value ->> 'from')::timestamptz as from_at, (line.value ->> 'until')::timestamptz as until_at,
    (line.value ->> 'quantity')::bigint as quantity, line.value ->> 'unit' as unit,
    (line.value ->> 'unitPrice')::numeric as unit_price, (line.value ->> 'amount')::numeric as amount, line.value ->> 'why' as why
from sessions, json_array_elements(charge -> 'lines') with ordinality as line (value, place);
comment on view reporting.session_charge_lines is 'The lines of every charge; a stay''s amounts add up to its total.';

create or replace view reporting.balances as
select garage_id, count(*) as begun, count(*) filter (where state in ('ended', 'orphaned')) as ended,
    count(*) filter (where state = 'open') as inside, count(*) filter (where state = 'written-off') as written_off
from sessions group by garage_id;
comment on view reporting.balances is
    'What must add up: stays begun are those ended, inside and written off. What is paid for them is in reporting.money.';
