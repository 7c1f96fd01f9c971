import SystemTime
import Chronology
import TestSupport
import EventLog
import Money
import Parking
import Hosting
import Postgres
import Projections
import Tariffs
import Testing

/// Whatever happens in a garage, its rows are what its events say.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct RandomHistoryTests {
    @Test func `every table is what the events say, live and rebuilt`() async throws {
        try await withReadModels { database in
            let clock = SettableClock(.monday)
            try await withHosts(on: database, clock: clock.reading) { hosts in
                // Many a history alone has no bike that left, or no car that paid.
                var (priced, cards): (Set<Bool>, Set<String>) = ([], [])
                var (seed, random) = (Seeded.seed, Seeded(Seeded.seed))
                for round in 0..<6 {
                    if round > 0 { seed = random.next() }
                    let site = Site(hosts, "garage-\(round)")
                    var history = RandomHistory(site, clock: clock, seed: seed)
                    try await history.begin()
                    for _ in 0..<160 {
                        try await history.step()
                        if history.number(0...9) == 0 { try await database.catchUp() }
                    }
                    try await database.catchUp()
                    let (totals, pricedBy) = try await compare(site, database, "seed \(seed)")
                    priced.formUnion(totals.map { $0.hasSuffix(" 0") })
                    cards.formUnion(pricedBy)
                }
                #expect(priced == [true, false])
                let by = "\(ZoneDatabase().version) \(Tariff.engineVersion)"
                #expect(cards == ["standard \(by)", "bike \(by)"])
            }
            try await withConnection(to: database) { connection in
                let types = try await connection.run { session in
                    try session.query("select distinct type from log.events where type like 'permit%'").map {
                        $0.text(0)
                    }
                }
                #expect(Set(types) == ["permit-granted", "permit-renewed", "permit-revoked"])
                let live = try await Tables(connection)
                for model in readModels { _ = try await Projections.Rebuild([model], codec: .tests).run(connection) }
                #expect(try await Tables(connection) == live)
            }
        }
    }

    /// Compares a garage's rows with its events; the totals, and by what they were priced.
    private func compare(
        _ site: Site, _ database: PostgresConfiguration, _ seed: Comment
    ) async throws -> (totals: [String], pricedBy: [String]) {
        try await withConnection(to: database) { connection in
            let garage = site.garage.text
            let events = try await connection.run { session in
                try session.events(of: garage, after: 0, limit: .max).map { try RecordedEvent($0, codec: .tests) }
            }
            let naive = NaiveRows(events: events)
            #expect(events.count > 60, seed)
            #expect(try await connection.rows(Self.changes, garage) == naive.changes, seed)
            #expect(try await connection.rows(Self.allowlist, garage) == naive.allowlist, seed)
            #expect(try await connection.rows(Self.reservations, garage) == naive.reservations, seed)
            #expect(try await connection.rows(Self.permits, garage) == naive.permits, seed)
            #expect(try await connection.rows(Self.listed, garage) == naive.listed, seed)
            #expect(try await connection.rows(Self.overstays, garage) == naive.overstays, seed)
            #expect(try await connection.rows(Self.sessions, garage) == naive.sessions, seed)
            let totals = try await connection.rows(Self.totals, garage)
            #expect(Set(naive.totals).subtracting(totals).isEmpty, seed)
            let state = try await site.hosts.current(site.garage)
            #expect(try await connection.inside(garage) == state.inside, seed)
            return (totals, try await connection.rows(Self.pricedBy, garage))
        }
    }

    private static let changes: Statement = """
        select version || ' ' || sum(delta) || ' ' || max(inside) || ' ' || max(capacity)
        from occupancy.changes where garage_id = $1
        group by version having sum(delta) <> 0 or count(*) = 1 order by version
        """
    private static let allowlist: Statement = """
        select reservation || ' ' || day || ' ' || encode(plate_id, 'hex') || ' ' || holder
        from allowlist.reservations where garage_id = $1 and cancelled_at is null order by reservation
        """
    private static let reservations: Statement = """
        select reservation || ' ' || day || ' ' || extract(epoch from from_at)::bigint || ' '
            || extract(epoch from until_at)::bigint || ' ' || extract(epoch from reserved_at)::bigint || ' '
            || coalesce(extract(epoch from cancelled_at)::bigint::text, '-') || ' ' || coalesce(cancelled_version::text, '-')
        from allowlist.reservations where garage_id = $1 order by reservation
        """
    private static let permits: Statement = """
        select permit || ' ' || encode(plate_id, 'hex') || ' ' || kind || ' ' || first_day || ' ' || last_day
            || ' [' || array_to_string(groups, ',') || '] ' || coalesce(subscription, '-')
            || case when admits_last < last_day then ' revoked' else '' end
        from allowlist.permits where garage_id = $1 order by permit
        """
    private static let listed: Statement = """
        select permit || ' ' || to_char(day, 'YYYY-MM-DD') || ' ' || came_version || ' ' || coalesce(went_version::text, '-')
        from allowlist.listed, generate_series(
            greatest(first_day, '2026-03-01')::timestamp, least(last_day, '2026-03-31')::timestamp, '1 day') as day
        where garage_id = $1 order by permit, day, came_version
        """
    private static let overstays: Statement = """
        select session || ' ' || extract(epoch from right_ends_at)::bigint || ' '
            || coalesce(extract(epoch from left_at)::bigint::text, 'inside')
        from overstays.stays where garage_id = $1 order by session
        """
    private static let sessions: Statement = """
        select session || ' ' || state || ' ' || extract(epoch from entered_at)::bigint || ' '
            || coalesce(extract(epoch from exited_at)::bigint::text, '-') || ' ' || coalesce(exit_version::text, '-')
            || ' ' || coalesce(vehicle, '-') || ' [' || array_to_string(validations, ',') || '] ' || coalesce(agreement, '-')
            || ' [' || array_to_string(groups, ',') || '] '
            || coalesce(extract(epoch from ended_at)::bigint::text, 'inside')
        from session_charges.sessions where garage_id = $1 order by session
        """
    private static let pricedBy: Statement = """
        select distinct concat_ws(' ', card, zone_data, engine_version) from session_charges.sessions
        where garage_id = $1 and total_minor is not null
        """
    private static let totals: Statement = """
        select session || ' ' || total_minor from session_charges.sessions
        where garage_id = $1 and total_minor is not null order by session
        """
}

extension PostgresConnection {
    /// A garage's rows, as one text each.
    fileprivate func rows(_ statement: Statement, _ garage: String) async throws -> [String] {
        try await run { try $0.query(statement, [.text(garage)]).map { $0.text(0) } }
    }
}
