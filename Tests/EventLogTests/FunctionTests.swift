import TestSupport
import EventLog
import Foundation
import Postgres
import Testing

@testable import Schema

/// Each on a database of its own, in which a function answers a number and another gives a greeting.
@Suite(.needsServer, .timeLimit(.minutes(3)))
struct `The functions of the schema` {
    @Test func `run again when their text has changed, and the others are left alone`() async throws {
        try await withEmptyDatabase { connection in
            try await app(.answer(1), .greeting).migrate(connection)
            let before = try await rowVersion(of: "app.greeting", connection)
            #expect(try await app(.answer(2), .greeting).migrate(connection) == ["app.answer"])
            #expect(try await answer(connection) == 2)
            #expect(try await rowVersion(of: "app.greeting", connection) == before)
        }
    }

    @Test func `do not run again when no text has changed`() async throws {
        try await withEmptyDatabase { connection in
            try await app(.answer(1), .greeting).migrate(connection)
            let before = try await rowVersion(of: "app.answer", connection)
            let state = try await fingerprint(connection)
            #expect(try await app(.greeting, .answer(1)).migrate(connection).isEmpty)
            #expect(try await rowVersion(of: "app.answer", connection) == before)
            #expect(try await fingerprint(connection) == state)
        }
    }

    @Test func `are outstanding by name where they are new, differ, are missing or have to go`() async throws {
        try await withEmptyDatabase { connection in
            try await app(.answer(1), .greeting).migrate(connection)
            #expect(try await outstanding(app(.answer(1), .greeting), connection).isEmpty)
            #expect(try await outstanding(app(.answer(2), .greeting), connection) == ["app.answer"])
            #expect(try await outstanding(app(.answer(1), .greeting, .farewell), connection) == ["app.farewell"])
            #expect(try await outstanding(app(.answer(1)), connection) == ["the removal of app.greeting"])
            try await connection.run { try $0.script("drop function app.answer") }
            #expect(try await outstanding(app(.answer(1), .greeting), connection) == ["app.answer"])
        }
    }

    @Test func `are outstanding to the service's role too, so that it does not serve with older ones`() async throws {
        try await withEmptyDatabase { connection in
            try await Migrator().migrate(connection)
            let newer = Schema.functions.map { function in
                function.name == "log.append" ? Function(name: function.name, bytes: function.bytes + [10]) : function
            }
            let lacking = try await connection.run { session in
                try session.execute("set role parklog_service")
                return try Migrator(functions: newer).outstanding(session)
            }
            #expect(lacking == ["log.append"])
        }
    }

    @Test func `are put back where somebody dropped them`() async throws {
        try await withEmptyDatabase { connection in
            try await app(.answer(1)).migrate(connection)
            try await connection.run { try $0.script("drop function app.answer") }
            #expect(try await app(.answer(1)).migrate(connection) == ["app.answer"])
            #expect(try await answer(connection) == 1)
        }
    }

    @Test func `go from the database when they have gone from the list`() async throws {
        try await withEmptyDatabase { connection in
            try await app(.answer(1), .greeting).migrate(connection)
            #expect(try await app(.answer(1)).migrate(connection) == ["the removal of app.greeting"])
            #expect(try await functions(of: "app", connection) == ["app.answer()"])
            #expect(try await app(.answer(1)).migrate(connection).isEmpty)
        }
    }

    @Test func `may have gone from the database before they go from the list`() async throws {
        try await withEmptyDatabase { connection in
            try await app(.answer(1), .greeting).migrate(connection)
            try await connection.run { try $0.script("drop function app.greeting") }
            #expect(try await app(.answer(1)).migrate(connection) == ["the removal of app.greeting"])
            #expect(try await outstanding(app(.answer(1)), connection).isEmpty)
        }
    }

    @Test func `that something needs do not go, and then nothing has changed`() async throws {
        try await withEmptyDatabase { connection in
            try await app(.answer(1), .greeting).migrate(connection)
            try await connection.run { try $0.script("create view app.greetings as select app.greeting()") }
            let before = try await fingerprint(connection)
            let error = await postgresError { try await app(.answer(2)).migrate(connection) }
            #expect(error?.sqlState == SQLState(rawValue: "2BP01"))
            #expect(try await fingerprint(connection) == before)
        }
    }

