import Postgres

extension Report {
    static let tenants = Report(
        "tenants", "How many of each tenant's cars came and were inside at once, against its spots.",
        [
            .text("tenant", "The tenant."), .text("name", "What people call it."),
            .count("spots", "How many spots it had at last; empty where the settings name it no more."),
            .count("permits", "Its permits that lasted on one of the days."),
            .count("stays", "Stays of their cars that began."),
            .count("most_inside", "The most that were inside at once."),
            .measure("minutes_above", "How many minutes, summed over the cars, were above the spots it had at last."),
            .amount("charged", "What those of the stays that ended come to."),
        ],
        """
        with told as (
            select tenant ->> 'id' as tenant, tenant ->> 'name' as name, (tenant ->> 'spots')::bigint as spots
            from (
                select value from reporting.settings_history
                where garage_id = $1 and setting = 'tenants' and changed_at < $3 order by version desc limit 1
            ) as told, json_array_elements(value::json) as tenant
        ), held as (
            select tenant, plate_id, first_day, coalesce(last_day, 'infinity') as last_day from reporting.permits
            where garage_id = $1 and tenant is not null and first_day <= $5::date and coalesce(last_day, 'infinity') >= $4::date
        ), stays as materialized (
            select distinct on (session) tenant, entered_at, exited_at, ended_at, total
            from reporting.session_charges join held using (plate_id)
            where garage_id = $1 and entered_at < $3 and (ended_at is null or ended_at >= $2)
                and entered_day <= last_day and coalesce(ended_day, 'infinity') >= first_day
            order by session, first_day
        ), moves as (
            select tenant, greatest(entered_at, $2) as at, 1 as delta from stays
            union all select tenant, ended_at, -1 from stays where ended_at < $3
        ), counted as (
            select tenant, at, sum(sum(delta)) over (partition by tenant order by at) as inside,
                lead(at, 1, least($3, now())) over (partition by tenant order by at) as until
            from moves group by tenant, at
        ), most as (
            select tenant, max(inside) as most,
                sum(greatest(inside - spots, 0) * greatest(extract(epoch from until - at), 0)) / 60 as above
            from counted left join told using (tenant) group by tenant
        ), sums as (
            select tenant, count(*) filter (where entered_at >= $2) as count,
                coalesce(sum(total) filter (where exited_at < $3), 0) as amount
            from stays group by tenant
        ), sold as (
            select tenant, count(*) as permits from held group by tenant
        )
        select tenant, name, spots, coalesce(permits, 0), coalesce(count, 0), coalesce(most, 0)::bigint,
            round(coalesce(above, 0), 1)::text, coalesce(amount, 0)::text
        from told full join sold using (tenant) left join sums using (tenant) left join most using (tenant) order by tenant
        """)
}
