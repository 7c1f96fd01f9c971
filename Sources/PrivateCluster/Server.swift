import Foundation

/// The PostgreSQL server of one location, as found from outside.
struct Server: Sendable {
    let location: ClusterLocation

    enum Condition: Equatable {
        /// There is no sign of a server.
        case absent
        /// A server that is gone left its note behind; its number may be another program's by now.
        case abandoned
        case starting
        case ready
        case stopping
    }

    func condition() async -> Condition {
        guard let file = PostmasterFile(dataFolder: location.dataFolder) else { return .absent }
        guard await ServerProcess(pid: file.pid).serves(location.dataFolder) else {
            // Nobody but our server can listen in the closed folder. One whose process we cannot see lives in another
            // container that shares it; to start a second on its data would destroy them.
            return await answer() == .silence ? .abandoned : .ready
        }
        return switch file.condition {
        case .starting: .starting
        case .ready: .ready
        case .stopping: .stopping
        }
    }

    enum Answer: Int32 {
        case accepting = 0
        case rejecting = 1
        case silence = 2
    }

    func answer() async -> Answer {
        let question = ServerCommand(
            executable: location.binaries.path("pg_isready"),
            arguments: [
                "--quiet", "--host", location.socketFolder, "--port", String(SocketFolder.port),
                "--username", "parklog", "--dbname", "postgres",
            ])
        return await question.run().code.flatMap(Answer.init) ?? .silence
    }

    /// Ends the server in order (its "fast" shutdown: open transactions are rolled back, the data are flushed).
    ///
    /// - Returns: False when it still runs after `seconds`, or is not ours to end; it then ends in its own time.
    func stop(seconds: Int) async -> Bool {
        guard let pid = PostmasterFile(dataFolder: location.dataFolder)?.pid else { return true }
        let process = ServerProcess(pid: pid)
        guard await process.serves(location.dataFolder) else { return await answer() == .silence }
        guard kill(pid, SIGINT) == 0 else { return errno == ESRCH }
        let deadline = ContinuousClock.now + .seconds(seconds)
        while process.isRunning {
            guard ContinuousClock.now < deadline else { return false }
            await Patience.moment()
        }
        return true
    }
}
