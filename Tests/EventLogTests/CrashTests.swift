import TestSupport
import EventLog
import Postgres
import Testing

/// On servers of their own, which may be killed.
@Suite(
    .enabled(if: ThrowawayServer.isAvailable, "the PostgreSQL server's programs are not installed"), .serialized,
    .timeLimit(.minutes(5)))
struct `A server of its own` {
    @Test func `that is killed while events are appended keeps what it acknowledged, exactly once`() async throws {
        try await ThrowawayServer.with { server in
            try await TestDatabase.with(migrated: true, on: server.configuration) { database in
                let writers = (0..<4).map { Writer(garage: "garage-\($0 / 2)", name: "writer-\($0)") }
                for _ in 1...3 {
                    let (acknowledged, acknowledge) = AsyncStream.makeStream(of: Void.self)
                    try await TestDatabase.withPool(on: database, size: writers.count) { pool in
                        await withTaskGroup { group in
                            for writer in writers {
                                group.addTask {
                                    await writer.appendUntilCutOff(in: PostgresEventLog(pool)) { acknowledge.yield() }
                                }
                            }
                            for await _ in acknowledged.prefix(100) {}
                            await #expect(throws: Never.self) { try await server.kill() }
                            // Else those who find their connection lost would wait for another one.
                            await pool.close()
                        }
                    }
                    try await server.start()
                    try await TestDatabase.withPool(on: database, size: 2) { pool in
                        for writer in writers { try await writer.settle(in: PostgresEventLog(pool)) }
                        try await verify(writers, in: PostgresEventLog(pool))
                    }
                }
            }
        }
    }

    @Test func `lets many databases migrate at once that all want to make the same roles`() async throws {
        try await ThrowawayServer.with { try await migrateMany(on: $0.configuration) }
    }

    /// A transaction that has notified cannot be prepared, whatever the channel.
    @Test func `prepares the transaction of an append, which proves that it notifies nobody`() async throws {
        try await ThrowawayServer.with(settings: "max_prepared_transactions = 4") { server in
            let probe = try await TestDatabase.connect(to: server.configuration)
            try await Migrator().migrate(probe)
            let error = await postgresError {
                try await probe.run { try $0.script("begin; notify a; prepare transaction 'a'") }
            }
            #expect(error?.sqlState == .featureNotSupported, "else the next expectation cannot fail")
            try await probe.run { session in
                try session.script(
                    """
                    begin;
                    select log.append('a', 0, h, h, now(), '{t}', '{1}', array[now()], '{c}', '{x}', '{t}', '{1}', array[h],
                        '{c}', array[h], '{1}', '{1}', array[substr(h, 1, 16)], '{p}', array[substr(h, 1, 16)])
                    from decode(repeat('00', 32), 'hex') h;
                    prepare transaction 'b'
                    """)
                try session.execute("commit prepared 'b'")
            }
            #expect(try await probe.run { try $0.query("select from log.events").count } == 1)
            await probe.close()
        }
    }

    private func verify(_ writers: [Writer], in log: PostgresEventLog) async throws {
        for name in Set(writers.map(\.garage)) {
            let garage = TestGarage(in: log, name: name)
            try await ChainAudit.expectIntact(garage)
            let stored = try await garage.events.compactMap(\.event.commandID)
            let own = writers.filter { $0.garage == name }
            for writer in own {
                let acknowledged = await writer.acknowledged
                #expect(stored.filter { $0.hasPrefix(writer.name) } == acknowledged)
            }
        }
    }
}

/// One that appends an event a command and remembers which of them the log acknowledged.
private actor Writer {
    let garage: String
    let name: String
    private(set) var acknowledged: [String] = []

    init(garage: String, name: String) {
        self.garage = garage
        self.name = name
    }

    func appendUntilCutOff(in log: PostgresEventLog, _ acknowledge: () -> Void) async {
        do {
            while true {
                try await appendNext(in: log)
                acknowledge()
            }
        } catch {
            #expect(error is PostgresError)
        }
    }

    /// Sends the command again whose answer was lost, and so learns its fate.
    func settle(in log: PostgresEventLog) async throws {
        try await appendNext(in: log)
    }

    private func appendNext(in log: PostgresEventLog) async throws {
        let command = "\(name)-\(acknowledged.count)"
        let garage = TestGarage(in: log, name: garage)
        _ = try await garage.appendEventually(
            [TestGarage.event("\"\(command)\"", command: command)], replies: [TestGarage.reply(command)])
        acknowledged.append(command)
    }
}
