import TestSupport
import Foundation
import Testing

/// The program `parklog`, as it was built beside these tests, or as `PARKLOG_TEST_BINARY` names it.
enum Program {
    /// Where it is; missing it is a failure, never a reason to skip.
    static var path: String {
        get throws {
            if let path = ProcessInfo.processInfo.environment["PARKLOG_TEST_BINARY"] { return path }
            let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            let beside =
                [Bundle.main.bundleURL, executable].map { $0.deletingLastPathComponent() } + [
                    Bundle.main.bundleURL
                ]
            let paths = beside.map { $0.appending(path: "parklog").path }
            return try #require(
                paths.first { FileManager.default.isExecutableFile(atPath: $0) },
                "parklog is not in \(paths); build it, or name it in PARKLOG_TEST_BINARY")
        }
    }

    /// Starts it.
    ///
    /// - Parameter redirections: what a shell does to its streams before, such as `exec >/dev/full`.
    static func start(
        _ arguments: [String], database: String? = nil, input: String = "", environment: [String: String] = [:],
        redirections: String? = nil
    ) throws -> Run {
        let run =
            if let redirections {
                try Run(
                    path: "/bin/sh", ["-c", #"\#(redirections); exec "$0" "$@""#, path] + arguments, database: database,
                    environment: environment)
            } else {
                try Run(path: path, arguments, database: database, environment: environment)
            }
        try run.send(input)
        return run
    }

    /// Runs it to its end.
    static func run(
        _ arguments: [String], database: String? = nil, input: String = "", environment: [String: String] = [:],
        redirections: String? = nil
    ) async throws -> (code: Int32, output: String, errors: String) {
        let run = try start(
            arguments, database: database, input: input, environment: environment, redirections: redirections)
        let code = await run.end()
        return (code, run.output, run.errors)
    }
}
