import EventLog
import HTTPTypes
import Parking
import Postgres
import Projections
import TestSupport
import Testing

extension HTTPTests {
    /// What is answered of a garage whose log holds an event that cannot be taken in.
    @Suite struct StoppedTests {
        /// What is answered by the rows of read models, and what by the garage itself.
        static let readings = [
            "", "occupancy", "inside", "availability", "rates", "sessions", "sessions/2", "sessions/2/charge",
            "balance",
            "allowlists/2026-03-02", "reservations", "permits", "suspensions", "waiting?day=2026-03-02", "overstays",
            "exceptions", "receipts", "takings", "debts",
        ]

        enum Poison: String, CaseIterable {
            case unknownType, newerForm, refusedPayload, brokenChain
        }

        @Test(arguments: Poison.allCases)
        func `its readings answer from what stands before it, and say so`(_ poison: Poison) async throws {
            try await Self.withSite { site, pool in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let last = try await site.poison(poison, pool)
                let cannotBeTaken = last + 1
                // The read models hear of it in their own time, and until then are merely behind.
                try await until { try await site.stoppedModels() == readModels.count }
                for reading in Self.readings {
                    let answer = try await site.get(reading)
                    #expect(answer.status == .ok, "\(reading): \(answer.text)")
                    #expect(
                        answer.json?["stopped"]?["version"] == .integer(cannotBeTaken), "\(reading): \(answer.text)")
                    #expect(answer.json?["stopped"]?["asOfVersion"] == .integer(cannotBeTaken - 1), "\(reading)")
                    #expect(
                        answer.headers[HTTPField.Name("Parklog-As-Of-Version")!] == "\(cannotBeTaken - 1)", "\(reading)"
                    )
                }
                let report = try await site.get("reports/garage-summary")
                #expect(report.status == .ok)
                #expect(report.headers[HTTPField.Name("Parklog-As-Of-Version")!] == "\(cannotBeTaken - 1)")
                // What will never come is not waited for.
                for reading in ["occupancy", "sessions", "sessions/2", "debts"] {
                    let refused = try await site.get("\(reading)?minVersion=\(last + 1)")
                    #expect(refused.problem == "read-model-stopped", "\(reading): \(refused.text)")
                    #expect(refused.json?["detail"]?.string?.contains("event \(cannotBeTaken)") == true)
                }
                #expect(try await site.get("occupancy?minVersion=\(cannotBeTaken - 1)").status == .ok)
                // What cannot be decided says which event it is, and what to do.
                let refused = try await site.post("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                #expect(refused.problem == (poison == .brokenChain ? "altered-log" : "unreadable-log"))
                #expect(refused.json?["detail"]?.string?.lowercased().contains("event \(cannotBeTaken)") == true)
                #expect(refused.json?["detail"]?.string?.contains("operator") == true)
            }
        }

