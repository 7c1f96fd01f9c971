import TestSupport
import Parking
import Postgres
import Projections
import Testing

/// Which read models are built when a service is brought up to date.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct InstallTests {
    @Test func `what is missing or outdated is built, and nothing else`() async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await withConnection(to: database) { connection in
                let names = readModels.map { $0.name }
                #expect(try await Projections.Rebuild.install(connection, codec: .tests) == names)
                #expect(try await Projections.Rebuild.install(connection, codec: .tests) == [])

                // It was built by other SQL.
                try await withHosts(on: database) { hosts in
                    try await Site(hosts, "mitte").configure(10)
                    try await Site(hosts, "mitte").enter("M-AB 1")
                }
                try await connection.run { session in
                    try session.script(
                        """
                        update projection.installed set fingerprint = '\\x00' where name = 'overstays';
                        alter table occupancy.garages add column forgotten integer;
                        delete from projection.installed where name = 'occupancy';
                        """)
                }
                let built = try await Projections.Rebuild.install(connection, codec: .tests)
                #expect(built == ["occupancy", "overstays"])
                #expect(try await Projections.Rebuild.install(connection, codec: .tests) == [])
                #expect(try await connection.inside("mitte") == 1)
                #expect(try await connection.checkpoint(of: "mitte", in: "overstays") == 2)
                // The others were not touched: they still have to take the garage in.
                #expect(try await connection.checkpoint(of: "mitte", in: "allowlist") == 0)
                try await connection.readViews()
            }
        }
    }

    @Test func `several processes that install at once do no harm`() async throws {
        try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
            try await withHosts(on: database) { hosts in
                try await Site(hosts, "mitte").configure(10)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            try await withConnection(to: database) {
                                _ = try await Projections.Rebuild.install($0, codec: .tests)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await withConnection(to: database) { connection in
                    #expect(try await connection.inside("mitte") == 0)
                    #expect(try await Projections.Rebuild.install(connection, codec: .tests) == [])
                    try await connection.readViews()
                }
            }
        }
    }

    @Test func `a reporting job sees the views and nothing else`() async throws {
        try await withReadModels { database in
            try await withConnection(to: database.role("parklog_reporting")) { connection in
                try await connection.readViews()
                for statement: Statement in [
                    "select * from log.events", "select * from log.plates", "select * from occupancy.garages",
                    "insert into projection.failures (name, garage_id, version, reason) values ('a', 'b', 1, 'c')",
                ] {
                    let error = await postgresError { try await connection.run { _ = try $0.query(statement) } }
                    #expect(error?.sqlState == .insufficientPrivilege)
                }
            }
        }
    }

    @Test func `a name that no read model has is said so`() {
        #expect(throws: RebuildError.unknownModel("weather")) {
            _ = try Projections.Rebuild(named: ["weather"], codec: .tests)
        }
    }
}
