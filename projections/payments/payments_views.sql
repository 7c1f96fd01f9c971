create or replace view reporting.accounts as
select accounts.garage_id, kind, subject, accounts.currency,
    round(charged_minor / 10::numeric ^ currency_digits, currency_digits) as charged,
    round(paid_minor / 10::numeric ^ currency_digits, currency_digits) as paid,
    round(waived_minor / 10::numeric ^ currency_digits, currency_digits) as waived,
    round(due_minor / 10::numeric ^ currency_digits, currency_digits) as due,
    round(difference_minor / 10::numeric ^ currency_digits, currency_digits) as difference, leave_by,
    (leave_by at time zone time_zone)::date as leave_by_day, leave_by at time zone time_zone as leave_by_local
from accounts left join projection.known_garages() as known on known.garage_id = accounts.garage_id;
comment on view reporting.accounts is
    'What is claimed for each stay, booking and subscription, and what of it was paid, waived and is due, in the currency''s major unit.';
comment on column reporting.accounts.garage_id is 'The garage''s name in requests.';
comment on column reporting.accounts.kind is 'What it is claimed for: a session, a reservation, a permit, or the exit of a driver who had lost the ticket.';
comment on column reporting.accounts.subject is 'The version of the event that began that.';
comment on column reporting.accounts.currency is 'The currency of the amounts.';
comment on column reporting.accounts.charged is 'What is claimed, in the currency''s major unit: it is paid, waived or due.';
comment on column reporting.accounts.paid is 'What was paid of it, less what was given back.';
comment on column reporting.accounts.waived is 'What of it was let off.';
comment on column reporting.accounts.due is 'What of it is still to be paid.';
comment on column reporting.accounts.difference is
    'By how much more than what was settled it would come to by later facts; negative where it is less. A person decides.';
comment on column reporting.accounts.leave_by is 'Until when a car that was inside may leave for what was paid.';
comment on column reporting.accounts.leave_by_day is 'The garage''s local day of leave_by.';
comment on column reporting.accounts.leave_by_local is 'Leave_by on the garage''s clocks.';

create or replace view reporting.receipts as
select receipts.garage_id, receipt, version, kind, subject_kind, subject, at, method, till, last_four, receipts.currency,
    round(amount_minor / 10::numeric ^ currency_digits, currency_digits) as amount,
    round(tendered_minor / 10::numeric ^ currency_digits, currency_digits) as tendered,
    round((tendered_minor - amount_minor) / 10::numeric ^ currency_digits, currency_digits) as change,
    round((amount_minor - coalesce(tax_minor, 0)) / 10::numeric ^ currency_digits, currency_digits) as net,
    tax_name, tax_basis_points / 100.0 as tax_percent,
    round(tax_minor / 10::numeric ^ currency_digits, currency_digits) as tax, reason,
    (at at time zone time_zone)::date as day, at at time zone time_zone as at_local
from receipts left join projection.known_garages() as known on known.garage_id = receipts.garage_id;
comment on view reporting.receipts is 'What was paid and given back, by receipt, in the currency''s major unit.';
comment on column reporting.receipts.garage_id is 'The garage''s name in requests.';
comment on column reporting.receipts.receipt is 'The number of the receipt; a garage''s have no gaps.';
comment on column reporting.receipts.version is 'The version of the event in the garage''s log.';
comment on column reporting.receipts.kind is 'payment or refund.';
comment on column reporting.receipts.subject_kind is 'What it was paid for: a session, a reservation or a permit.';
comment on column reporting.receipts.subject is 'What it was paid for: the version of the event that began that.';
comment on column reporting.receipts.at is 'When.';
comment on column reporting.receipts.method is 'Cash, card, app or invoice.';
comment on column reporting.receipts.till is 'Where; null where nobody said.';
comment on column reporting.receipts.last_four is 'The last four digits of the card; null for cash.';
comment on column reporting.receipts.currency is 'The currency of the amounts.';
comment on column reporting.receipts.amount is 'How much, tax included.';
comment on column reporting.receipts.tendered is 'What was handed over in cash.';
comment on column reporting.receipts.change is 'What of that was given back at once.';
comment on column reporting.receipts.net is 'How much without the tax.';
comment on column reporting.receipts.tax_name is 'What the tax is called; null where none was in it.';
comment on column reporting.receipts.tax_percent is 'The rate of the tax.';
comment on column reporting.receipts.tax is 'How much of the amount is tax.';
comment on column reporting.receipts.reason is 'Why it was given back; null for a payment.';
comment on column reporting.receipts.day is 'The garage''s local day.';
comment on column reporting.receipts.at_local is 'That time on the garage''s clocks.';

