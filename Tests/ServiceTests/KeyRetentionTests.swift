import Chronology
import EventLog
import Parking
import Postgres
import TestSupport
import Testing

@testable import Hosting

/// The keys of commands that nobody sends again.
@Suite(.needsServer, .migratedDatabase, .timeLimit(.minutes(5)))
struct KeyRetentionTests {
    private static let garage = GarageID("keys")!
    private static let car = #"{"plate": "M-KK 1", "gate": "in"}"#

    @Test func `are forgotten after so many days, younger ones are not, and the log still fits`() async throws {
        try await TestDatabase.withPool { pool in
            let log = PostgresEventLog(pool)
            try await withHosts(on: log) { hosts in
                let site = Site(hosts, Self.garage)
                try await site.configure(2, #""admission": "open""#)
                try await site.send(.gateOpen, Self.car, id: "old")
            }
            try await withHosts(on: log, clock: { .monday + .days(50) }) { hosts in
                let site = Site(hosts, Self.garage)
                try await site.send(.gateOpen, #"{"plate": "M-KK 2", "gate": "in"}"#, id: "new")
                let known = { (id: String) in
                    try await pool.run { session in
                        try session.query(
                            "select count(*) from log.commands where garage_id = 'keys' and command_id like $1",
                            [.text("% \(id)")])[0].int8(0)
                    }
                }
                #expect(try await hosts.forgetKeys(of: Self.garage, olderThanDays: 51, log: log) == 0)
                #expect(try await known("old") == 1)
                #expect(try await hosts.forgetKeys(of: Self.garage, olderThanDays: 40, log: log) == 2)
                #expect(try await known("old") == 0)
                #expect(try await known("new") == 1)
                #expect(try await hosts.forgetKeys(of: Self.garage, olderThanDays: 40, log: log) == 0)
                #expect(try await site.send(.gateOpen, #"{"plate": "M-KK 2", "gate": "in"}"#, id: "new").isRepeated)
                // A key of today that led to no event is not as old as the garage's last event.
                let lift = #"{"plate": "M-KK 2", "reason": "misread"}"#
                try await site.send(.liftSuspension, lift, id: "quiet")
                #expect(try await hosts.forgetKeys(of: Self.garage, olderThanDays: 40, log: log) == 0)
                #expect(try await known("quiet") == 1)
                // What is missing behind it is still told.
                let connection = try await TestDatabase.connect()
                #expect(try await connection.run { try $0.rowFindings(of: "keys", upTo: .max) } == [])
                try await connection.run {
                    try $0.execute("delete from log.commands where garage_id = 'keys' and command_id like '% new'")
                }
                let findings = try await connection.run { try $0.rowFindings(of: "keys", upTo: .max) }
                #expect(findings.map(\.kind) == [.replyDisagrees])
                await connection.close()
            }
        }
    }

    @Test func `of the last month are kept, whoever asks`() async throws {
        try await TestDatabase.withPool { pool in
            let error = await #expect(throws: PostgresError.self) {
                _ = try await PostgresEventLog(pool).forgetKeys(of: "keys", before: .latest)
            }
            #expect(error?.sqlState == SQLState(rawValue: "PL007"))
        }
    }
}
