import TestSupport
import EventLog
import Postgres
import Testing

/// The faults are those of readers that follow a global sequence: commit order differs from it.
@Suite(.needsServer, .migratedDatabase, .serialized, .timeLimit(.minutes(3)))
struct `A reader that follows a garage` {
    @Test func `sees every event once and in order while 16 connections append`() async throws {
        try await TestDatabase.withPool(size: 1) { pool in
            try await follow(TestGarage(in: PostgresEventLog(pool)), writers: 16, each: 12)
        }
    }

    @Test func `is held up by nobody's idle transaction, not even one that appended elsewhere`() async throws {
        let idle = try await TestDatabase.connect()
        try await TestDatabase.withPool(size: 1) { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            let elsewhere = TestGarage(in: garage.log)
            let name = elsewhere.name
            try await withOpenTransaction(
                on: idle,
                { session in
                    try session.execute(
                        "insert into log.streams values ($1, 1, decode(repeat('00', 32), 'hex'), now())",
                        [.text(name)])
                    try session.execute(
                        """
                        insert into log.events
                        values ($1, 1, 't', 1, now(), now(), null, 'x', null, '{}', decode(repeat('00', 32), 'hex'))
                        """, [.text(name)])
                }
            ) {
                try await follow(garage, writers: 4, each: 12)
                #expect(try await elsewhere.events.isEmpty)
                #expect(try await garage.log.garages()[name] == nil)
            }
        }
        await idle.close()
    }

    @Test func `sees an append of many events as a whole`() async throws {
        try await TestDatabase.withPool(size: 2) { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            let writer = Task {
                for _ in 0..<20 { _ = try await garage.append((0..<300).map { TestGarage.event("\($0)") }) }
            }
            var last: Int64 = 0
            while last < 6000 {
                let events = try await garage.log.events(of: garage.name, after: last, limit: 100_000)
                #expect(events.count % 300 == 0)
                let head = try await garage.head
                last = events.last?.version ?? last
                #expect(head.version >= last)
            }
            try await writer.value
        }
    }

    /// Appends from as many connections while a reader on its own takes a few events at a time.
    private func follow(_ garage: TestGarage, writers: Int, each count: Int) async throws {
        let configuration = try TestDatabase.configuration
        let name = garage.name
        let reading = Task {
            var followed: [StoredEvent] = []
            while followed.count < writers * count * 3 {
                let last = followed.last?.version ?? 0
                let events = try await garage.log.events(of: name, after: last, limit: 7)
                #expect(events.map(\.version) == (0..<events.count).map { last + 1 + Int64($0) })
                followed += events
            }
            return followed
        }
        try await withThrowingTaskGroup { group in
            for writer in 0..<writers {
                group.addTask {
                    try await TestDatabase.withPool(on: configuration, size: 1) { pool in
                        let log = PostgresEventLog(pool)
                        for number in 0..<count {
                            let events = (0..<3).map { TestGarage.event("[\(writer),\(number),\($0)]") }
                            try await append(events, to: name, in: log)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let followed = try await reading.value
        #expect(try await followed == garage.events)
        let payloads = Set(followed.map(\.event.payload))
        #expect(payloads.count == writers * count * 3)
        try await ChainAudit.expectIntact(garage)
    }

    private func append(_ events: [NewEvent], to garage: String, in log: PostgresEventLog) async throws {
        while true {
            let head = try await log.head(of: garage)
            let append = Append(garage: garage, head: head, recordedAt: TestGarage.noon, events: events)
            if try await log.append(append) == .appended(append.newHead) { return }
        }
    }
}
