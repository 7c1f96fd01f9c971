import Postgres

extension Report {
    /// The view of quarters begins with the garage, which takes a while after years; this begins with the days that are asked for.
    static let occupancy = Report(
        "occupancy", "How many cars were inside in every quarter of an hour.", ofFacts: true,
        [
            .text("time", "When the quarter begins, on the garage's clocks; an hour that is repeated stands twice."),
            .count("before", "Cars inside at its beginning."), .count("least", "The fewest inside in it."),
            .count("most", "The most inside in it."), .count("capacity", "How many the garage held by then."),
            .measure("percent", "How much of that the most were."),
        ],
        """
        with before as (
            select coalesce(sum(delta) filter (where occurred_at < $2), 0) as inside, min(occurred_at) as first
            from reporting.occupancy_changes
            where garage_id = $1 and occurred_at < $3 and version <= $6 and occurred_at <= $7
        ), moments as (
            select occurred_at, sum(delta) as delta, (array_agg(capacity order by version desc) filter (where delta = 0))[1] as capacity
            from reporting.occupancy_changes
            where garage_id = $1 and occurred_at >= $2 and occurred_at < $3 and version <= $6 and occurred_at <= $7
            group by occurred_at
        ), counted as (
            select occurred_at, delta, capacity, inside + sum(delta) over (order by occurred_at) as inside
            from moments cross join before
        ), told as (
            select date_bin('15 minutes', occurred_at, 'epoch') as quarter, sum(delta) as delta, min(inside) as least,
                max(inside) as most,
                (array_agg(capacity order by occurred_at desc) filter (where capacity is not null))[1] as capacity
            from counted group by 1
        ), filled as (
            select quarter, coalesce(delta, 0) as delta, least, most, capacity,
                inside + sum(coalesce(delta, 0)) over (order by quarter) as after,
                count(capacity) over (order by quarter) as settings
            from before cross join generate_series(
                    date_bin('15 minutes', greatest($2, first), 'epoch'),
                    least($3 - interval '1 microsecond', greatest(least(now(), $8), (select max(occurred_at) from moments))),
                    '15 minutes') as quarter
                left join told using (quarter)
        ), held as (
            select *, coalesce(
                    max(capacity) over (partition by settings), (
                        select capacity from reporting.occupancy_changes
                        where garage_id = $1 and occurred_at < $2 and version <= $6 and occurred_at <= $7
                        order by delta <> 0, occurred_at desc, version desc limit 1)) as room
            from filled
        )
        select to_char(quarter at time zone time_zone, 'YYYY-MM-DD HH24:MI'), (after - delta)::bigint,
            least(after - delta, least)::bigint, greatest(after - delta, most)::bigint, room::bigint,
            round(100.0 * greatest(after - delta, most) / nullif(room, 0), 1)::text
        from held cross join (select time_zone from reporting.garages where garage_id = $1) as known order by quarter
        """)

    static let reservations = Report(
        "reservations", "What became of the reservations for each local day.",
        [
            .text("day", "The local day."), .text("holder", "For members or guests."),
            .count("reservations", "How many there were."), .count("used", "Those whose car came."),
            .count("cancelled", "Those that were given back."), .count("no_show", "Those whose car never came."),
            .count("standing", "Those whose time is not over."),
        ],
        """
        select day::text, holder, count(*), count(*) filter (where state = 'used'),
            count(*) filter (where state = 'cancelled'), count(*) filter (where state = 'no-show'),
            count(*) filter (where state = 'standing')
        from reporting.reservations where garage_id = $1 and day between $4 and $5
        group by reservations.day, holder order by reservations.day, holder
        """)

    static let permits = Report(
        "permits", "Permits that were in force, and the subscriptions that were sold and renewed.",
        [
            .text("kind", "pass, subscription or membership."),
            .text("subscription", "What was bought; empty for what nobody buys."),
            .text("vehicle", "The type of the vehicle whose card sells it; empty for the standard card."),
            .count("in_force", "Permits that were in force on one of the days, or all of them."),
            .count("sold", "How many were sold."), .count("renewed", "How many periods they were renewed by."),
            .amount("price", "What was sold and renewed for."),
        ],
        """
        with holding as (
            select kind, subscription, vehicle, count(*) as count from reporting.permits
            where garage_id = $1 and first_day <= $5 and coalesce(last_day, 'infinity') >= $4 group by 1, 2, 3
        ), bought as (
            select 'subscription' as kind, coalesce(sales.subscription, permits.subscription) as subscription,
                coalesce(sales.vehicle, permits.vehicle) as vehicle, count(*) filter (where sales.kind = 'permit') as sold,
                count(*) filter (where sales.kind = 'renewal') as renewed, sum(price) as price
            from reporting.sales
                left join reporting.permits on permits.garage_id = sales.garage_id and permit = subject
            where sales.garage_id = $1 and version >= reporting.first_version($1, $2) and sold_at >= $2 and sold_at < $3
                and sales.kind <> 'reservation'
            group by 1, 2, 3
        )
        select coalesce(holding.kind, bought.kind), coalesce(holding.subscription, bought.subscription),
            coalesce(holding.vehicle, bought.vehicle), coalesce(count, 0), coalesce(sold, 0), coalesce(renewed, 0),
            coalesce(price, 0)::text
        from holding full join bought on holding.kind = bought.kind
            and coalesce(holding.subscription, '') = coalesce(bought.subscription, '')
            and coalesce(holding.vehicle, '') = coalesce(bought.vehicle, '')
        order by 1, 2, 3
        """)

    static let openings = Report(
        "openings", "Every time that a barrier rose, by gate and by what.", ofFacts: true,
        [
            .text("gate", "Which gate."), .text("direction", "in or out."),
            .text("source", "answer: to a car that had asked; hand: a person opened it; gate: the gate did unasked."),
            .text("actor", "Who told of it."), .count("openings", "How many times."),
            .text("first", "The first one, on the garage's clocks."), .text("last", "The last one."),
        ],
        """
        select gate, direction, source, actor, count(*), to_char(min(opened_local), 'YYYY-MM-DD HH24:MI'),
            to_char(max(opened_local), 'YYYY-MM-DD HH24:MI')
        from reporting.openings
        where garage_id = $1 and version >= reporting.first_version($1, $2) and opened_at >= $2 and opened_at < $3
            and version <= $6 and opened_at <= $7
        group by gate, direction, source, actor order by gate, direction, source, actor
        """)

    static let exceptions = Report(
        "exceptions", "What did not fit: raised in these days, or open in them.",
        [
            .count("exception", "Its number."), .text("kind", "What does not fit."), .text("state", "open or closed."),
            .text("since", "When it happened, on the garage's clocks."),
            .measure("age_hours", "How old it is, or was when it was closed, in hours."),
            .text("gate", "The gate that it is about, where it is about one."),
            .count("session", "The stay that it is about, where it is about one."), .text("owner", "Who works on it."),
            .text("outcome", "How it was closed."),
            .amount("at_risk", "What its stay would cost; empty where nobody can say yet."),
        ],
        """
        select exception, kind, state, to_char(since_local, 'YYYY-MM-DD HH24:MI'),
            round(extract(epoch from age) / 3600, 1)::text, gate, session, owner, outcome, at_risk::text
        from reporting.exceptions
        where garage_id = $1 and raised_at < $3
            and (raised_at >= $2 or closed_at is null or closed_at >= $2)
        order by exception
        """)
}
