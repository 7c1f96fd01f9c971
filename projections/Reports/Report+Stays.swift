import Postgres

extension Report {
    static let transientStays = Report(
        "transient-stays", "Drivers who pay by time: the stays that ended on each local day.",
        [
            .text("day", "The local day of the exit."), .count("stays", "Stays of cars that had no right to it."),
            .count("free_stays", "Those of them that cost nothing."), .amount("charged", "What they come to."),
            .measure("average_minutes", "How long they were on average."),
            .measure("longest_minutes", "How long the longest was."),
        ],
        """
        with stays as (
            select exited_day as day, count(*) as count, count(*) filter (where total = 0) as free, sum(total) as amount,
                round(avg(minutes), 1) as minutes, max(minutes) as longest
            from reporting.stays
            where garage_id = $1 and exited_at >= $2 and exited_at < $3 and transient group by 1
        )
        select day::text, coalesce(count, 0), coalesce(free, 0), coalesce(amount, 0)::text, minutes::text,
            longest::text
        from (select day::date from generate_series($4::timestamp, $5::timestamp, '1 day') as day) as days
            left join stays using (day)
        order by day
        """)

    static let lengthsOfStay = Report(
        "lengths-of-stay", "How long the cars that left had stayed.",
        [
            .count("up_to_minutes", "The longest stay of the band; empty for more than a day."),
            .count("stays", "Stays that ended."), .count("free_stays", "Those of them that cost nothing."),
            .amount("charged", "What they come to."),
        ],
        """
        select up_to_minutes::bigint, sum(stays)::bigint, sum(free_stays)::bigint, coalesce(sum(charged), 0)::text
        from reporting.lengths_of_stay where garage_id = $1 and day between $4 and $5
        group by up_to_minutes order by up_to_minutes
        """)

    /// Whoever opens a barrier by hand, or lets a car out anew within its free minutes, can keep what its driver paid.
    static let shortFreeStays = Report(
        "short-free-stays",
        "Drivers who pay by time and left within 30 minutes for nothing, by gate and by hand: where money may be kept.",
        [
            .text("gate", "The gate of the exit; empty where nobody saw it."),
            .text("actor", "Who told of the exit."), .count("exits", "Stays of such drivers that ended there."),
            .count("short_free", "Those that lasted up to 30 minutes and cost nothing."),
            .count(
                "by_hand", "Those for which a person opened: at the entry, or in the five minutes before the exit."),
            .measure("percent", "How many of a hundred exits were short and free."),
        ],
        """
        with hands as materialized (
            select gate, opened_at from reporting.openings
            where garage_id = $1 and version >= reporting.first_version($1, $2 - interval '5 min') and source = 'hand'
                and direction = 'out' and opened_at >= $2 - interval '5 min' and opened_at < $3
        ), stays as (
            select exit_gate, exit_actor, minutes <= 30 and total = 0 as short_free, came_by = 'hand' or exists (
                    select from hands
                    where gate = exit_gate and opened_at between exited_at - interval '5 min' and exited_at) as by_hand
            from reporting.stays
            where garage_id = $1 and exited_at >= $2 and exited_at < $3 and transient
        )
        select exit_gate, exit_actor, count(*), count(*) filter (where short_free),
            count(*) filter (where short_free and by_hand),
            round(100.0 * count(*) filter (where short_free) / count(*), 1)::text
        from stays group by exit_gate, exit_actor
        order by count(*) filter (where short_free) desc, exit_gate, exit_actor
        """)

    /// The room of a day is what the settings said at its end.
    static let vehicleTypes = Report(
        "vehicle-types",
        "How many vehicles of each type came and were inside at once on each local day, against the room for them.",
        [
            .text("day", "The local day."), .text("vehicle", "The type; standard where nobody said."),
            .count("room", "How many there was room for, as the day ended; empty where the settings did not say."),
            .count("stays", "Stays that began."), .count("most_inside", "The most that were inside at once."),
            .measure("percent", "How much of the room that was."),
            .amount("charged", "What the stays that ended come to."),
        ],
        """
        with midnights as (
            select day::date, time_zone, day at time zone time_zone as last
            from reporting.garages, generate_series($4::timestamp, $5::timestamp, '1 day') as day where garage_id = $1
        ), days as (
            -- A day on which midnight is shown twice begins with the first.
            select day, case when ((last - interval '1 hour') at time zone time_zone)::date = day
                then last - interval '1 hour' else last end as begins
            from midnights
        ), told as materialized (
            select version, changed_day, value from reporting.settings_history
            where garage_id = $1 and setting = 'vehicleTypes'
        ), types as (
            select day, type ->> 'id' as vehicle, (type ->> 'capacity')::bigint as room
            from days cross join lateral (
                select value from told where changed_day <= day order by version desc limit 1
            ) as held, json_array_elements(value::json) as type
        ), stays as materialized (
            select coalesce(vehicle, 'standard') as vehicle, entered_at, entered_day, exited_at, exited_day, ended_at, total
            from reporting.session_charges
            where garage_id = $1 and entered_at < $3 and (ended_at is null or ended_at >= $2)
        ), moves as (
            select vehicle, greatest(entered_at, $2) as at, 1 as delta from stays
            union all select vehicle, ended_at, -1 from stays where ended_at < $3
            -- Who was inside as a day began was inside on it.
            union all select vehicle, begins, 0 from days cross join (select distinct vehicle from stays) as seen
        ), counted as (
            select vehicle, at, sum(sum(delta)) over (partition by vehicle order by at) as inside from moves group by vehicle, at
        ), most as (
            select held.day, vehicle, max(inside) as most
            from counted cross join lateral (
                select day from days where begins <= at order by begins desc limit 1
            ) as held group by held.day, vehicle
        ), came as (
            select entered_day as day, vehicle, count(*) from stays where entered_at >= $2 group by 1, 2
        ), gone as (
            select exited_day as day, vehicle, sum(total) as amount from stays where exited_at < $3 group by 1, 2
        )
        select day::text, vehicle, room, coalesce(count, 0), coalesce(most, 0)::bigint,
            round(100.0 * coalesce(most, 0) / nullif(room, 0), 1)::text, coalesce(amount, 0)::text
        from types full join most using (day, vehicle) left join came using (day, vehicle) left join gone using (day, vehicle)
        order by day, vehicle
        """)
}
