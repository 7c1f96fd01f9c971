import Foundation

/// One attempt to start the server's process.
struct Launch {
    let process: ServerProcess
    private let log: ServerLog
    private let logStart: ServerLog.Mark

    /// Starts the server's process and leaves it to itself.
    ///
    /// A shell in a session of its own puts the server in the background and ends, so the server is nobody's child: it
    /// outlives us, hears no Ctrl-C from our terminal, and is collected by the system when it ends. (`pg_ctl` would do
    /// the same, but pastes the folder's name into a shell command unquoted.)
    static func begin(_ location: ClusterLocation) async throws(ClusterError) -> Launch {
        let settings = OwnedFile(
            path: location.dataFolder + "/" + ServerSettings.fileName, owner: location.user)
        try settings.write(ServerSettings(socketFolder: location.socketFolder).text)

        let log = ServerLog(location: location)
        let logStart = log.now
        let shell = ServerCommand(
            executable: "/bin/sh",
            arguments: [
                // The server empties a weekday's file only if it runs when the day begins, so what is left of other weeks goes.
                "-c",
                #"umask 077; find "$4" -name "server.*.log" -mtime +5 -exec rm -f {} + 2>/dev/null; "#
                    + #""$1" -D "$2" </dev/null >"$3" 2>&1 & echo $!"#,
                "sh", location.binaries.path("postgres"), location.dataFolder, location.logFile, location.logFolder,
            ],
            user: location.user)
        let outcome = await shell.run()
        guard outcome.succeeded, outcome.errors.isEmpty,
            let pid = pid_t(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
        else {
            throw .startFailed(log: LogTail.last(of: outcome.errors), file: location.logFile)
        }
        return Launch(process: ServerProcess(pid: pid), log: log, logStart: logStart)
    }

    /// What the server had to say since this attempt began.
    private var words: String { log.words(since: logStart) }

    var failure: ClusterError { .startFailed(log: LogTail.last(of: words), file: log.location.logFile) }

    /// Whether it gave up only because processes of a killed server had not noticed yet that they were alone.
    ///
    /// They do within moments; meanwhile the server refuses to share the data with them, and has to be asked again.
    var waitsForPredecessor: Bool { words.contains("pre-existing shared memory block") }
}
