import Foundation
import Subprocess

@testable import PrivateCluster

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs another program until the body is done with it; the program is up when the body begins, and killed after it.
func withProgram(
    _ command: [String],
    as user: ServerUser? = nil,
    _ body: @escaping @Sendable (ServerProcess) async throws -> Void
) async throws {
    var options = PlatformOptions()
    options.userID = user?.uid
    options.groupID = user?.gid
    options.supplementaryGroups = user.map { [$0.gid] }
    _ = try await Subprocess.run(
        .path("/bin/sh"), arguments: Arguments(["-c", #"exec "$@""#, "sh"] + command), workingDirectory: "/",
        platformOptions: options, input: .none, output: .sequence, error: .discarded
    ) { execution in
        let process = ServerProcess(pid: execution.processIdentifier.value)
        defer { kill(process.pid, SIGKILL) }
        var lines = execution.standardOutput.strings().makeAsyncIterator()
        _ = try await lines.next()
        try await body(process)
    }
}
