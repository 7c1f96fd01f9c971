create or replace view reporting.exceptions as
select garage_id, exception, kind, case when closed_at is null then 'open' else 'closed' end as state, session, exit_version,
    quarantined, loop_version, direction,
    plate_id, ticket, gate, since, raised_at, coalesce(closed_at, now()) - since as age, owner, outcome, closed_at, closed_by,
    currency, round(at_risk_minor / 10::numeric ^ currency_digits, currency_digits) as at_risk
from exceptions;
comment on view reporting.exceptions is
    'What does not fit in each garage: since when, who works on it, how it was closed, and the amount at risk in the currency''s major unit.';
