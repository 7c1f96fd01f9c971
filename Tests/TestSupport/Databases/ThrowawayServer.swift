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
    private var frozen: [pid_t] = []
    private var hasDisk = false

    /// How to connect to it, as superuser.
    public nonisolated let configuration: PostgresConfiguration

    /// Whether the server's programs are installed here and can be run.
    public static var isAvailable: Bool { ServerPrograms.find() != nil }

    /// Makes a server, starts it, and removes it with all its data after the body.
    ///
    /// - Parameters:
    ///   - settings: lines of its configuration; without them, what it acknowledged has been flushed to disk.
    ///   - room: how many megabytes its disk has; nil for as many as there are. See ``mayHaveSmallDisk``.
    public static func with<R>(
        settings: String = "", room: Int? = nil, _ body: (ThrowawayServer) async throws -> R
    ) async throws -> R {
        guard let installed = ServerPrograms.find() else { throw Failure(log: "the server's programs are missing") }
        let server = ThrowawayServer(installed)
        let outcome: Result<R, any Error>
        do {
            try await server.initialise(settings, room: room)
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
        _ = FileManager.default.createFile(atPath: folder + "/data/standby.signal", contents: nil)
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

    /// Stops every process of it with `SIGSTOP`: it answers nobody, and no connection ends.
    public func freeze() async throws {
        let connection = try await TestDatabase.connect(to: configuration)
        let parts = try await connection.run { session in
            try session.query("select pid from pg_stat_activity").map { $0.int4(0) }
        }
        await connection.close()
        guard let process else { return }
        // The first process goes first, or else it would answer who comes meanwhile.
        frozen = [process.processIdentifier] + parts
        for pid in frozen { Foundation.kill(pid, SIGSTOP) }
    }

    /// Lets it go on after ``freeze()``.
    public func thaw() {
        for pid in frozen { Foundation.kill(pid, SIGCONT) }
        frozen = []
    }

    /// Asks it to end, as its administrator would who waits for nobody, and waits for its end.
    public func stop() async {
        guard let process, process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGINT)
        await end(of: process)
    }

    private init(_ installed: ServerPrograms) {
        self.installed = installed
        // Short, for a socket's address holds a hundred bytes, and where the server's user may go.
        folder = "/tmp/parklog-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        configuration = PostgresConfiguration(url: "postgresql:///postgres?host=\(folder)&user=postgres")
    }

    private func initialise(_ settings: String, room: Int?) async throws {
        try installed.makeFolder(folder)
        if let room {
            guard Self.runs("/bin/mount", Self.mounting(room, at: folder)) else {
                throw Failure(log: "no small disk could be made")
            }
            hasDisk = true
        }
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
        thaw()
        if let process, process.isRunning {
            Foundation.kill(process.processIdentifier, SIGQUIT)
            await end(of: process)
        }
        if hasDisk { _ = Self.runs("/bin/umount", ["-l", folder]) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Whether a disk of a test's own can be made here, which takes root and the right to mount.
    public static var mayHaveSmallDisk: Bool {
        let folder = "/tmp/parklog-disk-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        guard geteuid() == 0, mkdir(folder, 0o700) == 0 else { return false }
        defer { rmdir(folder) }
        return runs("/bin/mount", mounting(1, at: folder)) && runs("/bin/umount", [folder])
    }

    /// Takes all the room that is left on its disk, until it is given back.
    public func fillDisk() throws {
        _ = FileManager.default.createFile(atPath: filler, contents: nil)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: filler))
        for size in [1 << 20, 1 << 12] {
            let piece = Data(count: size)
            while (try? file.write(contentsOf: piece)) != nil {}
        }
        try file.close()
    }

    /// Gives the room back.
    public func emptyDisk() throws { try FileManager.default.removeItem(atPath: filler) }

    private var filler: String { folder + "/filler" }

    private static func mounting(_ megabytes: Int, at folder: String) -> [String] {
        ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=1777", "tmpfs", folder]
    }

    private static func runs(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
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