    @Test func `with other parameters are refused beside the old form, until a migration drops that`() async throws {
        let other = Function(
            name: "app.answer",
            bytes: Array("create or replace function app.answer(n int) returns int language sql return n;".utf8))
        let dropping = Migration(name: "V0002__answer", bytes: Array("drop function app.answer();".utf8))
        try await withEmptyDatabase { connection in
            try await app(.answer(1)).migrate(connection)
            let before = try await fingerprint(connection)
            let error = await #expect(throws: MigrationError.self) { try await app(other).migrate(connection) }
            #expect(error == .misplaced("app.answer"))
            #expect(error?.description.contains("app.answer") == true)
            #expect(try await fingerprint(connection) == before)
            let ran = try await app(then: [dropping], other).migrate(connection)
            #expect(ran == ["V0002__answer", "app.answer"])
            #expect(try await functions(of: "app", connection) == ["app.answer(integer)"])
        }
    }

    @Test func `that fail undo the migrations before them as well`() async throws {
        let broken = Function(name: "app.answer", bytes: Array("create or replace function app.answer()".utf8))
        let table = Migration(name: "V0002__table", bytes: Array("create table app.rooms (a int);".utf8))
        try await withEmptyDatabase { connection in
            try await app(.answer(1)).migrate(connection)
            let before = try await fingerprint(connection)
            await postgresError { try await app(then: [table], .greeting, broken).migrate(connection) }
            #expect(try await fingerprint(connection) == before)
            #expect(try await app(then: [table], .answer(1)).migrate(connection) == ["V0002__table"])
        }
    }

    @Test func `of an older program come back when it migrates, and then the newer one finds them outstanding`()
        async throws
    {
        let (older, newer) = (app(.answer(1), .greeting), app(.answer(2), .farewell))
        try await withEmptyDatabase { connection in
            try await newer.migrate(connection)
            let lacking = ["the removal of app.farewell", "app.answer", "app.greeting"]
            #expect(try await outstanding(older, connection) == lacking)
            #expect(try await older.migrate(connection) == lacking)
            #expect(try await answer(connection) == 1)
            #expect(try await functions(of: "app", connection) == ["app.answer()", "app.greeting()"])
            #expect(
                try await outstanding(newer, connection)
                    == ["the removal of app.greeting", "app.answer", "app.farewell"])
        }
    }

    @Test func `of an older program do not come back where it does not know a migration`() async throws {
        let table = Migration(name: "V0002__table", bytes: Array("create table app.rooms (a int);".utf8))
        try await withEmptyDatabase { connection in
            try await app(then: [table], .answer(2)).migrate(connection)
            let error = await #expect(throws: MigrationError.self) { try await app(.answer(1)).migrate(connection) }
            #expect(error == .unknown("V0002__table"))
            #expect(try await answer(connection) == 2)
        }
    }

    @Test func `run again once when several processes start at once`() async throws {
        try await withEmptyDatabase { connection in
            try await app(.answer(1), .greeting).migrate(connection)
            let ran = try await migrateAtOnce(
                Array(repeating: app(.answer(2), .greeting), count: 6), beside: connection)
            #expect(ran.filter { !$0.isEmpty } == [["app.answer"]])
            #expect(try await answer(connection) == 2)
        }
    }

    @Test func `are all of one program when two of different age migrate at once`() async throws {
        let programs = [app(.answer(1), .greeting), app(.answer(2), .farewell)]
        try await withEmptyDatabase { connection in
            try await programs[0].migrate(connection)
            _ = try await migrateAtOnce(programs, beside: connection)
            let answer = try await answer(connection)
            let winner = programs[answer == 1 ? 0 : 1]
            #expect(try await outstanding(winner, connection).isEmpty)
            let names = [["app.answer()", "app.greeting()"], ["app.answer()", "app.farewell()"]]
            #expect(try await functions(of: "app", connection) == names[answer == 1 ? 0 : 1])
        }
    }

    @Test func `can be called by nobody but the service, which may append, and readers of views`() async throws {
        try await withEmptyDatabase { connection in
            try await Migrator().migrate(connection)
            let allowed = try await connection.run { session in
                try session.query(
                    """
                    select role || ' ' || pg_proc.oid::regproc
                    from pg_proc, unnest(array['public', 'parklog_service', 'parklog_reporting', 'parklog_plates']) role
                    where pronamespace in ('log'::regnamespace, 'projection'::regnamespace, 'reporting'::regnamespace)
                        and has_function_privilege(role, pg_proc.oid, 'execute')
                    """
                ).map { $0.text(0) }
            }
            let views = [
                "projection.known_garages", "projection.right_as_sold", "projection.stays_by_right",
                "reporting.first_version",
            ]
            #expect(
                allowed.sorted() == views.map { "parklog_reporting \($0)" }
                    + (["log.append", "log.append_together", "log.forget_keys"] + views).map { "parklog_service \($0)" }
            )
        }
    }

    @Test func `and the migrations are the files of the folder, each in its list under its name`() throws {
        let schema = URL(filePath: #filePath).appending(path: "../../../schema").standardized
        let files = { (folder: String) in
            try FileManager.default.contentsOfDirectory(atPath: schema.appending(path: folder).path)
                .filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
        }
        #expect(try files("functions") == Schema.functions.map(\.name).sorted())
        #expect(try files("migrations") == Schema.migrations.map(\.name))
    }
}

