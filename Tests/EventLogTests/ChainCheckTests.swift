import Chronology
import EventLog
import Postgres
import TestSupport
import Testing

/// A log that somebody changed who may change everything.
@Suite(.needsServer, .timeLimit(.minutes(2)))
struct ChainCheckTests {
    /// A change of event 5 of 9, and what is said of it.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let what: String
        let change: Statement
        let kind: LogFinding.Kind
        var column: String?
        var version: Int64? = 5
        var testDescription: String { what }
    }

    static func column(_ name: String, _ change: Statement, told: Bool = true) -> Tampering {
        Tampering(what: name, change: change, kind: .eventAltered, column: told ? name : nil)
    }

    static let tamperings: [Tampering] = [
        column("type", "update log.events set type = 'car-seen' where version = 5"),
        column("schema_version", "update log.events set schema_version = 7 where version = 5"),
        column("occurred_at", "update log.events set occurred_at = occurred_at - interval '1 hour' where version = 5"),
        column(
            "recorded_at", "update log.events set recorded_at = recorded_at + interval '1 second' where version = 5"),
        column("command_id", "update log.events set command_id = 'other' where version = 5"),
        column("actor", "update log.events set actor = 'somebody' where version = 5"),
        column("trace", "update log.events set trace = '00-1' where version = 5"),
        column("payload", #"update log.events set payload = '{"amount": "0.50"}' where version = 5"#, told: false),
        column("hash", "update log.events set hash = sha256('x') where version = 5"),
        Tampering(
            what: "taken out", change: "delete from log.events where version = 5", kind: .eventMissing),
        Tampering(
            what: "two taken out", change: "delete from log.events where version in (5, 6)", kind: .eventMissing),
        Tampering(
            what: "exchanged",
            change: """
                update log.events set version = -version + 100 where version in (5, 7);
                update log.events set version = case version when 95 then 7 else 5 end where version in (95, 93)
                """, kind: .eventsExchanged),
        Tampering(
            what: "the end taken out", change: "delete from log.events where version > 7", kind: .eventMissing,
            version: 8),
        Tampering(
            what: "head rewound",
            change: """
                update log.streams set version = 7, hash = (select hash from log.events where version = 7)
                """, kind: .headDisagrees, version: 7),
        Tampering(
            what: "head's hash", change: "update log.streams set hash = sha256('x')", kind: .headDisagrees, version: 9),
        Tampering(
            what: "head's moment", change: "update log.streams set recorded_at = '2100-01-01'", kind: .headDisagrees,
            version: 9),
        Tampering(what: "head taken out", change: "delete from log.streams", kind: .headDisagrees, version: 9),
        Tampering(
            what: "last event's hash", change: "update log.events set hash = sha256('x') where version = 9",
            kind: .eventAltered, column: "hash", version: 9),
        Tampering(
            what: "vault's plate", change: "update log.plates set plate = 'B-XX 1' where plate = 'M-AB 2'",
            kind: .plateForged, version: nil),
        Tampering(
            what: "vault's salt",
            change: "update log.plates set salt = '\\x00000000000000000000000000000000' where plate = 'M-AB 2'",
            kind: .plateForged, version: nil),
        Tampering(
            what: "reply taken out", change: "delete from log.commands where command_id = 'gate-3 c3'",
            kind: .replyDisagrees),
        Tampering(
            what: "reply's version", change: "update log.commands set version = 12 where command_id = 'gate-3 c3'",
            kind: .beyondLog,
            version: 12),
    ]

    @Test(arguments: tamperings)
    func `whatever is changed is named`(_ tampering: Tampering) async throws {
        try await withNineEvents { connection in
            #expect(try await Self.findings(connection) == [])
            try await connection.run { session in
                try session.script("alter table log.events disable trigger append_only")
                try session.script(tampering.change)
            }
            let findings = try await Self.findings(connection)
            let named = findings.contains {
                $0.kind == tampering.kind && $0.version == tampering.version && $0.column == tampering.column
            }
            #expect(named, "\(findings)")
            // What fits is not suspected.
            if tampering.kind == .eventAltered || tampering.kind == .eventsExchanged {
                #expect(findings.filter { $0.kind == .eventAltered || $0.kind == .eventsExchanged }.count == 1)
            }
        }
    }

    @Test func `every change is named, not the first one alone`() async throws {
        try await withNineEvents { connection in
            try await connection.run { session in
                try session.script(
                    """
                    alter table log.events disable trigger append_only;
                    update log.events set actor = 'x' where version in (2, 4, 8);
                    delete from log.events where version = 6
                    """)
            }
            // Whose actor was changed has no reply of that sender either.
            let found = try await Self.findings(connection).filter { $0.kind != .replyDisagrees }
                .map { "\($0.kind.rawValue) \($0.version ?? 0)" }
            #expect(found == ["event-altered 2", "event-altered 4", "event-missing 6", "event-altered 8"])
        }
    }

    @Test func `a garage whose head is gone is still looked at`() async throws {
        try await withNineEvents { connection in
            for gone: Statement in ["delete from log.streams", "delete from log.events", "delete from log.commands"] {
                try await connection.run { session in
                    try session.script("alter table log.events disable trigger append_only")
                    try session.script(gone)
                }
                #expect(try await connection.run { try $0.garagesInLog() } == ["mitte"])
                #expect(try await Self.findings(connection) != [])
            }
        }
    }

    private static func findings(_ connection: PostgresConnection) async throws -> [LogFinding] {
        try await connection.transaction { session in
            let check = try session.checkChain(of: "mitte")
            return try check.findings + session.rowFindings(of: "mitte", upTo: check.head.version)
        }
    }

    /// Nine events by five commands, each at its minute.
    private func withNineEvents(_ body: (PostgresConnection) async throws -> Void) async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await TestDatabase.withPool(on: database, size: 1) { pool in
                let log = PostgresEventLog(pool)
                var head = StreamHead.empty
                var seeded = Seeded(1)
                for command in 1...5 {
                    let at = Instant(microseconds: 1_700_000_000_000_000 + Int64(command) * 60_000_000)
                    let events = (0..<(command == 1 ? 1 : 2)).map { part in
                        NewEvent(
                            type: part == 0 ? "car-seen" : "car-left", schemaVersion: 1, occurredAt: at,
                            commandID: "c\(command)", actor: "gate-\(command)",
                            payload: Array(#"{"car": \#(command), "part": \#(part)}"#.utf8))
                    }
                    let version = head.version + Int64(events.count)
                    let append = Append(
                        garage: "mitte", head: head, recordedAt: at, events: events,
                        replies: [
                            StoredReply(
                                commandID: "gate-\(command) c\(command)", fingerprint: [1], version: version,
                                reply: Array(#"{"version": \#(version)}"#.utf8))
                        ], plates: [VaultEntry(plate: "M-AB \(command)", using: &seeded)])
                    let outcome = try await log.append(append)
                    #expect(outcome == .appended(append.newHead))
                    head = append.newHead
                }
            }
            let connection = try await TestDatabase.connect(to: database)
            try await body(connection)
            await connection.close()
        }
    }
}
