import Foundation
import Testing

@testable import PrivateCluster

extension RealServer {
    @Suite("One server for all who use the project")
    struct SharingTests {
        @Test("a new cluster answers, keeps what it acknowledged, and listens on its socket only")
        func freshStart() async throws {
            try await Project.with { project in
                let cluster = try await project.open(try await project.location())
                let settings = try await project.ask(
                    cluster,
                    """
                    select current_user, current_setting('listen_addresses'), current_setting('fsync'),
                        current_setting('data_checksums'), current_setting('server_encoding'),
                        current_setting('max_wal_size'), current_setting('logging_collector')
                    """)
                #expect(settings == "parklog||on|on|UTF8|4GB|on")
                await cluster.leave()
            }
        }

        @Test("a second one shares the server; the last to leave stops it, and the data stay")
        func lastLeaverStops() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let first = try await project.open(location)
                let pid = try #require(location.serverPid)
                let second = try await project.open(location)
                #expect(location.serverPid == pid)
                _ = try await project.ask(second, "create table kept as select 7 as number")

                await first.leave()
                #expect(try await project.ask(second, "select number from kept") == "7")
                await second.leave()
                await second.leave()
                #expect(await !location.isServed)
                #expect(location.serverPid == nil)

                let third = try await project.open(location)
                #expect(try await project.ask(third, "select number from kept") == "7")
                await third.leave()
            }
        }

        @Test("eight who come at once create one database and start one server")
        func rushHour() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let clusters = try await withThrowingTaskGroup(of: PrivateCluster.self) { group in
                    for _ in 0..<8 { group.addTask { try await project.open(location) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let started = "database system is ready to accept connections"
                #expect(ServerLog(location: location).words(since: .beginning).split(separator: started).count == 2)
                #expect(await location.isServed)
                await withTaskGroup(of: Void.self) { group in
                    for cluster in clusters { group.addTask { await cluster.leave() } }
                }
                #expect(await !location.isServed)
            }
        }

        @Test("the server lives in a session of its own, where no Ctrl-C of ours reaches it")
        func ownSession() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let cluster = try await project.open(location)
                let pid = try #require(location.serverPid)
                #expect(getsid(pid) != getsid(0))
                await cluster.leave()
            }
        }

        @Test("an opening that was cancelled leaves no server behind")
        func cancelledOpening() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let opening = Task { try await project.open(location) }
                opening.cancel()
                await #expect(throws: ClusterError.interrupted) { try await opening.value }
                #expect(await !location.isServed)
            }
        }
    }
}

/// The suites that run servers take turns, to be kind to small machines.
@Suite("A private PostgreSQL", .serialized)
enum RealServer {}
