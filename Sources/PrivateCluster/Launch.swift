import Foundation

/// One attempt to start the server's process.
struct Launch {
    let process: ServerProcess
    private let log: String
    private let logStart: UInt64

    /// Starts the server's process and leaves it to itself.
    ///
    /// A shell in a session of its own puts the server in the background and ends, so the server is nobody's child: it
    /// outlives us, hears no Ctrl-C from our terminal, and is collected by the system when it ends. (`pg_ctl` would do
    /// the same, but pastes the folder's name into a shell command unquoted.)
    static func begin(_ location: ClusterLocation) async throws(ClusterError) -> Launch {
        let settings = OwnedFile(
            path: location.dataFolder + "/" + ServerSettings.fileName, owner: location.user)
        try settings.write(ServerSettings(socketFolder: location.socketFolder).text)

        let logStart = LogTail.size(of: location.logFile)
        let shell = ServerCommand(
            executable: "/bin/sh",
            arguments: [
                "-c", #"umask 077; "$1" -D "$2" </dev/null >>"$3" 2>&1 & echo $!"#, "sh",
                location.binaries.path("postgres"), location.dataFolder, location.logFile,
            ],
            user: location.user)
        let outcome = await shell.run()
        guard outcome.succeeded, outcome.errors.isEmpty,
            let pid = pid_t(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
        else {
            throw .startFailed(log: LogTail.last(of: outcome.errors), file: location.logFile)
        }
        return Launch(process: ServerProcess(pid: pid), log: location.logFile, logStart: logStart)
    }

    /// What the server had to say since this attempt began.
    private var words: String { LogTail.text(of: log, from: logStart) }

    var failure: ClusterError { .startFailed(log: LogTail.last(of: words), file: log) }

    /// Whether it gave up only because processes of a killed server had not noticed yet that they were alone.
    ///
    /// They do within moments; meanwhile the server refuses to share the data with them, and has to be asked again.
    var waitsForPredecessor: Bool { words.contains("pre-existing shared memory block") }
}
