import TestSupport
import Testing

@testable import Postgres

/// A server that may not tell anything is done before its standby has it.
@Suite("A synchronous standby", .needsServer, .timeLimit(.minutes(2)))
struct StandbyTests {
    @Test func `that is away leaves open what becomes of a statement whose wait was cut short`() async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            let (connection, observer) = (
                try await TestDatabase.connect(to: server.configuration),
                try await TestDatabase.connect(to: server.configuration)
            )
            try await connection.run { session in
                try session.execute("create table told (what text)")
                try session.execute("alter system set synchronous_standby_names = 'nobody'")
                _ = try session.query("select pg_reload_conf()")
            }
            try await until {
                try await connection.run { try $0.query("show synchronous_standby_names")[0].text(0) == "nobody" }
            }
            for isTransaction in [false, true] {
                // The server's parts hear of its settings one by one: what is done before is done.
                let telling = Task {
                    while true {
                        if isTransaction {
                            try await connection.transaction { try $0.execute("insert into told values ('x')") }
                        } else {
                            try await connection.run { try $0.execute("insert into told values ('x')") }
                        }
                    }
                }
                try await until {
                    try await observer.run { session in
                        try session.query(
                            """
                            select pg_cancel_backend(pid) from pg_stat_activity
                            where wait_event = 'SyncRep' and pid <> pg_backend_pid()
                            """
                        ).count == 1
                    }
                }
                let error = await postgresError { try await telling.value }
                #expect(error?.code == .standbyLeftBehind, "\(isTransaction)")
            }
            // The connection goes on, and what it is told of others is theirs.
            try await connection.run { session in
                try session.execute("set synchronous_commit = local")
                try session.execute("insert into told values ('y')")
                #expect(try session.query("select count(*) from told where what = 'y'")[0].int8(0) == 1)
            }
            await connection.close()
            await observer.close()
        }
    }
}