        @Test(arguments: [Poison.unknownType, .newerForm, .refusedPayload])
        func `an event that cannot be read is listed with why, and once it is replaced with what replaces it`(
            _ poison: Poison
        ) async throws {
            try await Self.withSite { site, pool in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let last = try await site.poison(poison, pool)
                let listed = try await site.get("events?after=\(last - 1)")
                let events = try #require(listed.json?["events"]?.array, "\(listed.text)")
                #expect(events.map { $0["unreadable"] != nil } == [false, true], "\(listed.text)")
                #expect(events.allSatisfy { $0["replacement"] == nil })
                let good = try await PostgresEventLog(pool).events(of: site.garage, after: last - 1, limit: 1)[0]
                let replacement = EventReplacement(
                    of: try #require(GarageID(site.garage)), version: last + 1, type: good.event.type,
                    schemaVersion: good.event.schemaVersion, payload: good.event.payload,
                    reason: try #require(Remark("Written by a version that was taken back.")))
                let now = site.clock.now
                let made = try await pool.transaction { session in
                    try replacement.make(session, codec: Service.codec, by: Actor("test")!, at: now)
                }
                try await until { try await site.stoppedModels() == 0 }
                let told = try await site.get("events?after=\(last)")
                let replaced = try #require(told.json?["events"]?.array?.first, "\(told.text)")
                #expect(replaced["unreadable"] != nil)
                #expect(replaced["replacement"]?["version"] == .integer(made.version))
                #expect(replaced["replacement"]?["type"]?.string == good.event.type)
                #expect(told.json?["events"]?.array?.last?["text"]?.string == replacement.reason.text)
                try await site.carryOut("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                #expect(try await site.read("occupancy")["stopped"] == nil)
            }
        }

        @Test func `a garage is not marked by what another has met, nor a past that knew nothing of it`() async throws {
            try await Self.withSite { site, pool in
                try site.clock.set("2026-03-02T09:00:00+01:00")
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                try site.clock.set("2026-03-02T10:00:00+01:00")
                _ = try await site.poison(.unknownType, pool)
                try await until { try await site.stoppedModels() == readModels.count }
                let then = try await site.get("occupancy?asOf=2026-03-02T09:30:00%2B01:00")
                #expect(then.status == .ok)
                #expect(then.json?["stopped"] == nil)
                try await Site.with(pool: pool) { other in
                    let readings = [try await other.read("occupancy"), try await other.get("").json]
                    #expect(readings.allSatisfy { $0?["stopped"] == nil })
                }
                let garages = try await site.send(.get, "/v1/garages?limit=1000").json?["garages"]?.array ?? []
                let listed = garages.first { $0["garage"]?.string == site.garage }
                #expect(listed?["stoppedAt"] != nil)
            }
        }
    }
}

extension HTTPTests.StoppedTests {
    /// Lends a garage in a database of its own, so that nobody else's service is degraded.
    static func withSite(_ body: @escaping @Sendable (Site, PostgresPool) async throws -> Void) async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await Service.install(in: database)
            try await TestDatabase.withPool(on: database, size: 5) { pool in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await ProjectionRunner(database, codec: Service.codec, logger: TestDatabase.silent).run()
                    }
                    defer { group.cancelAll() }
                    try await Site.with(pool: pool) { try await body($0, pool) }
                }
            }
        }
    }
}

extension Site {
    /// How many read models have stopped, as ready says.
    func stoppedModels() async throws -> Int {
        try await send(.get, "/health/ready").json?["stoppedReadModels"]?.array?.count ?? 0
    }

    /// Puts an event into the log that cannot be taken in; the last event before it.
    func poison(_ poison: HTTPTests.StoppedTests.Poison, _ pool: PostgresPool) async throws -> Int64 {
        let log = PostgresEventLog(pool)
        let head = try await log.head(of: garage)
        if poison == .brokenChain {
            try await pool.run { [garage] session in
                _ = try session.execute(
                    """
                    with forged as (
                        insert into log.events
                        select garage_id, version + 1, type, schema_version, occurred_at, recorded_at, null, 'stranger', null,
                            payload, sha256('x')
                        from log.events where garage_id = $1 and version = $2 returning version, hash
                    )
                    update log.streams set (version, hash) = (select version, hash from forged) where garage_id = $1
                    """, [.text(garage), .int8(head.version)])
            }
            return head.version
        }
        let last = try await log.events(of: garage, after: head.version - 1, limit: 1)[0]
        let event = NewEvent(
            type: poison == .unknownType ? "car-flown" : last.event.type,
            schemaVersion: poison == .newerForm ? 99 : last.event.schemaVersion, occurredAt: clock.now, commandID: nil,
            actor: "future", payload: poison == .refusedPayload ? Array(#"{"wings":2}"#.utf8) : last.event.payload)
        _ = try await log.append(Append(garage: garage, head: head, recordedAt: clock.now, events: [event]))
        return head.version
    }
}
