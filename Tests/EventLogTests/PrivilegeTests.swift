import Chronology
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
            "select projection.swap('{mine}', '{}')", "select projection.differences('a', 'b', 'c')",
            "select projection.keep('a', 'b')", "select projection.drop_replaced()",
            "select projection.grant_as_before('mine')",
            "select log.refuse_change()", "select log.archive('a', 1, 2, '', 'f', '', 'f', '')",
            "insert into log.archives select * from log.archives", "delete from log.archived_erasures",
            "update log.archived_reservations set actor = 'me'", "delete from log.archived_replacements",
            "set session_replication_role = replica",
        ] + pastTheAppend

    /// What only the append does, and what would hold an append up.
    private static let pastTheAppend: [Statement] = [
        "update log.streams set version = version - 1", "update log.streams set hash = hash where false",
        "update log.streams set recorded_at = 'infinity'",
        "insert into log.streams select * from log.streams where false",
        "insert into log.events select * from log.events where false", "copy log.events from stdin",
        "insert into log.commands select * from log.commands where false",
        "insert into log.plates select * from log.plates where false", "truncate log.commands", "truncate log.plates",
        "select from log.streams for update", "select from log.streams for key share",
        "do 'begin lock table log.streams in row share mode; end'",
        "do 'begin lock table log.events in exclusive mode; end'",
        "alter function log.append owner to parklog_service",
    ]

    @Test(arguments: forbidden)
    func `the service's role may add to it and may not`(_ statement: Statement) async throws {
        try await withEvents { connection, garage in
            let error = await postgresError { try await connection.run { try $0.execute(statement) } }
            #expect(error?.sqlState == .insufficientPrivilege, "\(error as Any)")
            try await ChainAudit.expectIntact(garage)
        }
    }

    @Test func `the service's role has no right on a table of the log but to read it`() async throws {
        try await withEvents { connection, _ in
            let rights = try await connection.run { session in
                try session.query(
                    """
                    select relname::text, has_table_privilege('parklog_service', pg_class.oid, 'select'),
                        has_table_privilege('parklog_service', pg_class.oid, 'insert, update, delete, truncate, trigger, references')
                            or has_any_column_privilege('parklog_service', pg_class.oid, 'insert, update, references')
                    from pg_class where relnamespace = 'log'::regnamespace and relkind in ('r', 'p', 'v', 'S') order by 1
                    """
                ).map { "\($0.text(0)) \($0.bool(1)) \($0.bool(2))" }
            }
            #expect(
                rights == [
                    "archived_erasures true false", "archived_replacements true false",
                    "archived_reservations true false", "archives true false",
                    "commands true false", "events true false", "meanings false false", "plates true false",
                    "streams true false",
                    "texts true false",
                ])
        }
    }

    @Test func `the append writes with the owner's rights, whatever its caller has made of the names in it`()
        async throws
    {
        try await withEvents { connection, garage in
            try await connection.run { session in
                try session.script(
                    """
                    create temporary table streams (garage_id text, version bigint, hash bytea, recorded_at timestamptz);
                    create function pg_temp.cardinality(anyarray) returns int language sql as 'select 0';
                    set search_path = pg_temp, log;
                    """)
            }
            let outcome = try await Self.append(garage, behind: try await garage.head, naming: nil, connection)
            #expect(outcome == "appended")
            let definition = try await connection.run { session in
                try session.query(
                    """
                    select prosecdef, proconfig::text, proowner = nspowner
                    from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
                    where pg_proc.oid = 'log.append'::regproc
                    """
                ).map { "\($0.bool(0)) \($0.text(1)) \($0.bool(2))" }
            }
            #expect(definition == [#"true {"search_path=pg_catalog, pg_temp"} true"#])
            try await ChainAudit.expectIntact(garage)
        }
    }

    @Test func `an append leads forward: to no older version, time or other head than its last event`() async throws {
        try await withEvents { connection, garage in
            let head = try await garage.head
            let zero = EventHash.zero
            let older = StreamHead(version: 1, hash: head.hash, recordedAt: head.recordedAt)
            #expect(try await Self.append(garage, behind: older, naming: nil, connection) == "conflict")
            let earlier = StreamHead(version: 2, hash: head.hash, recordedAt: .earliest)
            for (head, named, state) in [(earlier, nil, "PL003"), (head, zero, "PL004")] {
                let error = await postgresError {
                    _ = try await Self.append(garage, behind: head, naming: named, connection)
                }
                #expect(error?.sqlState == SQLState(rawValue: state), "\(error as Any)")
            }
            #expect(try await garage.head == head)
            try await ChainAudit.expectIntact(garage)
        }
    }

    /// Calls the function as anybody with the service's role might.
    private static func append(
        _ garage: TestGarage, behind head: StreamHead, naming hash: EventHash?, _ connection: PostgresConnection
    ) async throws -> String {
        let append = Append(
            garage: garage.name, head: head, recordedAt: head.recordedAt, events: [TestGarage.event("3")])
        return try await connection.run { session in
            try session.query(
                """
                select log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '{}', '{}', '{}', '{}', '{}', '{}',
                    '{}')
                """,
                [
                    .text(append.garage), .int8(head.version), .bytea(head.hash.bytes),
                    .bytea((hash ?? append.newHead.hash).bytes),
                    .timestamptz(microseconds: append.recordedAt.microseconds),
                    .texts(append.events.map(\.type)), .int2s(append.events.map(\.schemaVersion)),
                    .timestamptzs(append.events.map(\.occurredAt.microseconds)),
                    .optionalTexts(append.events.map(\.commandID)), .texts(append.events.map(\.actor)),
                    .optionalTexts(append.events.map(\.trace)),
                    .jsons(append.events.map(\.payload)), .byteas(append.hashes.map(\.bytes)),
                ])[0].text(0)
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
