import Chronology
import TestSupport
import Dispatch
import EventLog
import Postgres
import Synchronization
import Testing

@Suite(.needsServer, .migratedDatabase, .timeLimit(.minutes(2)))
struct `A history that is taken over` {
    private func entries(_ count: Int) -> [VaultEntry] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { VaultEntry(plate: "B-A \($0)", using: &random) }
    }

    private func history(_ count: Int) -> [NewEvent] {
        (0..<count).map {
            TestGarage.event(#"{ "number" :\#($0)}"#, at: TestGarage.noon + .init(microseconds: Int64($0)))
        }
    }

    @Test func `reads back as it was, with an intact chain, and is appended to`() async throws {
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let garage = TestGarage(in: log)
            let (events, plates) = (history(2500), entries(3))
            let progress = Mutex<[Int]>([])
            let head = try await log.importHistory(of: garage.name, events: events, plates: plates) { count in
                progress.withLock { $0.append(count) }
            }
            #expect(progress.withLock { $0 } == [1000, 2000])
            #expect(try await garage.head == head)
            #expect(head.version == 2500)
            #expect(try await garage.events.map(\.event) == events)
            #expect(try await garage.events.allSatisfy { $0.recordedAt == $0.event.occurredAt })
            #expect(try await Set(log.vaultEntries(of: garage.name, plates: plates.map(\.plate))) == Set(plates))
            #expect(try await log.garages()[garage.name] == 2500)
            #expect(try await garage.append([TestGarage.event()]) == .appended(garage.head))
            try await ChainAudit.expectIntact(garage)
        }
    }

    @Test func `is written while it is made, each event with the moment of its recording`() async throws {
        let made = history(1200)
        let late = TestGarage.noon + .init(microseconds: 3_600_000_000)
        let plates = entries(2)
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let garage = TestGarage(in: log)
            let head = try await log.importHistory(of: garage.name) { append in
                for (index, event) in made.enumerated() {
                    try append(event, index < 600 ? event.occurredAt : late)
                }
                return HistoryPlates([(plates[0], 3), (plates[1], 700)])
            }
            #expect(head.version == 1200 && head.recordedAt == late)
            #expect(try await garage.head == head)
            let stored = try await garage.events
            #expect(stored.map(\.event) == made)
            #expect(stored.prefix(600).allSatisfy { $0.recordedAt == $0.event.occurredAt })
            #expect(stored.dropFirst(600).allSatisfy { $0.recordedAt == late })
            #expect(try await Set(log.vaultEntries(of: garage.name, plates: plates.map(\.plate))) == Set(plates))
            #expect(try await garage.append([TestGarage.event()]) == .appended(garage.head))
            try await ChainAudit.expectIntact(garage)
        }
    }

    @Test func `keeps everything that a column can hold, in whatever order it happened`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        let events = random.events(300)
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let garage = TestGarage(in: log)
            let head = try await log.importHistory(of: garage.name, events: events, plates: []) { _ in }
            #expect(try await garage.events.map(\.event) == events, "seed \(seed)")
            #expect(try await garage.head == head, "seed \(seed)")
            #expect(head.recordedAt == events.map(\.occurredAt).max(), "seed \(seed)")
            try await ChainAudit.expectIntact(garage, comment: "seed \(seed)")
        }
    }

    @Test func `goes into a new garage only, and into one only once`() async throws {
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let garage = TestGarage(in: log)
            _ = try await garage.append([TestGarage.event()])
            await #expect(throws: ImportError.garageExists(garage.name)) {
                _ = try await log.importHistory(of: garage.name, events: history(5), plates: entries(1)) { _ in }
            }
            #expect(try await garage.events.count == 1)
            #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 0"]).isEmpty)

            let contested = TestGarage(in: log)
            let heads = await withTaskGroup(of: StreamHead?.self) { group in
                for size in [5, 6] {
                    group.addTask {
                        try? await log.importHistory(of: contested.name, events: history(size), plates: []) { _ in }
                    }
                }
                return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
            }
            #expect(try await heads == [contested.head])
            try await ChainAudit.expectIntact(contested)
        }
    }

    @Test func `has an event at least, for a stream begins with one`() async throws {
        try await TestDatabase.withPool(size: 1) { pool in
            let log = PostgresEventLog(pool)
            let garage = TestGarage(in: log)
            await #expect(throws: ImportError.noEvents(garage.name)) {
                _ = try await log.importHistory(of: garage.name, events: [], plates: []) { _ in }
            }
            #expect(try await log.garages()[garage.name] == nil)
            #expect(try await garage.append([TestGarage.event()]) == .appended(garage.head))
            try await ChainAudit.expectIntact(garage)
        }
    }

    private static let faults = [
        [UInt8]("{".utf8), [UInt8]("{\"a\": \"\u{0}\"}".utf8), [UInt8]("\"".utf8) + [0xFF] + [UInt8]("\"".utf8), [],
    ]

    @Test(arguments: faults)
    func `leaves nothing where an event in its middle cannot be stored`(_ payload: [UInt8]) async throws {
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let garage = TestGarage(in: log)
            var events = history(5000)
            events[2500] = NewEvent(
                type: "entered", schemaVersion: 1, occurredAt: TestGarage.noon, commandID: nil, actor: "gate-1",
                payload: payload)
            let broken = events
            await postgresError {
                _ = try await log.importHistory(of: garage.name, events: broken, plates: entries(3)) { _ in }
            }
            #expect(try await garage.head == .empty)
            #expect(try await garage.events.isEmpty)
            #expect(try await log.vaultEntries(of: garage.name, plates: ["B-A 0"]).isEmpty)
            // The same garage can be taken over once the fault is mended.
            _ = try await log.importHistory(of: garage.name, events: history(10), plates: entries(3)) { _ in }
            try await ChainAudit.expectIntact(garage)
        }
    }

    @Test func `keeps an append that came first, and one that comes meanwhile finds a conflict`() async throws {
        let observer = try await TestDatabase.connect()
        try await TestDatabase.withPool(size: 2, "import and append") { pool in
            let log = PostgresEventLog(pool)
            let garage = TestGarage(in: log)
            let name = garage.name
            let (isRunning, run) = AsyncStream.makeStream(of: Void.self)
            // The import is in its COPY when it reports progress, and stays there until the append waits for it.
            let gate = DispatchSemaphore(value: 0)
            let taking = Task {
                try await log.importHistory(of: name, events: history(1000), plates: []) { _ in
                    run.yield()
                    gate.wait()
                }
            }
            for await _ in isRunning { break }
            let append = Task { try await garage.append([TestGarage.event()], behind: .empty) }
            try await until {
                try await observer.run { session in
                    try !session.query(
                        """
                        select from pg_stat_activity where datname = current_database()
                            and application_name = 'import and append' and wait_event_type = 'Lock'
                        """
                    ).isEmpty
                }
            }
            gate.signal()
            #expect(try await taking.value.version == 1000)
            #expect(try await append.value == .conflict)
            try await ChainAudit.expectIntact(garage)
        }
        await observer.close()
    }
}
