create or replace view reporting.sales as
select events.garage_id, version,
    case type when 'day-reserved' then 'reservation' when 'permit-granted' then 'permit' else 'renewal' end as kind,
    case type when 'permit-renewed' then (payload ->> 'permit')::bigint else version end as subject,
    occurred_at as sold_at, (occurred_at at time zone time_zone)::date as sold_day,
    occurred_at at time zone time_zone as sold_local, actor as seller, decode(payload ->> 'plate', 'hex') as plate_id,
    payload ->> 'subscription' as subscription, payload ->> 'vehicle' as vehicle,
    coalesce(payload ->> 'day', payload ->> 'firstDay')::date as first_day,
    coalesce(payload ->> 'day', payload ->> 'lastDay')::date as last_day,
    payload ->> 'currency' as currency, (payload ->> 'total')::numeric as price
from log.meanings as events left join projection.known_garages() as known on known.garage_id = events.garage_id
where type in ('day-reserved', 'permit-granted', 'permit-renewed') and payload ->> 'total' is not null;
comment on view reporting.sales is
    'Every sale of hours, of a subscription, or of a further period of one, with its price. Archived events are left out.';
comment on column reporting.sales.garage_id is 'The garage''s name in requests.';
comment on column reporting.sales.version is 'The version of the event of the sale.';
comment on column reporting.sales.kind is
    'reservation for booked hours, permit for a subscription, renewal for a further period of one.';
comment on column reporting.sales.subject is 'The reservation or permit, whose account is in reporting.accounts.';
comment on column reporting.sales.sold_at is 'When it was sold.';
comment on column reporting.sales.sold_day is 'The garage''s local day of sold_at.';
comment on column reporting.sales.sold_local is 'Sold_at on the garage''s clocks.';
comment on column reporting.sales.seller is 'Who sold it.';
comment on column reporting.sales.plate_id is 'What events call the plate; null for a renewal, whose permit has it.';
comment on column reporting.sales.subscription is 'What the rate card calls what was bought; null for what nobody buys.';
comment on column reporting.sales.vehicle is 'The type of the vehicle whose card sold it; null for the standard card.';
comment on column reporting.sales.first_day is 'The first local day that was sold.';
comment on column reporting.sales.last_day is 'The last local day that was sold.';
comment on column reporting.sales.currency is 'The currency of the amounts.';
comment on column reporting.sales.price is 'What it cost, in the currency''s major unit.';

create or replace view reporting.sold as
select sales.garage_id, sales.kind, sales.subject, sold_at, sold_day, sold_local, seller, plate_id, subscription, vehicle,
    first_day, coalesce(became.last_day, sales.last_day) as last_day, sales.currency, price,
    coalesce(became.state, 'revoked') as state,
    coalesce(round(charged_minor / 10::numeric ^ currency_digits, currency_digits), 0) as charged,
    coalesce(round(paid_minor / 10::numeric ^ currency_digits, currency_digits), 0) as paid,
    coalesce(round(waived_minor / 10::numeric ^ currency_digits, currency_digits), 0) as waived,
    coalesce(round(due_minor / 10::numeric ^ currency_digits, currency_digits), 0) as due
from reporting.sales
    left join accounts on accounts.garage_id = sales.garage_id and accounts.subject = sales.subject
    left join lateral projection.right_as_sold(sales.garage_id, sales.subject) as became on true
where sales.kind <> 'renewal';
comment on view reporting.sold is
    'Booked hours and subscriptions that were sold, what has become of each, and of its money; a subscription with its renewals.'
    ' Archived events are left out, and what was sold by them; accounts have their sums.';
comment on column reporting.sold.garage_id is 'The garage''s name in requests.';
comment on column reporting.sold.kind is 'reservation for booked hours, permit for a subscription.';
comment on column reporting.sold.subject is 'The reservation or permit, whose account is in reporting.accounts.';
comment on column reporting.sold.sold_at is 'When it was sold first.';
comment on column reporting.sold.sold_day is 'The garage''s local day of sold_at.';
comment on column reporting.sold.sold_local is 'Sold_at on the garage''s clocks.';
comment on column reporting.sold.seller is 'Who sold it first.';
comment on column reporting.sold.plate_id is 'What events call the plate; reporting_plates.plates tells it to whoever may know.';
comment on column reporting.sold.subscription is 'What the rate card calls what was bought; null for what nobody buys.';
comment on column reporting.sold.vehicle is 'The type of the vehicle whose card sold it; null for the standard card.';
comment on column reporting.sold.first_day is 'Its first local day.';
comment on column reporting.sold.last_day is 'Its last local day, renewals included; null as long as none is set.';
comment on column reporting.sold.currency is 'The currency of the amounts.';
comment on column reporting.sold.price is 'What it cost when it was sold first, in the currency''s major unit.';
comment on column reporting.sold.state is 'standing, used, no-show, cancelled or revoked.';
comment on column reporting.sold.charged is 'What is claimed for it, renewals included: it is paid, waived or due.';
comment on column reporting.sold.paid is 'What was paid of it, less what was given back.';
comment on column reporting.sold.waived is 'What of it was let off.';
comment on column reporting.sold.due is 'What of it is still to be paid.';
