@testable import Importing
import Projections
import SystemTime
import Chronology
import TestSupport
import EventLog
import Money
import Parking
@testable import Hosting
import Tariffs
import Testing

/// A file of stays becomes a garage's history.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct StaysImportTests {
    static func settings(
        _ capacity: Int, zone: String = "Europe/Berlin", currency: String = "EUR"
    ) throws -> GarageSettings {
        GarageSettings(
            name: "Mitte", zone: try #require(ZoneDatabase().rules(zone)),
            currency: try #require(Currency(code: currency)), capacity: capacity,
            gates: [Gate(id: GateID("in")!, lane: .entry), Gate(id: GateID("out")!, lane: .exit)])
    }

    static let hourly = Rate(
        id: RateID("hour")!, price: .perUnit(Money(minorUnits: 200), every: .hours(1)))

    private func run(
        _ text: String, capacity: Int = 2, rates: [Rate] = [], card: RateCard? = nil, in reading: ReadingSite
    ) async throws -> StaysImport.Summary {
        try await TestDatabase.withPool(on: reading.database, size: 1) { pool in
            try await StaysImport(log: PostgresEventLog(pool), codec: .tests).run(
                Array(text.utf8), into: .mitte, settings: try StaysImportTests.settings(capacity),
                card: card ?? RateCard(rates: rates), now: .monday
            ) { _, _ in }
        }
    }

    @Test func `what the rules forbid is taken over and counted`() async throws {
        try await ReadingSite.with { reading in
            let summary = try await run(
                """
                entry,exit,plate
                2025-01-01 08:00:00,2025-01-01 12:00:00,A 1
                2025-01-01 08:10:00,2025-01-01 12:00:00,A 2
                2025-01-01 08:20:00,2025-01-01 12:00:00,A 3
                2025-01-01 08:30:00,2025-01-01 11:00:00,A 1
                2025-01-01 10:00:00,2025-01-01 09:00:00,A 4
                2025-01-01 13:00:00,,A 5
                2025-01-01 14:00:00,2025-01-01 14:00:00,A 6
                """, in: reading)
            #expect(summary.rows == 7)
            #expect(summary.stays == 6)
            #expect(summary.events == 12)
            #expect(summary.anomalies == [.overCapacity: 2, .alreadyInside: 1, .stillInside: 1, .zeroLength: 1])
            #expect(summary.rejected.map(\.line) == [6])
            #expect(summary.first == Instant("2025-01-01T07:00:00Z")!)
            #expect(summary.last == Instant("2025-01-01T13:00:00Z")!)

            try await reading.catchUp()
            func inside(_ time: String) async throws -> Int {
                let asOf = AsOf(Instant("2025-01-01T\(time):00+01:00")!)
                return try await reading.queries.occupancy(of: .mitte, asOf: asOf).inside
            }
            #expect(try await inside("08:30") == 4)
            #expect(try await inside("11:00") == 3)
            #expect(try await inside("12:00") == 0)
            #expect(try await inside("13:00") == 1)
            #expect(try await reading.queries.occupancy(of: .mitte).inside == 1)
        }
    }

    @Test func `at the same instant a spot is given up before it is taken`() async throws {
        try await ReadingSite.with { reading in
            let summary = try await run(
                """
                entry,exit,plate
                2025-01-01 09:00:00,2025-01-01 10:00:00,A 2
                2025-01-01 08:00:00,2025-01-01 09:00:00,A 1
                2025-01-01 09:00:00,2025-01-01 09:00:00,A 1
                """, capacity: 1, in: reading)
            // Only the car that came and went at nine had no spot; A 1 had left before it came again.
            #expect(summary.anomalies == [.overCapacity: 1, .zeroLength: 1])
            let types = try await reading.queries.events(of: .mitte, after: 1, limit: 10).map(\.event.type)
            #expect(
                types == ["car-entered", "car-exited", "car-entered", "car-entered", "car-exited", "car-exited"])
        }
    }

    @Test func `rates are known before the first stay, and price every stay`() async throws {
        try await ReadingSite.with { reading in
            _ = try await run(
                "entry,exit\n2025-01-01 08:00:00,2025-01-01 10:30:00\n", rates: [StaysImportTests.hourly], in: reading)
            try await reading.catchUp()
            let charge = try await reading.queries.charge(of: SessionID(version: 3), in: .mitte)
            #expect(String(decoding: charge.json, as: UTF8.self).contains(#""total":"6.00""#))
        }
    }

    @Test func `what holds for the whole card comes before its rates, and what is not meant is said`() async throws {
        try await ReadingSite.with { reading in
            let terms = Terms(tax: Tax(name: "VAT", basisPoints: 1_900, isIncluded: false))
            var mornings = StaysImportTests.hourly
            mornings.windows = [
                .weekly(days: Set(Weekday.allCases), from: LocalTime(hour: 6)!, until: LocalTime(hour: 12)!)
            ]
            let summary = try await run(
                "entry,exit\n2025-01-01 08:00:00,2025-01-01 09:00:00\n",
                card: RateCard(rates: [mornings], terms: terms),
                in: reading)
            #expect(summary.findings.map(\.kind.rawValue) == ["gap"])
            let types = try await reading.queries.events(of: .mitte, after: 0, limit: 3).map(\.event.type)
            #expect(types == ["garage-configured", "terms-published", "rate-published"])
            try await reading.catchUp()
            let charge = try await reading.queries.charge(of: SessionID(version: 4), in: .mitte)
            #expect(String(decoding: charge.json, as: UTF8.self).contains(#""total":"2.38""#))
        }
    }

    @Test func `the imported garage goes on with commands`() async throws {
        try await ReadingSite.with { reading in
            // Somebody asked for it before it was there.
            _ = await failure { () throws(CommandError) in try await reading.site.seen("A 5") }
            let file = "entry,exit,plate\n2025-01-01 13:00:00,,A 5\n"
            _ = try await run(file, rates: [StaysImportTests.hourly], in: reading)
            let denied = try await reading.site.seen("A 5").answer
            #expect(denied.result.reason == "already-inside")
            let left = try await reading.site.leave("A-5").answer
            #expect(left.result.session == 3)
            #expect(left.result.charge?.total != nil)
        }
    }

    @Test func `a garage that exists is refused and unchanged`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(7)
            try await reading.site.drive("M-AB 1")
            let trace = try await Trace(reading.site.hosts.log, plates: ["MAB1", "A1"])
            await #expect(throws: ImportError.garageExists("mitte")) {
                _ = try await run("entry,exit,plate\n2025-01-01 08:00:00,,A 1\n", in: reading)
            }
            #expect(try await Trace(reading.site.hosts.log, plates: ["MAB1", "A1"]) == trace)
        }
    }

    @Test func `an import that is refused changes nothing`() async throws {
        try await ReadingSite.with { reading in
            await #expect(throws: StaysFileError.self) { _ = try await run("entry,exit\n", in: reading) }
            await #expect(throws: SettingsError.self) {
                _ = try await run("entry,exit\n2025-01-01 08:00:00,\n", capacity: 0, in: reading)
            }
            let free = Rate(id: RateID("bad")!, price: .perUnit(Money(minorUnits: 1), every: .zero))
            await #expect(throws: RateError.self) {
                _ = try await run("entry,exit\n2025-01-01 08:00:00,\n", rates: [free], in: reading)
            }
            var second = StaysImportTests.hourly
            second.id = RateID("second")!
            await #expect(throws: Refusal.self) {
                _ = try await run(
                    "entry,exit\n2025-01-01 08:00:00,\n", rates: [StaysImportTests.hourly, second], in: reading)
            }
            let garages = try await reading.site.hosts.log.garages()
            #expect(garages.isEmpty)
        }
    }
}
