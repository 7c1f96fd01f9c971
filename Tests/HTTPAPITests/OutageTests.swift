import Access
import Chronology
import TestSupport
import EventLog
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Parking
import JSON
import Postgres
import Projections
import Testing

@testable import Hosting

extension HTTPTests {
    /// What a service answers that cannot work as it should.
    @Suite struct OutageTests {
        @Test func `a database without schema makes a service that is not ready`() async throws {
            let server = try #require(TestDatabase.server)
            try await TestDatabase.with(migrated: false, on: server) { database in
                try await TestDatabase.withPool(on: database, size: 2, patience: .seconds(5)) { pool in
                    try await Site.with(capacity: nil, pool: pool) { site in
                        let ready = try await site.send(.get, "/health/ready")
                        #expect(ready.problem == "not-ready")
                        #expect(ready.json?["detail"]?.string?.contains("parklog migrate") == true)
                        #expect(try await site.send(.get, "/health/live").status == .ok)
                        for rest in ["", "occupancy", "sessions/1", "events"] {
                            let refused = try await site.get(rest)
                            #expect(refused.problem == "database-refuses")
                            #expect(refused.json?["detail"]?.string?.contains("lacks the schema") == true)
                        }
                        let refused = try await site.post("gate-open", #"{"gate": "north"}"#)
                        #expect(refused.problem == "database-refuses")
                        #expect(refused.headers[.retryAfter] == "10")
                    }
                }
            }
        }

        private static let faults: [(making: Statement, mending: Statement, words: String)] = [
            ("alter schema occupancy rename to gone", "alter schema gone rename to occupancy", "not all of it"),
            ("alter table allowlist.permits rename to gone", "alter table allowlist.gone rename to permits", "not all"),
            ("alter table log.commands rename to gone", "alter table log.gone rename to commands", "not all of it"),
            (
                "revoke select on log.events from parklog_service", "grant select on log.events to parklog_service",
                "may not read"
            ),
            (
                "revoke select on overstays.stays from parklog_service",
                "grant select on overstays.stays to parklog_service", "may not read"
            ),
            (
                "revoke usage on schema session_charges from parklog_service",
                "grant usage on schema session_charges to parklog_service", "may not read"
            ),
        ]

        /// What readiness answers, asked again where a busy machine takes longer than the second that it waits for the database.
        private func readiness(_ site: Site) async throws -> Exchange {
            var answer: Exchange?
            try await until {
                answer = try await site.send(.get, "/health/ready")
                return answer?.json?["detail"]?.string?.contains("within a second") != true
            }
            return try #require(answer)
        }

        @Test func `a service that cannot read the log and every read model is not ready`() async throws {
            let server = try #require(TestDatabase.server)
            try await TestDatabase.with(migrated: true, on: server) { database in
                try await Service.install(in: database)
                let role = database.role("parklog_service")
                try await TestDatabase.withPool(on: role, size: 1, patience: .seconds(5)) { pool in
                    try await Site.with(capacity: nil, pool: pool) { site in
                        let owner = try await TestDatabase.connect(to: database)
                        for fault in Self.faults {
                            try await owner.run { try $0.script(fault.making) }
                            let ready = try await readiness(site)
                            #expect(ready.problem == "not-ready")
                            #expect(ready.json?["detail"]?.string?.contains(fault.words) == true, "\(ready)")
                            #expect(ready.json?["detail"]?.string?.contains("parklog migrate") == true)
                            #expect(try await site.send(.get, "/health/live").status == .ok)
                            try await owner.run { try $0.script(fault.mending) }
                            #expect(try await readiness(site).status == .ok)
                        }
                        await owner.close()
                    }
                }
            }
        }

        @Test func `a service whose server process is frozen is not ready until it goes on`() async throws {
            let server = try #require(TestDatabase.server)
            try await TestDatabase.with(migrated: true, on: server) { database in
                try await Service.install(in: database)
                try await TestDatabase.withPool(on: database, size: 1, patience: .seconds(5)) { pool in
                    try await Site.with(capacity: nil, pool: pool) { site in
                        let backend = try await pool.run { session in
                            try session.query("select pg_backend_pid()")[0].int4(0)
                        }
                        try #require(kill(backend, SIGSTOP) == 0)
                        let frozen = try await site.send(.get, "/health/ready")
                        kill(backend, SIGCONT)
                        #expect(frozen.problem == "not-ready")
                        #expect(frozen.json?["detail"]?.string?.contains("within a second") == true)
                        try await until { try await site.send(.get, "/health/ready").status == .ok }
                    }
                }
            }
        }

        @Test func `an append that a frozen server process does not answer is told as not known, and its key tells`()
            async throws
        {
            let server = try #require(TestDatabase.server)
            try await TestDatabase.with(migrated: true, on: server) { database in
                try await Service.install(in: database)
                var database = database
                database.farewell = .milliseconds(250)
                let patience = Patience(.seconds(4))
                try await TestDatabase.withPool(on: database, size: 1, patience: .seconds(60)) { pool in
                    try await Site.with(pool: pool, patience: patience) { site in
                        let backend = try await pool.run { session in
                            try session.query("select pg_backend_pid()")[0].int4(0)
                        }
                        try #require(kill(backend, SIGSTOP) == 0)
                        let unknown = try? await site.post("gate-open", #"{"gate": "north"}"#, key: "k")
                        kill(backend, SIGCONT)
                        #expect(unknown?.problem == "outcome-unknown")
                        #expect(unknown?.headers[.retryAfter] == "1")
                        #expect(unknown?.json?["detail"]?.string?.contains("under the same key") == true)
                        try await until {
                            try await site.post("gate-open", #"{"gate": "north"}"#, key: "k").status == .ok
                        }
                        #expect(try await site.head == 2)
                    }
                }
            }
        }

        @Test func `a database that is not there makes commands and questions unavailable`() async throws {
            let nowhere = PostgresConfiguration(url: "postgresql:///postgres?host=/tmp/nowhere")
            try await TestDatabase.withPool(on: nowhere, size: 1, patience: .milliseconds(200)) { pool in
                try await Site.with(capacity: nil, pool: pool) { site in
                    for rest in ["", "occupancy", "events"] {
                        let refused = try await site.get(rest)
                        #expect(refused.problem == "unavailable")
                        #expect(refused.json?["detail"]?.string?.contains("cannot be reached") == true)
                    }
                    let refused = try await site.post("gate-open", #"{"gate": "north"}"#)
                    #expect(refused.problem == "unavailable")
                    #expect(refused.headers[.retryAfter] == "1")
                    #expect(refused.json?["detail"]?.string?.contains("Nothing was stored") == true)
                }
            }
        }

        @Test func `a service whose role cannot log in any more is not ready, though connected`() async throws {
            try #require(ThrowawayServer.isAvailable)
            try await ThrowawayServer.with { server in
                let database = server.configuration
                let owner = try await TestDatabase.connect(to: database)
                _ = try await Migrator().migrate(owner)
                try await Service.install(in: database)
                try await owner.run { try $0.script("create role app superuser login") }
                let app = PostgresConfiguration(url: database.url.replacing("user=postgres", with: "user=app"))
                try await TestDatabase.withPool(on: app, size: 2, patience: .seconds(5)) { pool in
                    try await Site.with(capacity: nil, pool: pool) { site in
                        #expect(try await site.send(.get, "/health/ready").status == .ok)
                        try await owner.run { try $0.script("alter role app nologin") }
                        #expect(try await site.send(.get, "/health/ready").problem == "not-ready")
                        try await owner.run { try $0.script("alter role app login") }
                        #expect(try await site.send(.get, "/health/ready").status == .ok)
                    }
                }
                await owner.close()
            }
        }

        @Test func `a garage for which ten thousand commands wait takes no more`() async throws {
            let service = try Service.shared
            // Nobody runs these hosts yet, so what is sent to them waits.
            let hosts = GarageHosts(
                log: PostgresEventLog(service.pool), zones: Service.zones, patience: Patience(.seconds(100)),
                logger: TestDatabase.silent)
            try await Site.with { configured in
                let garage = try #require(GarageID(configured.garage))
                try await Site.with(capacity: nil, hosts: hosts) { site in
                    let first = Task { await Self.cancel(on: garage, hosts) }
                    try await until { await hosts.waiting(in: garage) == 1 }
                    await withTaskGroup(of: String.self) { group in
                        for _ in 1...10_000 { group.addTask { await Self.cancel(on: garage, hosts) } }
                        // Only the one beyond ten thousand has an answer yet.
                        #expect(await group.next() == "overloaded")
                        #expect(await hosts.waiting(in: garage) == 10_000)
                        let path = configured.path("commands/exit")
                        let refused = try? await site.send(.post, path, body: Array(#"{"gate": "south"}"#.utf8))
                        #expect(refused?.problem == "overloaded")
                        let running = Task { await hosts.run() }
                        for await answer in group { #expect(answer == "unknown-reservation") }
                        #expect(await first.value == "unknown-reservation")
                        running.cancel()
                        await running.value
                    }
                }
                #expect(try await configured.head == 1)
            }
        }

        /// Cancels a reservation that does not exist; the problem's name.
        private static func cancel(on garage: GarageID, _ hosts: GarageHosts) async -> String {
            do throws(CommandError) {
                let nothing = CommandRequest.complete(.cancel(.init(ReservationID(version: 9))))
                _ = try await hosts.submit(nothing, to: garage, actor: Actor("test")!)
                return "carried out"
            } catch {
                return error.problem.type.rawValue
            }
        }
    }
}
