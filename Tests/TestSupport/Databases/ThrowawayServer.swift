import Foundation
public import Postgres

/// A PostgreSQL server of a test's own, with nothing in it, which the test may kill.
///
/// It is made of the server programs that are installed, and runs as the user `postgres` where the tests run as root.
/// Skip a test that needs one with `.enabled(if: ThrowawayServer.isAvailable, "…")`.
public actor ThrowawayServer {
    private let installed: ServerPrograms
    private let folder: String
    private var process: Process?

    /// How to connect to it, as superuser.
    public nonisolated let configuration: PostgresConfiguration

    /// Whether the server's programs are installed here and can be run.
    public static var isAvailable: Bool { ServerPrograms.find() != nil }

    /// Makes a server, starts it, and removes it with all its data after the body.
    ///
    /// - Parameter settings: lines of its configuration; without them, what it acknowledged has been flushed to disk.
    public static func with<R>(
        settings: String = "", _ body: (ThrowawayServer) async throws -> R
    ) async throws -> R {
        guard let installed = ServerPrograms.find() else { throw Failure(log: "the server's programs are missing") }
        let server = ThrowawayServer(installed)
        let outcome: Result<R, any Error>
        do {
            try await server.initialise(settings)
            try await server.start()
            outcome = .success(try await body(server))
        } catch {
            outcome = .failure(error)
        }
        await server.remove()
        return try outcome.get()
    }

    /// Starts it, also after ``kill()``, and returns once it has recovered and takes connections.
    public func start() async throws {
        // What a killed server leaves behind may keep a new one from starting for a moment.
        var launches = 200
        while true {
            if process?.isRunning != true {
                guard launches > 0 else { throw Failure(log: log) }
                launches -= 1
                process = try installed.launch("postgres", ["-D", folder + "/data"], log: folder + "/log")
            }
            if isReady { return }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// Starts it anew as a standby that follows nobody.
    public func becomeStandby() async throws {
        try await kill()
        FileManager.default.createFile(atPath: folder + "/data/standby.signal", contents: nil)
        try await start()
    }

    /// From now on every login but the superuser's needs its password.
    public func demandPasswords() async throws {
        let rules = "local all postgres trust\nlocal all all scram-sha-256\n"
        guard let file = FileHandle(forWritingAtPath: folder + "/data/pg_hba.conf") else { throw Failure(log: log) }
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(rules.utf8))
        try file.close()
        let connection = try await TestDatabase.connect(to: configuration)
        try await connection.run { try $0.script("do 'begin perform pg_reload_conf(); end'") }
        await connection.close()
    }

    /// Whether the server's note names our process and says that it is ready; a killed one leaves its note behind.
    private var isReady: Bool {
        let note = try? String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
        let lines = (note ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 7, let process, lines[0] == String(process.processIdentifier) else { return false }
        return lines[7].hasPrefix("ready") || lines[7].hasPrefix("standby")
    }

    /// Kills every process of it with `SIGKILL`, as if the power had failed for it alone, and waits for its end.
    public func kill() async throws {
        let connection = try await TestDatabase.connect(to: configuration)
        let parts = try await connection.run { session in
            try session.query("select pid from pg_stat_activity").map { $0.int4(0) }
        }
        guard let process else { return }
        // The first process goes first, or else it would begin to recover.
        for pid in [process.processIdentifier] + parts { Foundation.kill(pid, SIGKILL) }
        await end(of: process)
        await connection.close()
    }

    private init(_ installed: ServerPrograms) {
        self.installed = installed
        // Short, for a socket's address holds a hundred bytes, and where the server's user may go.
        folder = "/tmp/parklog-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        configuration = PostgresConfiguration(url: "postgresql:///postgres?host=\(folder)&user=postgres")
    }

    private func initialise(_ settings: String) async throws {
        try installed.makeFolder(folder)
        let program = try installed.launch(
            "initdb",
            ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", "-D", folder + "/data"],
            log: folder + "/log")
        await end(of: program)
        guard program.terminationStatus == 0 else { throw Failure(log: log) }
        let own = """

            listen_addresses = ''
            unix_socket_directories = '\(folder)'
            fsync = on
            synchronous_commit = on
            shared_buffers = 16MB
            \(settings)

            """
        guard let file = FileHandle(forUpdatingAtPath: folder + "/data/postgresql.conf") else {
            throw Failure(log: log)
        }
        try file.seekToEnd()
        try file.write(contentsOf: Data(own.utf8))
        try file.close()
    }

    private func remove() async {
        if let process, process.isRunning {
            Foundation.kill(process.processIdentifier, SIGQUIT)
            await end(of: process)
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func end(of process: Process) async {
        await withCheckedContinuation { ended in
            Thread.detachNewThread {
                process.waitUntilExit()
                ended.resume()
            }
        }
    }

    private var log: String {
        (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "there is no log"
    }

    private struct Failure: Error {
        let log: String
    }
}
