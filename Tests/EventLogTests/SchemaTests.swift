import TestSupport
import EventLog
import Postgres
import Testing

@Suite(.needsServer, .migratedDatabase, .serialized, .timeLimit(.minutes(2)))
struct `The schema of the log` {
    struct BrokenRow: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statement: Statement
        let state: SQLState

        init(_ testDescription: String, _ state: SQLState, _ statement: Statement) {
            self.testDescription = testDescription
            self.statement = statement
            self.state = state
        }
    }

    private static let brokenRows = [
        BrokenRow(
            "an event of version 0", .checkViolation,
            """
            insert into log.events values
                ('a', 0, 't', 1, now(), now(), null, 'x', null, '{}', decode(repeat('00', 32), 'hex'))
            """),
        BrokenRow(
            "an event whose payload has form 0", .checkViolation,
            """
            insert into log.events values
                ('a', 1, 't', 0, now(), now(), null, 'x', null, '{}', decode(repeat('00', 32), 'hex'))
            """),
        BrokenRow(
            "an event with a hash of 31 bytes", .checkViolation,
            """
            insert into log.events values
                ('a', 1, 't', 1, now(), now(), null, 'x', null, '{}', decode(repeat('00', 31), 'hex'))
            """),
        BrokenRow(
            "an event whose payload is not JSON", SQLState(rawValue: "22P02"),
            """
            insert into log.events values
                ('a', 1, 't', 1, now(), now(), null, 'x', null, '{', decode(repeat('00', 32), 'hex'))
            """),
        BrokenRow(
            "an event without an actor", .notNullViolation,
            """
            insert into log.events values
                ('a', 1, 't', 1, now(), now(), null, null, null, '{}', decode(repeat('00', 32), 'hex'))
            """),
        BrokenRow(
            "two events of one version", .uniqueViolation,
            """
            insert into log.events
            select 'a', 1, 't', 1, now(), now(), null, 'x', null, '{}', decode(repeat('00', 32), 'hex')
            from generate_series(1, 2)
            """),
        BrokenRow(
            "a stream of version 0", .checkViolation,
            "insert into log.streams values ('a', 0, decode(repeat('00', 32), 'hex'), now())"),
        BrokenRow(
            "a stream with a hash of 33 bytes", .checkViolation,
            "insert into log.streams values ('a', 1, decode(repeat('00', 33), 'hex'), now())"),
        BrokenRow(
            "a command id twice", .uniqueViolation,
            "insert into log.commands select 'a', 'c', '', 1, '{}', now() from generate_series(1, 2)"),
        BrokenRow(
            "a reply that is not JSON", SQLState(rawValue: "22P02"),
            "insert into log.commands values ('a', 'c', '', 1, 'yes', now())"),
        BrokenRow(
            "a plate's id of 15 bytes", .checkViolation,
            """
            insert into log.plates
            values ('a', decode(repeat('00', 15), 'hex'), 'p', decode(repeat('00', 16), 'hex'), 1)
            """),
        BrokenRow(
            "a salt of 15 bytes", .checkViolation,
            """
            insert into log.plates
            values ('a', decode(repeat('00', 16), 'hex'), 'p', decode(repeat('00', 15), 'hex'), 1)
            """),
        BrokenRow(
            "a plate under two ids", .uniqueViolation,
            """
            insert into log.plates
            select 'a', decode(repeat('0' || i, 16), 'hex'), 'p', decode(repeat('00', 16), 'hex'), 1
            from generate_series(1, 2) i
            """),
    ]

    @Test(arguments: brokenRows)
    func `refuses`(_ row: BrokenRow) async throws {
        let connection = try await TestDatabase.connect()
        let error = await postgresError { try await connection.run { try $0.execute(row.statement) } }
        #expect(error?.sqlState == row.state, "\(error as Any)")
        await connection.close()
    }

    @Test func `begins every key with the garage, so that the tables distribute by it`() async throws {
        let connection = try await TestDatabase.connect()
        let keys = try await connection.run { session in
            try session.query(
                """
                select i.indexrelid::regclass::text, a.attname::text
                from pg_index i join pg_class t on t.oid = i.indrelid
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                where t.relnamespace = 'log'::regnamespace order by 1
                """
            ).map { ($0.text(0), $0.text(1)) }
        }
        #expect(
            keys.map(\.0) == [
                "log.archived_erasures_pkey", "log.archived_replacements_pkey", "log.archived_reservations_pkey",
                "log.archives_pkey",
                "log.commands_pkey", "log.events_pkey", "log.events_that_erase", "log.events_that_replace",
                "log.plates_by_plate",
                "log.plates_pkey",
                "log.streams_pkey", "log.texts_by_version", "log.texts_pkey",
            ])
        #expect(keys.allSatisfy { $0.1 == "garage_id" }, "\(keys)")
        await connection.close()
    }

    @Test func `lets an auditor verify a chain with SQL alone`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        try await TestDatabase.withPool { pool in
            let garage = TestGarage(in: PostgresEventLog(pool))
            for _ in 0..<5 { _ = try await garage.append(random.events(20)) }
            let name = garage.name
            let verdict = try await pool.run { session in
                let row = try session.query(
                    """
                    with link as (
                        select *, coalesce(lag(hash) over (order by version), decode(repeat('00', 32), 'hex'))
                            || int8send(octet_length(garage_id)) || convert_to(garage_id, 'UTF8')
                            || int8send(version) || int8send(octet_length(type)) || convert_to(type, 'UTF8')
                            || int8send(schema_version)
                            || int8send((extract(epoch from occurred_at) * 1000000)::bigint)
                            || int8send((extract(epoch from recorded_at) * 1000000)::bigint)
                            || int8send(coalesce(octet_length(command_id), -1))
                            || convert_to(coalesce(command_id, ''), 'UTF8')
                            || int8send(octet_length(actor)) || convert_to(actor, 'UTF8')
                            || int8send(coalesce(octet_length(trace), -1)) || convert_to(coalesce(trace, ''), 'UTF8')
                            || int8send(octet_length(payload::text)) || convert_to(payload::text, 'UTF8') as bytes
                        from log.events where garage_id = $1
                    )
                    select count(*), count(*) filter (where hash = sha256(bytes)) from link
                    """, [.text(name)])[0]
                return (row.int8(0), row.int8(1))
            }
            #expect(verdict == (100, 100), "seed \(seed)")
        }
    }
}
