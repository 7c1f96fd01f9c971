import Foundation
import Logging
import Testing

@testable import PrivateCluster

/// A project's folder in `/tmp`, which the server's user can enter, gone again after the test with all that ran in it.
struct Project: Sendable {
    let folder: String
    let binaries: ServerBinaries

    static func with(_ body: (Project) async throws -> Void) async throws {
        let binaries = try await ServerBinaries.find(environment: ProcessInfo.processInfo.environment)
        let folder = "/tmp/parklog-test-\(UInt64.random(in: .min ... .max))"
        try makeFolder(folder)
        let project = Project(folder: folder, binaries: binaries)
        do {
            try await body(project)
            await project.clear()
        } catch {
            await project.clear()
            throw error
        }
    }

    static func makeFolder(_ path: String, permissions: Int = 0o755) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: permissions])
    }

    /// The place of the cluster of a folder below this one; other places that root may choose are below it, too.
    func location(_ subfolder: String = "") async throws -> ClusterLocation {
        try await ClusterLocation.resolve(
            projectFolder: folder + subfolder, binaries: binaries, elsewhere: folder + "/elsewhere")
    }

    func open(_ location: ClusterLocation) async throws -> PrivateCluster {
        try await PrivateCluster.open(at: location, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// What a query answers, a row a line and its columns parted by `|`.
    func ask(_ cluster: PrivateCluster, _ sql: String) async throws -> String {
        let psql = ServerCommand(
            executable: binaries.path("psql"),
            arguments: ["--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-qAtc", sql, cluster.url])
        let outcome = await psql.run()
        try #require(outcome.succeeded, "\(outcome.errors)")
        return outcome.output.trimmingCharacters(in: .newlines)
    }

    private func clear() async {
        let files = FileManager.default.enumerator(atPath: folder)
        while let path = files?.nextObject() as? String {
            guard path.hasSuffix("/data/postmaster.pid") else { continue }
            let dataFolder = folder + "/" + path.dropLast("/postmaster.pid".count)
            guard let pid = PostmasterFile(dataFolder: dataFolder)?.pid else { continue }
            let process = ServerProcess(pid: pid)
            if await process.serves(dataFolder) { await process.end(SIGQUIT) }
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

extension ClusterLocation {
    /// The number of the server's process, as the server noted it.
    var serverPid: pid_t? { PostmasterFile(dataFolder: dataFolder)?.pid }

    /// Whether any server answers on this place's socket.
    var isServed: Bool {
        get async { await Server(location: self).answer() != .silence }
    }
}

extension ServerProcess {
    func end(_ signal: Int32) async {
        kill(pid, signal)
        while isRunning { await Patience.moment() }
    }
}
