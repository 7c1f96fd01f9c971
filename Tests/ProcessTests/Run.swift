import Foundation

/// One run of a program, with what it says kept in files.
final class Run: Sendable {
    /// Its process; it is asked and signalled, never changed.
    private let process = Process()
    private let input = Pipe()
    private let folder: URL

    init(path: String, _ arguments: [String], database: String?, environment: [String: String]) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "parklog-run-" + String(UInt64.random(in: 0 ... .max), radix: 36))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        variables["DATABASE_URL"] = database
        variables["MIGRATION_DATABASE_URL"] =
            environment["MIGRATION_DATABASE_URL"] ?? database.flatMap { Database.ownerURL(of: $0) }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = variables
        process.standardInput = input
        process.standardOutput = try Run.file(folder, "output")
        process.standardError = try Run.file(folder, "errors")
        try process.run()
    }

    private static func file(_ folder: URL, _ name: String) throws -> FileHandle {
        let url = folder.appending(path: name)
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }

    /// What it has printed so far.
    var output: String { text("output") }

    /// What it has said on standard error so far.
    var errors: String { text("errors") }

    var isRunning: Bool { process.isRunning }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appending(path: name))) ?? Data(), as: UTF8.self)
    }

    /// Gives it all its input.
    func send(_ text: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
    }

    /// Signals it.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for its end.
    ///
    /// - Returns: its exit code, or the number of the signal that ended it.
    @discardableResult
    func end() async -> Int32 {
        await withCheckedContinuation { ended in
            Thread.detachNewThread {
                self.process.waitUntilExit()
                ended.resume(returning: self.process.terminationStatus)
            }
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
