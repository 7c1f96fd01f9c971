import Foundation
import Testing

@testable import PrivateCluster

@Suite("Finding the installed server")
struct ServerBinariesTests {
    @Test("no server at all: the error names the package to install")
    func nothingInstalled() async throws {
        let error = try await #require(throws: ClusterError.self) {
            try await ServerBinaries.find(environment: ["PATH": "/nonexistent"], installed: [])
        }
        #expect(error == .serverNotInstalled)
        #expect("\(error)".contains("apt-get install postgresql"))
    }

    @Test("a server that is too old is not taken, and named")
    func tooOld() async throws {
        try await withServers([14]) { folders in
            let refusal = ClusterError.serverTooOld(version: 14, folder: folders[0])
            await #expect(throws: refusal) {
                try await ServerBinaries.find(environment: ["PATH": folders[0]], installed: [])
            }
        }
    }

    @Test("what pg_config names comes before PATH, and PATH before the usual folders")
    func order() async throws {
        try await withServers([15, 16, 17]) { folders in
            let config = folders[1] + "/pg_config"
            try script(config, "echo \(folders[0])")
            let named = try await ServerBinaries.find(environment: ["PATH": folders[1]], installed: [folders[2]])
            #expect(named == ServerBinaries(folder: folders[0], major: 15))

            try FileManager.default.removeItem(atPath: config)
            let inPath = try await ServerBinaries.find(environment: ["PATH": folders[1]], installed: [folders[2]])
            #expect(inPath.major == 16)
            let usual = try await ServerBinaries.find(environment: [:], installed: [folders[2]])
            #expect(usual.major == 17)
        }
    }

    @Test("a folder with the client's programs only is passed over")
    func clientOnly() async throws {
        try await withServers([16, 15]) { folders in
            try FileManager.default.removeItem(atPath: folders[0] + "/initdb")
            let found = try await ServerBinaries.find(environment: [:], installed: folders)
            #expect(found.major == 15)
        }
    }

    /// Folders with programs that tell the given versions and can do nothing else.
    private func withServers(_ majors: [Int], _ body: ([String]) async throws -> Void) async throws {
        let root = "/tmp/parklog-test-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: root) }
        var folders: [String] = []
        for major in majors {
            let folder = "\(root)/\(major)"
            try Project.makeFolder(folder)
            try script(folder + "/postgres", "echo 'postgres (PostgreSQL) \(major).4 (Debian \(major).4-1)'")
            try script(folder + "/initdb", "exit 1")
            try script(folder + "/pg_isready", "exit 2")
            folders.append(folder)
        }
        try await body(folders)
    }

    private func script(_ path: String, _ line: String) throws {
        try "#!/bin/sh\n\(line)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
}
