import TestSupport
import EventLog
import Parking
import JSON
import Hosting
import Postgres
import Projections
import Testing

/// Where plates are kept: in the vault and nowhere else.
@Suite(.needsServer, .migratedDatabase, .timeLimit(.minutes(5)))
struct PrivacyTests {
    @Test func `no table but the vault has a plate's characters`() async throws {
        try await TestDatabase.withPool { pool in
            try await withHosts(on: PostgresEventLog(pool)) { hosts in
                let site = Site(hosts)
                try await site.configure(2, #""guestSpots": 1"#)
                try await site.reserve("QX-ZJ 777", id: "order-1")
                _ = await failure { () throws(CommandError) in try await site.reserve("QX-ZJ 777", id: "order-2") }
                let permit = #"{"plate": "QX-ZJ 777", "kind": "pass", "groups": ["staff"]}"#
                try await site.send(.grantPermit, permit, id: "permit-1")
                _ = await failure { () throws(CommandError) in
                    try await site.send(.grantPermit, permit, id: "permit-2")
                }
                try await site.drive("QX-ZJ 777")
                try await site.seen("QX-ZJ 777", id: "seen-1")
                try await site.send(.exit, #"{"plate": "QX-ZJ 777", "gate": "out"}"#, id: "exit-1")
                try await site.leave("QX-ZJ 777")
                try await site.leave("QX-ZJ 778")
            }
            let connection = try await TestDatabase.connect()
            _ = try await Projections.Rebuild.install(connection, codec: .tests)
            let tables = try await connection.run { session in
                try session.script(PrivacyTests.mentions)
                let rows = try session.query(
                    "select place, rows, hits from public.mentions('QXZJ777') order by place")
                return rows.map { (place: $0.text(0), rows: $0.int8(1), hits: $0.int8(2)) }
            }
            await connection.close()
            #expect(tables.filter { $0.hits > 0 }.map(\.place) == ["log.plates"])
            // What was scanned is not empty, or finding nothing would say nothing.
            for place in [
                "log.events", "log.commands", "allowlist.reservations", "allowlist.permits", "session_charges.sessions",
                "exceptions.exceptions",
            ] {
                #expect(tables.first { $0.place == place }?.rows ?? 0 > 0, "\(place)")
            }
        }
    }

    @Test func `no table but that of texts has what a person typed, and none has it once it is erased`() async throws {
        try await TestDatabase.withPool { pool in
            let log = PostgresEventLog(pool)
            try await withHosts(on: log) { hosts in
                let site = Site(hosts, GarageID("texts")!)
                try await site.configure(2)
                let body = #"{"plate": "M-QQ 1", "gate": "in", "remark": "Frau QXKRAUSE rief an."}"#
                let first = try await site.send(.gateOpen, body, id: "by-hand-1")
                // The same words are the same request, and others are not.
                #expect(try await site.send(.gateOpen, body, id: "by-hand-1").isRepeated)
                let other = body.replacing("rief an", with: "schrieb")
                #expect(
                    await failure { () throws(CommandError) in try await site.send(.gateOpen, other, id: "by-hand-1") }?
                        .problem.type == .keyReused)
                // However the field is spelled.
                let spelled = #"{"gate": "out", "rem\u0061rk": "QXKRAUSE again."}"#
                try await site.send(.gateOpen, spelled)
                let connection = try await TestDatabase.connect()
                try await connection.run { try $0.script(PrivacyTests.mentions) }
                #expect(try await places("QXKRAUSE", connection) == ["log.texts 2"])
                let events = try await log.events(of: "texts", after: 0, limit: .max)
                let texts = try await log.texts(referredToBy: events, of: "texts")
                #expect(texts.values.sorted() == ["Frau QXKRAUSE rief an.", "QXKRAUSE again."])
                let last = try #require(events.first { $0.version == first.version })
                #expect(last.event.telling(texts, in: Remark(last.event.textID!).text) == "Frau QXKRAUSE rief an.")
                let ids = try await log.vaultEntries(of: "texts", plates: ["MQQ1"]).map(\.plateID)
                #expect(try await log.texts(of: "texts", about: ids[0]) == [last.event.textID!.bytes])
                #expect(try await connection.run { try $0.rowFindings(of: "texts", upTo: .max) } == [])

                try await hosts.erase(Array(texts.keys), in: site.garage, by: Actor("test")!)
                #expect(try await places("QXKRAUSE", connection) == [])
                // Nothing says any more whether these were the words.
                #expect(
                    await failure { () throws(CommandError) in try await site.send(.gateOpen, body, id: "by-hand-1") }?
                        .problem.type == .keyReused)
                let digests = try await connection.run {
                    try $0.query("select count(*) from log.commands where garage_id = 'texts' and fingerprint = ''")[0]
                        .int8(0)
                }
                #expect(digests == 2)
                #expect(last.event.telling([:], in: Remark(last.event.textID!).text) == "(erased)")
                #expect(try await connection.run { try $0.rowFindings(of: "texts", upTo: .max) } == [])
                #expect(try await log.erasures(in: "texts").map(\.kind) == [.text, .text])
                await connection.close()
            }
        }
    }

    @Test func `what was said of an exception, or of a passage beside another's stay, is about its plate, too`()
        async throws
    {
        try await TestDatabase.withPool { pool in
            let log = PostgresEventLog(pool)
            try await withHosts(on: log) { hosts in
                let site = Site(hosts, GarageID("said")!)
                try await site.configure(5)
                let stray = try await site.leave("M-QQ 1").version
                try await site.send(
                    .dismissException, #"{"exception": \#(stray), "reason": "misread", "remark": "Frau QZMEIER"}"#)
                let other = try await site.drive("M-QQ 2")
                let exit = try await site.leave("M-QQ 3").version
                try await site.send(
                    .linkExit,
                    #"{"session": \#(other), "exit": \#(exit), "reason": "misread", "remark": "It was hers."}"#)
                func said(_ plate: String) async throws -> [String] {
                    let ids = try await log.vaultEntries(of: "said", plates: [plate]).map(\.plateID)
                    let about = try await log.texts(of: "said", about: ids[0])
                    return try await log.texts(of: "said", textIDs: about).map(\.text)
                }
                #expect(try await said("MQQ1") == ["Frau QZMEIER"])
                #expect(try await said("MQQ2") == ["It was hers."])
                #expect(try await said("MQQ3") == ["It was hers."])
            }
        }
    }

    private func places(_ text: String, _ connection: PostgresConnection) async throws -> [String] {
        try await connection.run { session in
            try session.query(
                "select place || ' ' || hits from public.mentions($1) where hits > 0 order by place", [.text(text)]
            ).map { $0.text(0) }
        }
    }

    /// Counts the rows of every table that name a text, with or without blanks and hyphens, in letters or in bytes.
    private static let mentions: Statement = """
        create or replace function public.mentions(wanted text) returns table (place text, rows bigint, hits bigint)
        language plpgsql as $$
        declare
            found record;
        begin
            for found in
                select format('%I.%I', table_schema, table_name) as name from information_schema.tables
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
            loop
                place := found.name;
                execute format(
                    'select count(*), count(*) filter (where regexp_replace(upper(t::text), ''[^A-Z0-9]'', '''', ''g'')
                        like any (array[$1, $2])) from %s t', found.name)
                into rows, hits
                using '%' || wanted || '%', '%' || upper(encode(convert_to(wanted, 'UTF8'), 'hex')) || '%';
                return next;
            end loop;
        end
        $$
        """
}
