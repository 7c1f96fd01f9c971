import Foundation
import Testing

@testable import PrivateCluster

private let weAreRoot = ServerUser.ourselves == 0

extension RealServer {
    @Suite("Where the database is kept")
    struct PlaceTests {
        @Test("a folder whose path is too long for a socket gets a short socket folder, closed to others")
        func longPath() async throws {
            try await Project.with { project in
                let long = "/" + String(repeating: "level-of-the-garage/", count: 8) + "B2, north"
                try Project.makeFolder(project.folder + long)
                let location = try await project.location(long)
                #expect(location.dataFolder.hasPrefix(project.folder))
                #expect(location.socketFolder.hasPrefix("/tmp/parklog-"))
                defer { try? FileManager.default.removeItem(atPath: location.socketFolder) }

                let cluster = try await project.open(location)
                #expect(try await project.ask(cluster, "select 1") == "1")
                #expect(FileStatus(location.socketFolder)?.permissions == 0o700)
                await cluster.leave()
            }
        }

        @Test("a home that is named and not there is made, with the folders above it")
        func namedHome() async throws {
            try await Project.with { project in
                var environment = ProcessInfo.processInfo.environment
                environment["PARKLOG_HOME"] = project.folder + "/of/the garage"
                for _ in 1...2 {
                    let location = try await ClusterLocation.resolve(
                        projectFolder: "/nowhere", environment: environment)
                    #expect(location.dataFolder.hasPrefix(project.folder + "/of/the garage/.parklog/"))
                }
                environment["PARKLOG_HOME"] = "/dev/null/of"
                await #expect(throws: ClusterError.self) {
                    try await ClusterLocation.resolve(projectFolder: "/nowhere", environment: environment)
                }
            }
        }

        @Test("blanks, quotes and dollars in a path are only letters of a name")
        func oddNames() async throws {
            try await Project.with { project in
                let odd = "/Bob's \"$(exit 1)\" lot `x` 100% \\ é"
                try Project.makeFolder(project.folder + odd)
                let location = try await project.location(odd)
                let cluster = try await project.open(location)
                #expect(try await project.ask(cluster, "select 1") == "1")
                await cluster.leave()
                #expect(await !location.isServed)
                try? FileManager.default.removeItem(atPath: location.socketFolder)
            }
        }

        @Test("a blank, a percent sign and an umlaut in a short path are escaped in the URL")
        func escapedFolder() async throws {
            try await Project.with { project in
                try Project.makeFolder(project.folder + "/50% Ü")
                let location = try await project.location("/50% Ü")
                #expect(location.socketFolder.hasPrefix(project.folder))
                let cluster = try await project.open(location)
                #expect(cluster.url.contains("/50%25%20%C3%9C/.parklog/"))
                #expect(try await project.ask(cluster, "select 1") == "1")
                await cluster.leave()
            }
        }

        @Test("a socket folder that someone else made first is refused", .enabled(if: weAreRoot, "needs root"))
        func takenSocketFolder() async throws {
            try await Project.with { project in
                let long = "/" + String(repeating: "level-of-the-garage/", count: 8)
                try Project.makeFolder(project.folder + long)
                let location = try await project.location(long)
                try Project.makeFolder(location.socketFolder, permissions: 0o777)
                defer { try? FileManager.default.removeItem(atPath: location.socketFolder) }
                chown(location.socketFolder, 54321, 54321)

                let refusal = ClusterError.folderBelongsToAnother(path: location.socketFolder, owner: "54321")
                await #expect(throws: refusal) { try await project.open(location) }
            }
        }

        @Test("root keeps the data where the server's user can go, and says so", .enabled(if: weAreRoot, "needs root"))
        func closedFolder() async throws {
            try await Project.with { project in
                let closed = project.folder + "/closed"
                try Project.makeFolder(closed, permissions: 0o700)
                let location = try await project.location("/closed")
                let user = try #require(location.serverUser)
                #expect(location.dataFolder.hasPrefix(project.folder + "/elsewhere/"))
                #expect(location.note?.contains("\(user), who cannot enter \(closed).") == true)

                let cluster = try await project.open(location)
                #expect(try await project.ask(cluster, "select 1") == "1")
                #expect(FileStatus(location.dataFolder)?.owner == location.user?.uid)
                await cluster.leave()
            }
        }

        @Test("root leaves an ordinary user's cluster to that user", .enabled(if: weAreRoot, "needs root"))
        func inheritedCluster() async throws {
            try await Project.with { project in
                let nobody = try #require(ServerUser.named("nobody"))
                let before = try await project.location()
                try Project.makeFolder(before.clusterFolder, permissions: 0o700)
                chown(before.clusterFolder, nobody.uid, nobody.gid)

                let location = try await project.location()
                #expect(location.serverUser == "nobody")
                let cluster = try await project.open(location)
                #expect(try await project.ask(cluster, "select 1") == "1")
                await cluster.leave()
            }
        }

        @Test("a newer version begins beside the older one's data, and says so")
        func anotherMajor() async throws {
            try await Project.with { project in
                try Project.makeFolder(project.folder + "/.parklog/pg9/data")
                let location = try await project.location()
                let major = project.binaries.major
                #expect(location.dataFolder == project.folder + "/.parklog/pg\(major)/data")
                #expect(location.note?.contains("what version 9 keeps") == true)
            }
        }
    }
}
