import TestSupport
import EventLog
import Postgres
import Testing

@Suite(.needsServer, .serviceDatabase, .serialized, .timeLimit(.minutes(2)))
struct `The history is guarded` {
    private static let changes: [Statement] = [
        "update log.events set actor = 'nobody'", "update log.events set hash = hash where false",
        "delete from log.events", "delete from log.events where false", "truncate log.events",
        "insert into log.events select * from log.events on conflict (garage_id, version) do update set actor = 'x'",
    ]

    private static let forbidden: [Statement] =
        changes + [
            "drop table log.events", "alter table log.events disable trigger all", "alter table log.events add a int",
            "drop schema log cascade", "drop function log.append", "create table log.more (a int)",
            "create or replace function log.refuse_change() returns trigger language plpgsql as 'begin return new; end'",
            "delete from log.streams", "truncate log.streams", "update log.commands set reply = '{}'",
            "delete from log.commands", "update log.plates set plate = 'B-A 2'", "delete from log.plates",
            "truncate log.events, log.plates", "drop table log.plates", "create schema mine",
            "update parklog_migrations set name = 'none'", "update parklog_functions set digest = ''",
            "delete from parklog_functions", "select projection.prepare('mine')",
            "select projection.swap('mine', '')", "select log.refuse_change()",
            "set session_replication_role = replica",
        ]

    @Test(arguments: forbidden)
    func `the service's role may add to it and may not`(_ statement: Statement) async throws {
        try await withEvents { connection, garage in
            let error = await postgresError { try await connection.run { try $0.execute(statement) } }
            #expect(error?.sqlState == .insufficientPrivilege, "\(error as Any)")
            try await ChainAudit.expectIntact(garage)
        }
    }

    @Test(arguments: changes)
    func `a trigger refuses a superuser's attempt to`(_ statement: Statement) async throws {
        try await withEvents { connection, garage in
            let error = await postgresError {
                try await connection.run { session in
                    try session.execute("set role none")
                    try session.execute(statement)
                }
            }
            #expect(error?.sqlState == SQLState(rawValue: "PL002"), "\(error as Any)")
            try await ChainAudit.expectIntact(garage)
        }
    }

    @Test func `a superuser may erase a plate, and the events about it stay as they were`() async throws {
        try await TestDatabase.withPool { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            var random = SystemRandomNumberGenerator()
            let entry = VaultEntry(plate: "B-A 1", using: &random)
            _ = try await garage.append([TestGarage.event()], plates: [entry])
            let before = try await garage.events
            let name = garage.name
            try await pool.run { session in
                try session.execute("set role none")
                try session.execute("delete from log.plates where garage_id = $1", [.text(name)])
                try session.execute("set role parklog_service")
            }
            #expect(try await garage.log.vaultEntries(of: name, plateIDs: [entry.plateID]).isEmpty)
            #expect(try await garage.events == before)
            try await ChainAudit.expectIntact(garage)
        }
    }

    @Test func `a forged row of the vault is found out by its id`() async throws {
        try await TestDatabase.withPool { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            var random = SystemRandomNumberGenerator()
            let entry = VaultEntry(plate: "B-A 1", using: &random)
            _ = try await garage.append([TestGarage.event()], plates: [entry])
            let name = garage.name
            try await pool.run { session in
                try session.execute("set role none")
                try session.execute("update log.plates set plate = 'B-X 9' where garage_id = $1", [.text(name)])
                try session.execute("set role parklog_service")
            }
            let found = try await garage.log.vaultEntries(of: name, plateIDs: [entry.plateID])
            #expect(found.map(\.plate) == ["B-X 9"])
            #expect(found.allSatisfy { !$0.isGenuine })
        }
    }

    private func withEvents(_ body: (PostgresConnection, TestGarage) async throws -> Void) async throws {
        try await TestDatabase.withPool(size: 1) { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            _ = try await garage.append([TestGarage.event("1"), TestGarage.event("2")])
            let connection = try await TestDatabase.connect()
            try await body(connection, garage)
            await connection.close()
        }
    }
}
