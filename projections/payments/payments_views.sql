create or replace view reporting.accounts as
select garage_id, kind, subject, currency,
    round(charged_minor / 10::numeric ^ currency_digits, currency_digits) as charged,
    round(paid_minor / 10::numeric ^ currency_digits, currency_digits) as paid,
    round(waived_minor / 10::numeric ^ currency_digits, currency_digits) as waived,
    round(due_minor / 10::numeric ^ currency_digits, currency_digits) as due,
    round(difference_minor / 10::numeric ^ currency_digits, currency_digits) as difference, leave_by
from accounts;
comment on view reporting.accounts is
    'What is claimed for each stay, booking and subscription, and what of it was paid, waived and is due, in the currency''s major unit.';

create or replace view reporting.receipts as
select garage_id, receipt, version, kind, subject_kind, subject, at, method, till, last_four, currency,
    round(amount_minor / 10::numeric ^ currency_digits, currency_digits) as amount,
    round(tendered_minor / 10::numeric ^ currency_digits, currency_digits) as tendered,
    round((tendered_minor - amount_minor) / 10::numeric ^ currency_digits, currency_digits) as change,
    round((amount_minor - coalesce(tax_minor, 0)) / 10::numeric ^ currency_digits, currency_digits) as net,
    tax_name, tax_basis_points / 100.0 as tax_percent,
    round(tax_minor / 10::numeric ^ currency_digits, currency_digits) as tax, reason
from receipts;
comment on view reporting.receipts is 'What was paid and given back, by receipt, in the currency''s major unit.';

create or replace view reporting.money as
select garage_id, kind, min(currency) as currency, count(*) as accounts,
    round(sum(charged_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as charged,
    round(sum(paid_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as paid,
    round(sum(waived_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as waived,
    round(sum(due_minor) / 10::numeric ^ min(currency_digits), min(currency_digits)) as open
from accounts group by garage_id, kind;
comment on view reporting.money is 'What must add up: what is charged is paid, waived and open, for stays, bookings and subscriptions.';
