import TestSupport
import Foundation
import Postgres
import Testing

/// The logins that `scripts/postgres` makes for a container's server.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct ContainerRolesTests {
    private static let script = URL(filePath: #filePath).appending(path: "../../../scripts/postgres/roles.sh")
        .standardized.path

    @Test func `the owner's migrates, the service's serves, the reporting one reads the views, and no more`()
        async throws
    {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            try await Files.with { files in
                for name in ["owner", "app", "reports", "backup"] { _ = try files.write(name, "of \(name)'s\n") }
                let secrets = URL(filePath: try files.write("superuser", "")).deletingLastPathComponent().path
                let folder = try #require(server.configuration.url.firstMatch(of: /host=([^&]+)/)?.1)
                let made = try Run(
                    path: "/bin/bash", [Self.script], database: nil,
                    environment: [
                        "SECRETS": secrets, "PGHOST": String(folder), "POSTGRES_USER": "postgres",
                    ])
                try made.send("")
                #expect(await made.end() == 0, "\(made.errors)")
                try await server.demandPasswords()

                let url = { (user: String) in "postgresql:///parklog?host=\(folder)&user=parklog_\(user)" }
                let environment = [
                    "MIGRATION_DATABASE_URL": url("owner"), "MIGRATION_DATABASE_PASSWORD_FILE": secrets + "/owner",
                    "DATABASE_PASSWORD_FILE": secrets + "/app",
                ]
                let migrated = try await Program.run(["migrate"], database: url("app"), environment: environment)
                #expect(migrated.code == 0, "\(migrated.errors)")
                let wrong = try await Program.run(
                    ["show", "garages"], database: url("app"),
                    environment: ["DATABASE_PASSWORD_FILE": secrets + "/owner"])
                #expect(wrong.code == 69 && wrong.errors.contains("password"), "\(wrong.errors)")
                let service = try await Service.start(database: url("app"), environment: environment)
                try await service.configure(5)
                #expect(await service.stop() == 0)

                let reports = try await TestDatabase.connect(
                    to: PostgresConfiguration(url: url("reports")).password("of reports's"))
                try await reports.run { session in
                    let views = try session.query("select viewname from pg_views where schemaname = 'reporting'")
                    #expect(views.count >= 30)
                    for view in views {
                        let all = "select * from reporting.\(view.text(0))"
                        _ = try session.query(Statement(embedded: Array(all.utf8)))
                    }
                }
                let bounds = try await reports.run { session in
                    let row = try session.query(
                        """
                        select current_setting('default_transaction_read_only'), current_setting('statement_timeout'),
                            current_setting('idle_in_transaction_session_timeout')
                        """)[0]
                    return (0..<3).map { row.text($0) }
                }
                #expect(bounds == ["on", "5min", "5min"])
                let wrote = await postgresError {
                    try await reports.run { try $0.execute("create temporary table mine (a int)") }
                }
                #expect(wrote?.sqlState == .readOnlyTransaction, "\(wrote as Any)")
                try await reports.run { try $0.execute("set default_transaction_read_only = off") }
                let others: [Statement] = [
                    "select * from log.events", "create temporary table mine (a int)", "create schema mine",
                    "set role parklog_service", "select * from log.plates", "select * from reporting_plates.plates",
                    "set role parklog_plates", "select * from session_charges.sessions",
                    "insert into payments.receipts select", "update projection.checkpoints set version = 0",
                ]
                for statement in others {
                    let error = await postgresError { try await reports.run { try $0.execute(statement) } }
                    #expect(error?.sqlState == .insufficientPrivilege, "\(error as Any)")
                }
                await reports.close()
                let mighty = try await TestDatabase.connect(to: server.configuration).run { session in
                    try session.query(
                        """
                        select rolname::text from pg_roles where rolname like 'parklog_%'
                            and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
                        """
                    ).map { $0.text(0) }
                }
                #expect(mighty.isEmpty)
            }
        }
    }

    @Test func `a password that cannot be read is said so`() async throws {
        let run = try await Program.run(
            ["migrate"], database: "postgresql:///parklog", environment: ["DATABASE_PASSWORD_FILE": "/no/such/file"])
        #expect(run.code == 65)
        #expect(run.errors.contains("/no/such/file cannot be read"), "\(run.errors)")
    }
}
