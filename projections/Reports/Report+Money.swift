import Postgres

extension Report {
    static let garageSummary = Report(
        "garage-summary", "What happened in the garage: cars, rights, money and what did not fit, a figure a line.",
        [
            .text("figure", "What is counted."), .count("count", "How many."),
            .amount("amount", "What they come to; empty where nothing is paid for it."),
        ],
        """
        with stays as materialized (
            select entered_at, exited_at, ended_at, state, total from reporting.session_charges
            where garage_id = $1 and entered_at < $3 and (ended_at is null or ended_at >= $2)
        ), receipts as materialized (
            select kind, amount from reporting.receipts where garage_id = $1 and at >= $2 and at < $3
        ), sales as materialized (
            select kind, price from reporting.sales
            where garage_id = $1 and version >= reporting.first_version($1, $2) and sold_at >= $2 and sold_at < $3
        ), reservations as materialized (
            select state from reporting.reservations where garage_id = $1 and day between $4 and $5
        )
        select figure, count::bigint, amount::text from (
            select 1 as place, 'cars that came in' as figure, count(*) as count, null::numeric as amount from stays
                where entered_at >= $2
            union all select 2, 'cars that left', count(*), coalesce(sum(total), 0) from stays
                where exited_at >= $2 and exited_at < $3
            union all select 3, 'stays closed without an exit', count(*), null from stays
                where state in ('orphaned', 'written-off') and ended_at < $3
            union all select 4, 'cars inside at the end', count(*), null from stays where ended_at is null or ended_at >= $3
            union all select 5, 'reservations for these days', count(*), null from reservations
            union all select 6, 'reservations used', count(*), null from reservations where state = 'used'
            union all select 7, 'reservations cancelled', count(*), null from reservations where state = 'cancelled'
            union all select 8, 'reservations whose car never came', count(*), null from reservations where state = 'no-show'
            union all select 9, 'hours sold', count(*), coalesce(sum(price), 0) from sales where kind = 'reservation'
            union all select 10, 'subscriptions sold and renewed', count(*), coalesce(sum(price), 0) from sales
                where kind <> 'reservation'
            union all select 11, 'payments', count(*), coalesce(sum(amount), 0) from receipts where kind = 'payment'
            union all select 12, 'refunds', count(*), coalesce(sum(amount), 0) from receipts where kind = 'refund'
            union all select 13, 'amounts let off', count(*), coalesce(sum(amount), 0) from reporting.waivers
                where garage_id = $1 and version >= reporting.first_version($1, $2) and at >= $2 and at < $3
            union all select 14, 'cars denied', count(*), null from reporting.admissions
                where garage_id = $1 and version >= reporting.first_version($1, $2) and asked_at >= $2 and asked_at < $3
                    and answer = 'deny'
            union all select 15, 'exceptions raised', count(*), coalesce(sum(at_risk), 0) from reporting.exceptions
                where garage_id = $1 and raised_at >= $2 and raised_at < $3
        ) as figures order by place
        """)

