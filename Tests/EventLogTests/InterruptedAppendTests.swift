import TestSupport
import EventLog
import Postgres
import Testing

@Suite(.needsServer, .migratedDatabase, .serialized, .timeLimit(.minutes(3)))
struct `An append that is cut off` {
    /// Where an append can be held up: by a transaction that has touched the same row.
    struct Obstacle: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statement: Statement

        init(_ testDescription: String, _ statement: Statement) {
            self.testDescription = testDescription
            self.statement = statement
        }
    }

    private static let obstacles = [
        Obstacle("the stream's head", "update log.streams set hash = hash where garage_id = $1"),
        Obstacle("the replies", "insert into log.commands values ($1, 'new', '', 1, '{}', now())"),
        Obstacle(
            "the plates",
            """
            insert into log.plates
            values ($1, decode(repeat('00', 16), 'hex'), 'B-A 1', decode(repeat('00', 16), 'hex'), 1)
            """),
        Obstacle(
            "the events",
            """
            insert into log.events
            values ($1, 4, 't', 1, now(), now(), null, 'x', null, '{}', decode(repeat('00', 32), 'hex'))
            """),
    ]

    enum End: String, Sendable, CaseIterable {
        case lostConnection, cancelledTask
    }

    @Test(arguments: obstacles, End.allCases)
    func `leaves nothing, wherever it was`(_ obstacle: Obstacle, _ end: End) async throws {
        let holder = try await TestDatabase.connect()
        let observer = try await TestDatabase.connect()
        let application = "\(end.rawValue) at \(obstacle.testDescription)"
        try await TestDatabase.withPool(size: 1, application) { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            var random = SystemRandomNumberGenerator()
            let entry = VaultEntry(plate: "B-A 1", using: &random)
            _ = try await garage.append([TestGarage.event("1")])
            let before = try await garage.head
            let name = garage.name
            try await withOpenTransaction(on: holder, { try $0.execute(obstacle.statement, [.text(name)]) }) {
                let append = Task {
                    try await garage.append(
                        (2...5).map { TestGarage.event("\($0)") }, behind: before,
                        replies: [TestGarage.reply("new")], plates: [entry])
                }
                try await until {
                    try await observer.run { session in
                        try !session.query(
                            """
                            select from pg_stat_activity where datname = current_database()
                                and application_name = $1 and wait_event_type = 'Lock'
                            """, [.text(application)]
                        ).isEmpty
                    }
                }
                switch end {
                case .cancelledTask: append.cancel()
                case .lostConnection:
                    try await observer.run { session in
                        try session.execute(
                            """
                            select pg_terminate_backend(pid, 60000) from pg_stat_activity
                            where datname = current_database() and application_name = $1
                            """, [.text(application)])
                    }
                }
                let error = await postgresError { _ = try await append.value }
                #expect(error?.code == (end == .cancelledTask ? .cancelled : .connectionLost))
            }
            #expect(try await garage.head == before)
            #expect(try await garage.events.count == 1)
            #expect(try await garage.log.replies(of: name, to: ["new"]).isEmpty)
            #expect(try await garage.log.vaultEntries(of: name, plates: ["B-A 1"]).isEmpty)
            #expect(try await garage.append([TestGarage.event("2")]) == .appended(garage.head))
            try await ChainAudit.expectIntact(garage)
        }
        await holder.close()
        await observer.close()
    }

    @Test func `at any moment is there as a whole or not at all, and its command's id tells which`() async throws {
        let observer = try await TestDatabase.connect()
        try await TestDatabase.withPool(size: 1, "hunted") { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            let hunter = Task {
                while !Task.isCancelled {
                    try await observer.run { session in
                        try session.execute(
                            """
                            select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
                                and application_name = 'hunted' and state = 'active' and query like '%log.append(%'
                            """)
                    }
                    await Task.yield()
                }
            }
            var acknowledged: [String] = []
            var cutOff: [String] = []
            while cutOff.count < 20 {
                let command = "c\(acknowledged.count + cutOff.count)"
                let events = (1...50).map { TestGarage.event("\($0)", command: command) }
                do {
                    let head = try await garage.appendEventually(events, replies: [TestGarage.reply(command)])
                    #expect(head != nil)
                    acknowledged.append(command)
                } catch is PostgresError {
                    cutOff.append(command)
                }
            }
            hunter.cancel()
            _ = await hunter.result
            // Its last shot may still be on its way.
            try await until { (try? await garage.head) != nil }
            let stored = Dictionary(grouping: try await garage.events) { $0.event.commandID ?? "" }
            for command in acknowledged { #expect(stored[command]?.count == 50, "\(command) was acknowledged") }
            let log = garage.log
            for command in cutOff {
                let isThere = try await !log.replies(of: garage.name, to: [command]).isEmpty
                #expect(stored[command, default: []].count == (isThere ? 50 : 0), "\(command) was cut off")
            }
            try await ChainAudit.expectIntact(garage)
        }
        await observer.close()
    }
}
