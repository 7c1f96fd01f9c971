import Chronology
import EventLog
import Postgres
import TestSupport
import Testing

/// Many garages' appends in one transaction: a garage that stands in the way harms no other.
@Suite(.needsServer, .serviceDatabase, .serialized, .timeLimit(.minutes(5)))
struct `Appends of several garages` {
    @Test(arguments: ConformanceCheck.all)
    func `keep each one's promise that`(_ check: ConformanceCheck) async throws {
        try await TestDatabase.withPool(size: 8) { pool in
            try await check.run(on: TogetherLog(log: PostgresEventLog(pool)))
        }
    }

    @Test func `are all in the log, each with its own events, replies and plates`() async throws {
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let garages = try await opened(7, in: log)
            var appends: [Append] = []
            // Also with none of one or the other, at either end and in the middle.
            for (place, garage) in garages.enumerated() {
                appends.append(
                    Append(
                        garage: garage.name, head: try await garage.head, recordedAt: TestGarage.noon,
                        events: (0..<[0, 2, 1, 0, 3, 1, 0][place]).map { TestGarage.event("[\(place),\($0)]") },
                        replies: (0..<[1, 0, 2, 1, 0, 0, 1][place]).map { TestGarage.reply("r\($0)", "\(place)") },
                        plates: (0..<[0, 1, 0, 0, 2, 0, 0][place]).map { entry("B-\(place) \($0)") }))
            }
            #expect(try await log.appendTogether(appends).isEmpty)
            for (place, garage) in garages.enumerated() {
                let append = appends[place]
                #expect(try await garage.head == append.newHead)
                #expect(try await garage.events.dropFirst().map(\.event) == append.events)
                #expect(try await Set(log.replies(of: garage.name, to: ["r0", "r1"])) == Set(append.replies))
                let plates = append.plates.map(\.plate)
                #expect(try await Set(log.vaultEntries(of: garage.name, plates: plates)) == Set(append.plates))
                try await ChainAudit.expectIntact(garage)
            }
        }
    }

    @Test func `say which garages stand in the way, and leave nothing of the others`() async throws {
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let (moved, repeating, free) = try await (
                opened(1, in: log)[0], opened(1, in: log)[0], opened(1, in: log)[0]
            )
            let stale = try await append(to: moved, key: "m")
            _ = try await moved.append([TestGarage.event()])
            _ = try await repeating.append([], replies: [TestGarage.reply("key")])
            let again = try await append(to: repeating, key: "key")
            let good = try await append(to: free, key: "f")
            #expect(try await log.appendTogether([good, stale]) == [moved.name])
            #expect(try await log.appendTogether([again, good]) == [repeating.name])
            #expect(try await free.head == good.head)
            #expect(try await log.append(stale) == .conflict)
            #expect(try await log.append(again) == .repeatedCommand)
            #expect(try await log.appendTogether([good]).isEmpty)
            for garage in [moved, repeating, free] { try await ChainAudit.expectIntact(garage) }
        }
    }

    @Test func `wait for no garage whose head another writer holds`() async throws {
        let holder = try await TestDatabase.connect()
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let garages = try await opened(2, in: log)
            let appends = try await [append(to: garages[0], key: "a"), append(to: garages[1], key: "b")]
            let name = garages[0].name
            try await withOpenTransaction(
                on: holder,
                {
                    try $0.execute("set role none")
                    try $0.execute("update log.streams set hash = hash where garage_id = $1", [.text(name)])
                }
            ) { () async throws -> Void in
                #expect(try await log.appendTogether(appends) == [name])
                #expect(try await log.appendTogether([appends[1]]).isEmpty)
            }
            #expect(try await log.appendTogether([appends[0]]).isEmpty)
        }
        await holder.close()
    }

    @Test func `that the server does not take are each asked by themselves`() async throws {
        try await TestDatabase.withPool(size: 2) { pool in
            let log = PostgresEventLog(pool)
            let garages = try await opened(2, in: log)
            let torn = Append(
                garage: garages[0].name, head: try await garages[0].head, recordedAt: TestGarage.noon,
                events: [TestGarage.event("{")])
            let good = try await append(to: garages[1], key: "b")
            #expect(try await log.appendTogether([torn, good]) == Set(garages.map(\.name)))
            #expect(try await log.append(good) == .appended(good.newHead))
            await #expect(throws: PostgresError.self) { _ = try await log.append(torn) }
        }
    }

    @Test func `leave a head as it is that no event follows, whatever is said of it, and take lists that begin at 1`()
        async throws
    {
        try await TestDatabase.withPool(size: 2) { pool in
            let garage = try await opened(1, in: PostgresEventLog(pool))[0]
            let head = try await garage.head
            let name = garage.name
            let call = { @Sendable (ends: Parameter) in
                try await pool.run { session in
                    _ = try session.query(
                        """
                        select log.append_together(array[$1], array[$2], array[$3],
                            array[decode(repeat('ab', 32), 'hex')], array[$4], $5, '{}', '{}', '{}', '{}', '{}', '{}',
                            '{}', '{}', '{0}', '{}', '{}', '{}', '{}', '{0}', '{}', '{}', '{}')
                        """,
                        [
                            .text(name), .int8(head.version), .bytea(head.hash.bytes),
                            .timestamptz(microseconds: head.recordedAt.microseconds), ends,
                        ])
                }
            }
            try await call(.int8s([0]))
            #expect(try await garage.head == head)
            let error = await postgresError {
                try await pool.run { session in
                    _ = try session.query(
                        """
                        select log.append_together('[0:0]={a}', '{1}', '{}', '{}', '{}', '{0}', '{}', '{}', '{}', '{}',
                            '{}', '{}', '{}', '{}', '{0}', '{}', '{}', '{}', '{}', '{0}', '{}', '{}', '{}')
                        """)
                }
            }
            #expect(error?.sqlState == SQLState(rawValue: "PL004"))
        }
    }

    private func opened(_ count: Int, in log: PostgresEventLog) async throws -> [TestGarage] {
        var garages: [TestGarage] = []
        for _ in 0..<count {
            garages.append(TestGarage(in: log))
            _ = try await garages.last?.append([TestGarage.event()])
        }
        return garages
    }

    private func append(to garage: TestGarage, key: String) async throws -> Append {
        Append(
            garage: garage.name, head: try await garage.head, recordedAt: TestGarage.noon,
            events: [TestGarage.event(command: key)], replies: [TestGarage.reply(key)])
    }

    private func entry(_ plate: String) -> VaultEntry {
        var generator = SystemRandomNumberGenerator()
        return VaultEntry(plate: plate, using: &generator)
    }
}