create or replace view reporting.payments as
select garage_id, receipt, version, subject_kind, subject, at, day, at_local, method, till, last_four, currency, amount,
    tendered, change, net, tax_name, tax_percent, tax
from reporting.receipts where kind = 'payment';
comment on view reporting.payments is 'What was paid: each by its receipt.';
comment on column reporting.payments.garage_id is 'The garage''s name in requests.';
comment on column reporting.payments.receipt is 'The number of the receipt; a garage''s have no gaps.';
comment on column reporting.payments.version is 'The version of the event in the garage''s log.';
comment on column reporting.payments.subject_kind is 'What it was paid for: a session, a reservation or a permit.';
comment on column reporting.payments.subject is 'What it was paid for: the version of the event that began that.';
comment on column reporting.payments.at is 'When.';
comment on column reporting.payments.day is 'The garage''s local day.';
comment on column reporting.payments.at_local is 'That time on the garage''s clocks.';
comment on column reporting.payments.method is 'Cash, card, app or invoice.';
comment on column reporting.payments.till is 'Where; null where nobody said.';
comment on column reporting.payments.last_four is 'The last four digits of the card; null for cash.';
comment on column reporting.payments.currency is 'The currency of the amounts.';
comment on column reporting.payments.amount is 'How much, tax included.';
comment on column reporting.payments.tendered is 'What was handed over in cash.';
comment on column reporting.payments.change is 'What of that was given back at once.';
comment on column reporting.payments.net is 'How much without the tax.';
comment on column reporting.payments.tax_name is 'What the tax is called; null where none was in it.';
comment on column reporting.payments.tax_percent is 'The rate of the tax.';
comment on column reporting.payments.tax is 'How much of the amount is tax.';

create or replace view reporting.refunds as
select garage_id, receipt, version, subject_kind, subject, at, day, at_local, method, till, last_four, currency, amount, net,
    tax_name, tax_percent, tax, reason
from reporting.receipts where kind = 'refund';
comment on view reporting.refunds is 'What was given back: each by its receipt, with its reason.';
comment on column reporting.refunds.garage_id is 'The garage''s name in requests.';
comment on column reporting.refunds.receipt is 'The number of the receipt; a garage''s have no gaps.';
comment on column reporting.refunds.version is 'The version of the event in the garage''s log.';
comment on column reporting.refunds.subject_kind is 'What it was paid for: a session, a reservation or a permit.';
comment on column reporting.refunds.subject is 'What it was paid for: the version of the event that began that.';
comment on column reporting.refunds.at is 'When.';
comment on column reporting.refunds.day is 'The garage''s local day.';
comment on column reporting.refunds.at_local is 'That time on the garage''s clocks.';
comment on column reporting.refunds.method is 'Cash, card, app or invoice.';
comment on column reporting.refunds.till is 'Where; null where nobody said.';
comment on column reporting.refunds.last_four is 'The last four digits of the card; null for cash.';
comment on column reporting.refunds.currency is 'The currency of the amounts.';
comment on column reporting.refunds.amount is 'How much was given back, tax included.';
comment on column reporting.refunds.net is 'How much without the tax.';
comment on column reporting.refunds.tax_name is 'What the tax is called; null where none was in it.';
comment on column reporting.refunds.tax_percent is 'The rate of the tax.';
comment on column reporting.refunds.tax is 'How much of the amount is tax.';
comment on column reporting.refunds.reason is 'Why it was given back.';

