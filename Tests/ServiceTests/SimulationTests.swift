import Chronology
import EventLog
import Money
import Parking
import Postgres
import Projections
import Simulating
import SystemTime
import TestSupport
import Testing

/// A log that is simulated is one that the rules could have led to.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct SimulationTests {
    static func plan(
        _ garages: Int, days: Int, seed: UInt64, prefix: String = "sim", carsPerDay: Int = 40
    ) throws -> SimulationPlan {
        try SimulationPlan(
            garages: garages, days: days, seed: seed, prefix: prefix, carsPerDay: carsPerDay, now: .monday)
    }

    /// Everything that a plan makes, in a database of its own.
    static func log(
        _ plan: SimulationPlan, parallel: Int
    ) async throws -> (summary: Simulation.Summary, garages: [[StoredEvent]], vault: [[VaultEntry]]) {
        try await ReadingSite.with { reading in
            try await TestDatabase.withPool(on: reading.database, size: parallel) { pool in
                let log = PostgresEventLog(pool)
                let summary = try await Simulation(log: log, codec: .tests).run(plan, parallel: parallel) { _, _ in }
                var (garages, vault): ([[StoredEvent]], [[VaultEntry]]) = ([], [])
                for number in 1...plan.garages {
                    let name = plan.garage(number).text
                    let events = try await log.events(of: name, after: 0, limit: .max)
                    garages.append(events)
                    let ids = try await log.vaultEntries(of: name, plateIDs: named(in: events))
                    vault.append(ids.sorted { $0.plate < $1.plate })
                }
                return (summary, garages, vault)
            }
        }
    }

    /// The plates that events name, in no order.
    private static func named(in events: [StoredEvent]) throws -> [[UInt8]] {
        var ids: Set<[UInt8]> = []
        for stored in events {
            let event = try EventCodec.tests.decode(
                type: stored.event.type, schemaVersion: stored.event.schemaVersion, payload: stored.event.payload)
            switch event {
            case .entryAuthorised(let body): ids.insert(body.plate.bytes)
            case .entryDenied(let body): ids.insert(body.plate.bytes)
            case .carEntered(let body): if let plate = body.car.plate { ids.insert(plate.bytes) }
            case .dayReserved(let body): ids.insert(body.plate.bytes)
            case .permitGranted(let body): ids.insert(body.plate.bytes)
            case .plateReadLate(let body): ids.insert(body.plate.bytes)
            case .plateSuspended(let body): ids.insert(body.plate.bytes)
            default: break
            }
        }
        return Array(ids)
    }

    @Test func `fits in everything that can be verified, the rows of its read models included`() async throws {
        try await ReadingSite.with { reading in
            try await TestDatabase.withPool(on: reading.database, size: 2) { pool in
                let plan = try SimulationTests.plan(2, days: 10, seed: Seeded.seed)
                _ = try await Simulation(log: PostgresEventLog(pool), codec: .tests).run(plan, parallel: 2) { _, _ in }
            }
            let owner = try await TestDatabase.connect(to: reading.database)
            let other = try await TestDatabase.connect(to: reading.database)
            try await Projections.Rebuild(codec: .tests).run(owner)
            let report = try await Verification(codec: .tests).run(on: [owner, other])
            #expect(report.findings.isEmpty, "\(report.findings)")
            #expect(report.events > 500)
            try await owner.run { session in
                try session.script(
                    """
                    delete from projection.checkpoints where model = 'session_charges';
                    update session_charges.sessions set gate = 'nowhere'
                    """)
            }
            let kinds = try await Verification(codec: .tests).run(on: [owner, other]).findings.map(\.kind)
            #expect(kinds.contains(.rowsDiffer))
            await owner.close()
            await other.close()
        }
    }

    @Test func `is chained as it should be, and the vault has every plate that it names`() async throws {
        let plan = try SimulationTests.plan(2, days: 21, seed: 7)
        let (summary, garages, vault) = try await SimulationTests.log(plan, parallel: 2)
        #expect(summary.garages == 2)
        #expect(summary.events == Int64(garages.reduce(0) { $0 + $1.count }))
        for (index, events) in garages.enumerated() {
            let name = plan.garage(index + 1).text
            var (previous, recordedAt) = (Array<UInt8>(repeating: 0, count: 32), Instant.earliest)
            for (place, stored) in events.enumerated() {
                previous = ChainAudit.link(stored, of: name, behind: previous)
                try #require(stored.hash.bytes == previous && stored.version == Int64(place + 1))
                try #require(stored.recordedAt >= recordedAt && stored.event.occurredAt <= stored.recordedAt)
                recordedAt = stored.recordedAt
            }
            #expect(try Set(SimulationTests.named(in: events)) == Set(vault[index].map(\.plateID)))
            #expect(vault[index].allSatisfy { $0.isGenuine })
        }
        #expect(garages.joined().contains { $0.recordedAt - $0.event.occurredAt > .minutes(10) })
    }

    @Test func `is the same from the same seed, however many garages run at a time`() async throws {
        let plan = try SimulationTests.plan(4, days: 6, seed: 11)
        let one = try await SimulationTests.log(plan, parallel: 1)
        let many = try await SimulationTests.log(plan, parallel: 3)
        #expect(one.garages == many.garages)
        #expect(one.vault == many.vault)
        let other = try await SimulationTests.log(SimulationTests.plan(4, days: 6, seed: 12), parallel: 3)
        #expect(one.garages.map { $0.map(\.hash) } != other.garages.map { $0.map(\.hash) })
        // Each garage has a course of its own.
        #expect(Set(one.garages.map(\.count)).count > 1)
    }

    @Test func `tells of nearly every kind of event that there is`() async throws {
        let plan = try SimulationTests.plan(2, days: 35, seed: 3)
        let (_, garages, _) = try await SimulationTests.log(plan, parallel: 2)
        let kinds = Set(garages.joined().map(\.event.type))
        #expect(kinds.count >= 35, "\(kinds.sorted())")
        for kind in [
            "car-entered", "car-exited", "entry-denied", "payment-taken", "payment-refunded", "amount-waived",
            "reservation-cancelled", "permit-renewed", "plate-read-late", "car-corrected", "session-ended",
            "rate-published", "ticket-issued",
        ] { #expect(kinds.contains(kind), "\(kinds.sorted())") }
    }

    /// What only an operator's word about the log itself leads to, or a person's wish to be forgotten.
    private static let untold: Set<String> = ["event-replaced", "plates-erased", "texts-erased"]

    @Test func `tells of every kind of event that traffic and an office lead to`() async throws {
        // Exits that turn out to be nobody's are the rarest: not every seed has one.
        let plan = try SimulationTests.plan(6, days: 60, seed: 20)
        let (_, garages, _) = try await SimulationTests.log(plan, parallel: 2)
        let events = garages.joined().map(\.event)
        let missing = Set(GarageEvent.typeNames).subtracting(events.map(\.type)).subtracting(Self.untold)
        #expect(missing == [], "\(missing.sorted())")
        let bookings = events.filter {
            $0.type == "day-reserved" && String(decoding: $0.payload, as: UTF8.self).contains("total")
        }
        #expect(bookings.count > 20)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `has books that balance`(seed: UInt64) async throws {
        let plan = try SimulationTests.plan(2, days: 16, seed: seed)
        try await ReadingSite.with { reading in
            try await TestDatabase.withPool(on: reading.database, size: 2) { pool in
                _ = try await Simulation(log: PostgresEventLog(pool), codec: .tests).run(plan, parallel: 2) { _, _ in }
            }
            try await reading.catchUp()
            for number in 1...2 {
                let balance = try await reading.queries.balance(of: plan.garage(number))
                #expect(balance.isEven, "\(balance)")
                #expect(balance.begun > 200 && balance.paid > .zero, "\(balance)")
                #expect(balance.ended > balance.begun * 8 / 10, "\(balance)")
            }
        }
    }

    @Test func `goes into new garages only, and then into none of them`() async throws {
        try await ReadingSite.with { reading in
            try await TestDatabase.withPool(on: reading.database, size: 2) { pool in
                let log = PostgresEventLog(pool)
                let simulation = Simulation(log: log, codec: .tests)
                _ = try await simulation.run(SimulationTests.plan(2, days: 1, seed: 5), parallel: 2) { _, _ in }
                let before = try await log.garages()
                await #expect(throws: SimulationError.garageExists(GarageID("sim-001")!)) {
                    _ = try await simulation.run(SimulationTests.plan(3, days: 1, seed: 6), parallel: 2) { _, _ in }
                }
                #expect(try await log.garages() == before)
            }
        }
    }

    @Test func `is refused where the plan makes no sense, with a sentence that says what would`() throws {
        func refused(_ words: String, _ plan: () throws -> SimulationPlan) {
            let error = #expect(throws: SimulationError.self) { _ = try plan() }
            #expect(error?.description.contains(words) == true)
        }
        refused("--garages") { try SimulationTests.plan(0, days: 1, seed: 1) }
        refused("--days") { try SimulationTests.plan(1, days: 0, seed: 1) }
        refused("--cars-per-day") { try SimulationTests.plan(1, days: 1, seed: 1, carsPerDay: 0) }
        refused("--prefix") { try SimulationTests.plan(1, days: 1, seed: 1, prefix: "No Name") }
        refused("--start") { try SimulationTests.plan(1, days: 3_000, seed: 1) }
    }
}
