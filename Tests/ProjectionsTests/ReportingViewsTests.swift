import Chronology
import EventLog
import Hosting
import Parking
import Postgres
import Projections
import SystemTime
import TestSupport
import Testing

/// What views for reporting jobs say of rights, settings, rates and themselves.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ReportingViewsTests {
    @Test func `a reservation has become of in a view what the queries say, whatever has happened`() async throws {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                var (states, random): (Set<String>, Seeded) = ([], Seeded(Seeded.seed))
                for round in 0..<3 {
                    let (site, seed) = (Site(hosts, "garage-\(round)"), random.next())
                    clock.set(.monday)
                    var history = RandomHistory(site, clock: clock, seed: seed)
                    try await history.begin()
                    for _ in 0..<160 { try await history.step() }
                    let later = ZoneRules.utc.day(of: clock.now).advanced(by: 20)
                    let reserved = try await site.reserve("M-Z 9", "\(later)").version
                    try await site.send(.cancel, #"{"reservation": \#(reserved)}"#)
                    // The views go by the database's clock.
                    clock.set(systemClock())
                    try await database.catchUp()
                    let viewed = try await texts(
                        database,
                        """
                        select concat_ws(' ', reservation, state, array_to_string(sessions, ','))
                        from reporting.reservations where garage_id = $1 order by reservation desc
                        """, [.text(site.garage.text)])
                    let asked = try await TestDatabase.withPool(on: database, size: 1) { pool in
                        try await Queries(pool: pool, hosts: hosts).reservations(of: site.garage)
                    }
                    states.formUnion(asked.map(\.fate.name))
                    #expect(viewed == asked.map(\.asViewed), "seed \(seed)")
                }
                #expect(states.isSuperset(of: ["used", "cancelled", "no-show"]), "seed \(Seeded.seed)")
            }
        }
    }

    @Test func `what was sold has its renewals, what became of it, and its money`() async throws {
        let today = ZoneRules.utc.day(of: systemClock())
        let clock = SettableClock(ZoneRules.utc.instant(of: LocalDateTime(today, LocalTime(hour: 12)!)))
        try await withReadModels { database in
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(9)
                try await site.send(
                    .cardPublished,
                    #"{"rates": [], "crossing": "perBlock", "subscriptions": "#
                        + #"[{"id": "week", "amount": "20.00", "period": "week"}]}"#)
                let subscription = #", "subscription": "week""#
                let kept = try await site.permit("M-A 1", "subscription", subscription)
                try await site.send(.renewPermit, #"{"permit": \#(kept)}"#)
                let later = today.advanced(by: 30)
                let revoked = try await site.permit(
                    "M-A 2", "subscription", subscription + #", "firstDay": "\#(later)""#)
                try await site.send(.pay, #"{"permit": \#(kept), "method": "cash", "amount": "15.00"}"#)
                try await site.send(.revokePermit, #"{"permit": \#(revoked)}"#)
                try await site.permit("M-A 3", "pass")
                try await database.catchUp()
                let sold = try await texts(
                    database,
                    """
                    select concat_ws(' ', subject, kind, subscription, price, state, first_day, last_day, charged, paid, due)
                    from reporting.sold order by subject
                    """)
                #expect(
                    sold == [
                        "\(kept) permit week 20.00 standing \(today) \(today.advanced(by: 13)) 40.00 15.00 25.00",
                        "\(revoked) permit week 20.00 revoked \(later) \(later.advanced(by: 6)) 0 0 0",
                    ])
                #expect(
                    try await texts(
                        database, "select concat_ws(' ', kind, price) from reporting.sales order by version")
                        == ["permit 20.00", "renewal 20.00", "permit 20.00"])
            }
        }
    }

    @Test func `settings and rates have a history, with who changed what into what`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(5)
                try await site.send(
                    .ratePublished,
                    #"{"id": "hour", "name": "By the hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
                try await site.send(.changeSettings, #"{"capacity": 7}"#)
                try await site.send(.rateWithdrawn, #"{"rate": "hour"}"#)
                try await database.catchUp()
                let settings = try await texts(
                    database,
                    """
                    select concat_ws(' ', version, setting, was, value, actor, changed_local)
                    from reporting.settings_history where setting in ('capacity', 'currency') order by version, setting
                    """)
                #expect(
                    settings == [
                        "1 capacity 5 test 2026-03-02 08:00:00", #"1 currency "EUR" test 2026-03-02 08:00:00"#,
                        "3 capacity 5 7 test 2026-03-02 08:00:00",
                    ])
                let rates = try await texts(
                    database,
                    """
                    select concat_ws(' ', version, change, card, rate, name, tier, content #>> '{price,perUnit}')
                    from reporting.rate_book_history order by version
                    """)
                #expect(
                    rates == ["2 published standard hour By the hour casual 2.00", "4 withdrawn standard hour"])
            }
        }
    }

    @Test func `a view says how far the read models are, and where one has stopped`() async throws {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(5)
                try await database.catchUp()
                try await site.enter("M-AB 1")
                let states: Statement = """
                    select concat_ws(' ', version, log_version, behind, stopped_at_version)
                    from reporting.projections order by model
                    """
                #expect(try await texts(database, states) == readModels.map { _ in "1 2 1" })
                try await database.catchUp()
                try await withConnection(to: database) { connection in
                    try await connection.run { session in
                        try session.script(
                            """
                            insert into projection.failures (name, garage_id, version, reason)
                            select name, 'mitte', 3, 'poisoned' from projection.installed
                            """)
                    }
                }
                #expect(try await texts(database, states) == readModels.map { _ in "2 2 0 3" })
            }
        }
    }

    @Test func `a place in the log is found by its time, so that a day's question reads that day`() async throws {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                let site = Site(hosts, "mitte")
                try await site.configure(50)
                for day in 1...9 {
                    clock.set(.monday + .days(Int64(day)))
                    for car in 0..<day { try await site.enter("M-\(day) \(car)") }
                }
                // A day is left for clocks that are ahead.
                let found = try await texts(
                    database,
                    """
                    select string_agg(place::text, ' ' order by day) from (
                        select day, reporting.first_version('mitte', '2026-03-02 08:00+01'::timestamptz + day * interval '1 day')
                            as place
                        from generate_series(-3, 12) as day
                    ) as places
                    """)
                let first = { (day: Int) in
                    day <= 0 ? 1 : day > 9 ? 47 : 2 + day * (day - 1) / 2
                }
                #expect(found == [(-3...12).map { "\(first($0 - 1))" }.joined(separator: " ")])
                #expect(try await texts(database, "select reporting.first_version('none', now())::text") == ["1"])
            }
        }
    }

    private func texts(
        _ database: PostgresConfiguration, _ statement: Statement, _ parameters: [Parameter] = []
    ) async throws -> [String] {
        try await withConnection(to: database) { connection in
            try await connection.run { session in try session.query(statement, parameters).map { $0.text(0) } }
        }
    }
}

extension ReservationView {
    /// As the view has it.
    fileprivate var asViewed: String {
        guard case .used(let sessions) = fate else { return "\(id) \(fate.name)" }
        return "\(id) used \(sessions.map(\.description).joined(separator: ","))"
    }
}
