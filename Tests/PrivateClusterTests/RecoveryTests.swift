import Foundation
import Testing

@testable import PrivateCluster

extension RealServer {
    @Suite("Whatever was left behind, the next one gets a server")
    struct RecoveryTests {
        @Test("a server that was killed is started again and has every committed row")
        func killedServer() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let first = try await project.open(location)
                _ = try await project.ask(first, "create table kept as select 7 as number")
                let pid = try #require(location.serverPid)
                await ServerProcess(pid: pid).end(SIGKILL)
                #expect(location.serverPid == pid, "the note of the killed server is stale now")

                let second = try await project.open(location)
                #expect(try await project.ask(second, "select number from kept") == "7")
                await first.leave()
                #expect(await location.isServed)
                await second.leave()
                #expect(await !location.isServed)
            }
        }

        @Test("a server whose last user was killed is adopted, and stopped by the adopter", .enabled(if: hasFlock))
        func orphanedServer() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let first = try await project.open(location)
                let pid = try #require(location.serverPid)
                let holder = ["flock", "--shared", "--no-fork", location.leaseFile, "sh", "-c", "echo; exec sleep 600"]
                try await withProgram(holder) { holder in
                    await first.leave()
                    #expect(await location.isServed, "the other process still holds a lease")
                    await holder.end(SIGKILL)
                }
                #expect(await location.isServed, "nobody was left to stop it")

                let adopter = try await project.open(location)
                #expect(location.serverPid == pid)
                await adopter.leave()
                #expect(await !location.isServed)
            }
        }

        @Test("a stale note whose process number is another program's now keeps nobody out")
        func foreignProcess() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let first = try await project.open(location)
                await ServerProcess(pid: try #require(location.serverPid)).end(SIGKILL)
                // As the server's own user: PostgreSQL itself forgives only the programs of others.
                try await withProgram(["sh", "-c", "echo; exec sleep 600"], as: location.user) { program in
                    for note in [
                        location.dataFolder + "/postmaster.pid", location.socketFolder + "/.s.PGSQL.5432.lock",
                    ] {
                        let rest = try String(contentsOfFile: note, encoding: .utf8).drop { $0 != "\n" }
                        try OwnedFile(path: note, owner: location.user).write("\(program.pid)" + rest)
                    }
                    let second = try await project.open(location)
                    #expect(location.serverPid != program.pid)
                    #expect(try await project.ask(second, "select 1") == "1")
                    #expect(program.isRunning, "a program that is not ours is left alone")
                    await second.leave()
                }
                await first.leave()
            }
        }

        @Test("a server that is stopping is waited for and started again")
        func stoppingServer() async throws {
            try await Project.with { project in
                let location = try await project.location()
                let first = try await project.open(location)
                kill(try #require(location.serverPid), SIGINT)
                let second = try await project.open(location)
                #expect(try await project.ask(second, "select 1") == "1")
                await first.leave()
                await second.leave()
            }
        }

        @Test("a database that was only half created is created anew")
        func interruptedCreation() async throws {
            try await Project.with { project in
                let location = try await project.location()
                try ClusterFolder(location: location).make()
                try Project.makeFolder(location.clusterFolder + "/data.new.1/base")
                try Project.makeFolder(location.dataFolder + "/base")
                try "15".write(toFile: location.dataFolder + "/PG_VERSION", atomically: false, encoding: .utf8)

                let cluster = try await project.open(location)
                #expect(try await project.ask(cluster, "select 1") == "1")
                let names = try FileManager.default.contentsOfDirectory(atPath: location.clusterFolder)
                #expect(names.filter { $0.hasPrefix("data.new") }.isEmpty)
                #expect(names.filter { $0.hasPrefix("data.incomplete") }.count == 1)
                await cluster.leave()
            }
        }

        @Test("a server that will not start says why")
        func brokenSettings() async throws {
            try await Project.with { project in
                let location = try await project.location()
                await (try await project.open(location)).leave()
                let settings = location.dataFolder + "/postgresql.conf"
                try OwnedFile(path: settings, owner: location.user).write("wrong_setting = 1\n")

                let error = try await #require(throws: ClusterError.self) { try await project.open(location) }
                guard case .startFailed(let log, let file) = error else { throw error }
                #expect(log.contains("wrong_setting"))
                #expect(file == location.logFile)
                #expect("\(error)".contains("wrong_setting"))
            }
        }
    }
}

private let hasFlock = FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")