    static let revenueByDay = Report(
        "revenue-by-day", "What was earned and what was taken on each local day.",
        [
            .text("day", "The local day."), .count("stays", "Stays that ended by an exit."),
            .amount("charged", "What these stays come to by now: what was given back of it since is taken off."),
            .count("sales", "Hours and subscriptions that were sold or renewed."),
            .amount("sold", "What these were sold for; what was cancelled or given back of it is not taken off."),
            .count("payments", "How many payments were taken."),
            .amount("paid", "What they come to."), .count("refunds", "How many refunds were given."),
            .amount("refunded", "What they come to."), .amount("waived", "What was let off."),
            .amount("taken", "Paid less refunded."),
        ],
        """
        with stays as (
            select exited_day as day, count(*) as count, sum(total) as amount from reporting.session_charges
            where garage_id = $1 and exited_at >= $2 and exited_at < $3 group by 1
        ), sales as (
            select sold_day as day, count(*) as count, sum(price) as amount from reporting.sales
            where garage_id = $1 and version >= reporting.first_version($1, $2) and sold_at >= $2 and sold_at < $3
            group by 1
        ), receipts as (
            select day, count(*) filter (where kind = 'payment') as payments,
                sum(amount) filter (where kind = 'payment') as paid, count(*) filter (where kind = 'refund') as refunds,
                sum(amount) filter (where kind = 'refund') as refunded
            from reporting.receipts where garage_id = $1 and at >= $2 and at < $3 group by 1
        ), waivers as (
            select day, sum(amount) as amount from reporting.waivers
            where garage_id = $1 and version >= reporting.first_version($1, $2) and at >= $2 and at < $3 group by 1
        )
        select day::text, coalesce(stays.count, 0), coalesce(stays.amount, 0)::text, coalesce(sales.count, 0),
            coalesce(sales.amount, 0)::text, coalesce(payments, 0), coalesce(paid, 0)::text, coalesce(refunds, 0),
            coalesce(refunded, 0)::text, coalesce(waivers.amount, 0)::text,
            (coalesce(paid, 0) - coalesce(refunded, 0))::text
        from (select day::date from generate_series($4::timestamp, $5::timestamp, '1 day') as day) as days
            left join stays using (day) left join sales using (day) left join receipts using (day)
            left join waivers using (day)
        order by day
        """)

    static let revenueByRate = Report(
        "revenue-by-rate", "What the stays that ended come to, by the rates that priced them.",
        [
            .text("card", "The rate card."), .text("rate", "The rate; empty for lines that are by none."),
            .text("why", "Why the lines are there; settled where a stay was paid for at another amount."),
            .count("stays", "Stays that have such lines."), .count("quantity", "Units, all told."),
            .amount("amount", "What the lines come to."),
        ],
        """
        with lines as (
            select session, card, rate, why, sum(quantity) as quantity, sum(amount) as amount
            from reporting.session_charge_lines
            where garage_id = $1 and ended_at >= $2 and ended_at < $3 group by 1, 2, 3, 4
        ), settled as (
            select charges.session, charges.card, null as rate, 'settled' as why, null::bigint as quantity,
                total - coalesce(sum(amount), 0) as amount
            from reporting.session_charges as charges left join lines using (session)
            where garage_id = $1 and exited_at >= $2 and exited_at < $3 and total is not null
            group by charges.session, charges.card, total having total <> coalesce(sum(amount), 0)
        )
        select card, rate, why, count(distinct session), sum(quantity)::bigint, sum(amount)::text
        from (select * from lines union all select * from settled) as every
        group by card, rate, why order by sum(amount) desc, card, rate, why
        """)

    static let tills = Report(
        "tills", "What each till took and gave back, by what it was paid with.", ofFacts: true,
        [
            .text("till", "The till; empty where nobody said."), .text("method", "Cash, card, app or invoice."),
            .count("payments", "How many payments."), .amount("taken", "What they come to."),
            .count("refunds", "How many refunds."), .amount("refunded", "What they come to."),
            .amount("net", "Taken less refunded."),
        ],
        """
        select till, method, count(*) filter (where kind = 'payment'),
            coalesce(sum(amount) filter (where kind = 'payment'), 0)::text, count(*) filter (where kind = 'refund'),
            coalesce(sum(amount) filter (where kind = 'refund'), 0)::text,
            coalesce(sum(case kind when 'payment' then amount else -amount end), 0)::text
        from reporting.receipts
        where garage_id = $1 and at >= $2 and at < $3 and version <= $6 and at <= $7
        group by till, method order by till nulls first, method
        """)

    static let validations = Report(
        "validations", "What validations gave away, for the stays that ended.",
        [
            .text("validations", "Who validated the stays; with a blank between them where several did."),
            .count("stays", "Stays that they validated."), .count("free_stays", "Those of them that cost nothing."),
            .amount("charged", "What these stays come to."),
            .amount("given_away", "How much more they would have come to."),
        ],
        """
        select array_to_string(validations, ' '), count(*), count(*) filter (where total = 0),
            coalesce(sum(total), 0)::text, sum(given_away)::text
        from reporting.stays
        where garage_id = $1 and exited_at >= $2 and exited_at < $3 and cardinality(validations) > 0
        group by validations order by sum(given_away) desc, 1
        """)
}