create or replace view reporting.waivers as
select events.garage_id, version,
    case when payload ->> 'session' is not null then 'session' when payload ->> 'reservation' is not null then 'reservation'
        when payload ->> 'permit' is not null then 'permit' else 'exit' end as subject_kind,
    coalesce(payload ->> 'session', payload ->> 'reservation', payload ->> 'permit', payload ->> 'exit')::bigint as subject,
    occurred_at as at, (occurred_at at time zone time_zone)::date as day, occurred_at at time zone time_zone as at_local,
    payload ->> 'currency' as currency, (payload ->> 'amount')::numeric as amount, payload ->> 'reason' as reason, actor
from log.meanings as events left join projection.known_garages() as known on known.garage_id = events.garage_id
where type = 'amount-waived';
comment on view reporting.waivers is
    'What was let off, of what, by whom, and for which of the garage''s reasons. Archived events are left out; accounts have the sums.';
comment on column reporting.waivers.garage_id is 'The garage''s name in requests.';
comment on column reporting.waivers.version is 'The version of the event in the garage''s log.';
comment on column reporting.waivers.subject_kind is 'What was let off: of a session, a reservation, a permit or an exit.';
comment on column reporting.waivers.subject is 'The version of the event that began that.';
comment on column reporting.waivers.at is 'When.';
comment on column reporting.waivers.day is 'The garage''s local day.';
comment on column reporting.waivers.at_local is 'That time on the garage''s clocks.';
comment on column reporting.waivers.currency is 'The currency of the amounts.';
comment on column reporting.waivers.amount is 'How much was let off.';
comment on column reporting.waivers.reason is 'Why: one of the garage''s reasons.';
comment on column reporting.waivers.actor is 'Who let it off.';

create or replace view reporting.tills as
select garage_id, day, till, method, min(currency) as currency, count(*) filter (where kind = 'payment') as payments,
    coalesce(sum(amount) filter (where kind = 'payment'), 0) as taken, count(*) filter (where kind = 'refund') as refunds,
    coalesce(sum(amount) filter (where kind = 'refund'), 0) as refunded,
    coalesce(sum(case kind when 'payment' then amount else -amount end), 0) as net
from reporting.receipts group by garage_id, day, till, method;
comment on view reporting.tills is 'What each till took and gave back on each local day, by what it was paid with.';
comment on column reporting.tills.garage_id is 'The garage''s name in requests.';
comment on column reporting.tills.day is 'The garage''s local day.';
comment on column reporting.tills.till is 'Where; null where nobody said.';
comment on column reporting.tills.method is 'Cash, card, app or invoice.';
comment on column reporting.tills.currency is 'The currency of the amounts.';
comment on column reporting.tills.payments is 'How many payments there were.';
comment on column reporting.tills.taken is 'What they came to.';
comment on column reporting.tills.refunds is 'How many refunds there were.';
comment on column reporting.tills.refunded is 'What they came to.';
comment on column reporting.tills.net is 'What is in the till of it: taken less refunded.';

create or replace view reporting.money as
select garage_id, kind, min(currency) as currency, count(*) as accounts,
    round(sum(charged_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as charged,
    round(sum(paid_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as paid,
    round(sum(waived_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as waived,
    round(sum(due_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as open
from accounts group by garage_id, kind;
comment on view reporting.money is 'What must add up: what is charged is paid, waived and open, for stays, bookings, subscriptions and lost tickets.';
comment on column reporting.money.garage_id is 'The garage''s name in requests.';
comment on column reporting.money.kind is 'What is claimed for: sessions, reservations, permits or exits.';
comment on column reporting.money.currency is 'The currency of the amounts.';
comment on column reporting.money.accounts is 'How many of them there are.';
comment on column reporting.money.charged is 'What is claimed for them all: it is paid, waived or open.';
comment on column reporting.money.paid is 'What was paid of it, less what was given back.';
comment on column reporting.money.waived is 'What of it was let off.';
comment on column reporting.money.open is 'What is still to be paid.';