private func app(then migrations: [Migration] = [], _ functions: Function...) -> Migrator {
    let schema = Migration(name: "V0001__app", bytes: Array("create schema app;".utf8))
    return Migrator([schema] + migrations, functions: functions)
}

extension Function {
    fileprivate static let greeting = Function("app.greeting", returns: "text", "'Hello'")
    fileprivate static let farewell = Function("app.farewell", returns: "text", "'Goodbye'")

    fileprivate static func answer(_ number: Int) -> Function {
        Function("app.answer", returns: "int", "\(number)")
    }

    private init(_ name: String, returns type: String, _ value: String) {
        let script = "create or replace function \(name)() returns \(type) language sql as $$ select \(value) $$;"
        self.init(name: name, bytes: Array(script.utf8))
    }
}

private func answer(_ connection: PostgresConnection) async throws -> Int32 {
    try await connection.run { try $0.query("select app.answer()")[0].int4(0) }
}

private func outstanding(_ migrator: Migrator, _ connection: PostgresConnection) async throws -> [String] {
    try await connection.run { try migrator.outstanding($0) }
}

private func functions(of schema: String, _ connection: PostgresConnection) async throws -> [String] {
    try await connection.run { session in
        try session.query(
            "select oid::regprocedure::text from pg_proc where pronamespace::regnamespace::text = $1 order by 1",
            [.text(schema)]
        ).map { $0.text(0) }
    }
}

/// Which transaction wrote the function's row in the catalogue.
private func rowVersion(of name: String, _ connection: PostgresConnection) async throws -> String {
    try await connection.run { session in
        try session.query("select xmin::text from pg_proc where oid = $1::regproc", [.text(name)])[0].text(0)
    }
}

/// Lets every migrator come as far as the lock before the first one goes on.
private func migrateAtOnce(_ migrators: [Migrator], beside holder: PostgresConnection) async throws -> [[String]] {
    let name = try await holder.run { try $0.query("select current_database()::text")[0].text(0) }
    let database = try #require(TestDatabase.server).database(name)
    let observer = try await TestDatabase.connect(to: database)
    let ran = try await withThrowingTaskGroup(of: [String].self) { group in
        let lock: Statement = "lock table public.parklog_migrations in exclusive mode"
        try await withOpenTransaction(on: holder, { try $0.execute(lock) }) {
            for migrator in migrators {
                group.addTask {
                    let connection = try await TestDatabase.connect(to: database)
                    let ran = try await migrator.migrate(connection)
                    await connection.close()
                    return ran
                }
            }
            try await until {
                try await observer.run { session in
                    try session.query(
                        """
                        select from pg_locks where relation = 'public.parklog_migrations'::regclass and not granted
                            and database = (select oid from pg_database where datname = current_database())
                        """
                    ).count == migrators.count
                }
            }
        }
        return try await group.reduce(into: []) { $0.append($1) }
    }
    await observer.close()
    return ran
}
