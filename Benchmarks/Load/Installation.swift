import ArgumentParser
import Foundation
import Logging
import Postgres
import PrivateCluster
import Subprocess
import SystemPackage

/// The program `parklog` as it was built beside this one, in a folder of its own with a private PostgreSQL.
struct Installation: Sendable {
    let folder: String
    let cluster: PrivateCluster

    /// Lends one that is migrated, and takes it away.
    static func with(
        _ logger: Logger, _ body: @escaping @Sendable (Installation) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "parklog-load-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(at: folder) }
        let location = try await ClusterLocation.resolve(projectFolder: folder.path, environment: [:])
        let cluster = try await PrivateCluster.open(at: location, logger: logger)
        do {
            let installation = Installation(folder: folder.path, cluster: cluster)
            _ = try await installation.parklog(["migrate"])
            try await body(installation)
        } catch {
            await cluster.leave()
            throw error
        }
        await cluster.leave()
    }

    /// The database, asked as its superuser.
    var database: PostgresConfiguration { PostgresConfiguration(url: url) }
    /// Its address.
    var url: String { cluster.url(user: "parklog", database: "parklog") }

    /// Runs a command to its end.
    ///
    /// - Returns: what it printed.
    func parklog(_ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .path(Installation.program), arguments: Arguments(arguments), environment: environment,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard case .exited(0) = result.terminationStatus else {
            throw ValidationError("parklog \(arguments.joined(separator: " ")): \(result.standardError)")
        }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A token of a role for some garages.
    func token(_ role: String, of garages: [String], gates: [String] = []) async throws -> String {
        try await parklog(
            ["token", "--role", role, "--name", "\(role)-app"] + garages.flatMap { ["--garage", $0] }
                + gates.flatMap { ["--gate", $0] })
    }

    /// Serves while a body runs.
    func serving(
        _ arguments: [String], _ body: @escaping @Sendable (ServedParklog) async throws -> Void
    ) async throws {
        _ = try await Subprocess.run(
            .path(Installation.program),
            arguments: Arguments(["serve", "--port", "0", "--log-level", "error"] + arguments),
            environment: environment,
            input: .none, output: .sequence, error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            var said: String?
            repeat {
                said = try await lines.next()
            } while said.map { !$0.contains("listens on") } ?? false
            guard let port = said?.firstMatch(of: /:([0-9]+)/).flatMap({ Int($0.1) }) else {
                throw ValidationError("parklog serve \(arguments.joined(separator: " ")) does not listen.")
            }
            let process = execution.processIdentifier.value
            do { try await body(ServedParklog(port: port, process: process)) } catch {
                kill(process, SIGKILL)
                throw error
            }
            kill(process, SIGTERM)
        }
    }

    private var environment: Environment { .inherit.updating(["PARKLOG_HOME": folder]) }

    private static var program: FilePath {
        FilePath(URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "parklog").path)
    }
}

/// A service that listens.
struct ServedParklog: Sendable {
    let port: Int
    let process: Int32
    /// The seconds of processor time that it has had.
    var seconds: Double { ProcessTime(of: process)?.seconds ?? 0 }
    /// The memory that it has of the machine, in MiB.
    var memory: Int {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * sysconf(Int32(_SC_PAGESIZE)) / 1_048_576
    }
}

/// The processor time that a process has had.
struct ProcessTime {
    let parent: Int32
    let seconds: Double
    /// What its children have had that it has waited for.
    let childrenThatEnded: Double

    /// Nil where there is no such process.
    init?(of process: Int32) {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard let parent = Int32(fields[1]), let user = Double(fields[11]), let system = Double(fields[12]) else {
            return nil
        }
        self.parent = parent
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        seconds = (user + system) / ticks
        childrenThatEnded = ((Double(fields[13]) ?? 0) + (Double(fields[14]) ?? 0)) / ticks
    }

    /// That of the children of the process that owns a PostgreSQL cluster.
    static func ofServer(_ postmaster: Int32) -> Double {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { Int32($0) }.compactMap { ProcessTime(of: $0) }
            .filter { $0.parent == postmaster }.reduce(ProcessTime(of: postmaster)?.childrenThatEnded ?? 0) {
                $0 + $1.seconds
            }
    }
}
