#if canImport(System)
    import System
#else
    import SystemPackage
#endif
import Subprocess

/// One run of a short-lived program, as the server's user when there is one.
///
/// The program gets its own session, so that a Ctrl-C in our terminal cannot cut an `initdb` in half, and a small
/// environment: a stray `PGPORT` or `PGDATA`, or a locale we cannot read errors in, must not reach the server.
struct ServerCommand: Sendable {
    let executable: String
    let arguments: [String]
    var user: ServerUser?

    struct Outcome: Sendable {
        /// The exit code; nil when the program could not be run or was killed.
        let code: Int32?
        let output: String
        let errors: String

        var succeeded: Bool { code == 0 }
    }

    func run() async -> Outcome {
        var options = PlatformOptions()
        options.createSession = true
        // Another program changes the user: between fork and exec a process of several threads cannot do it safely,
        // as the C library would wait there for threads that the child does not have.
        let command = user.map { $0.command + [executable] } ?? [executable]
        do {
            let result = try await Subprocess.run(
                .path(FilePath(command[0])),
                arguments: Arguments(command.dropFirst() + arguments),
                environment: .custom(["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"]),
                // Ours may be a folder that the server's user cannot enter.
                workingDirectory: "/",
                platformOptions: options,
                output: .string(limit: Self.outputLimit),
                error: .string(limit: Self.outputLimit)
            )
            let code: Int32? = if case .exited(let code) = result.terminationStatus { code } else { nil }
            return Outcome(code: code, output: result.standardOutput, errors: result.standardError)
        } catch {
            return Outcome(code: nil, output: "", errors: String(describing: error))
        }
    }

    private static let outputLimit = 1 << 20
}
