import Foundation

/// The server's own note of itself, `postmaster.pid`: its process on the first line, its condition on the eighth.
struct PostmasterFile {
    enum Condition {
        case starting
        case ready
        case stopping
    }

    let pid: pid_t
    let condition: Condition

    /// Nil when there is no such file, or the server has not written its first line yet.
    init?(dataFolder: String) {
        guard let text = try? String(contentsOfFile: Self.path(dataFolder), encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let pid = lines.first.flatMap({ pid_t($0) }), pid > 0 else { return nil }
        self.pid = pid
        let word = lines.count > 7 ? lines[7].trimmingCharacters(in: .whitespaces) : ""
        condition =
            switch word {
            case "ready", "standby": .ready
            case "stopping": .stopping
            default: .starting
            }
    }

    static func path(_ dataFolder: String) -> String { dataFolder + "/postmaster.pid" }

    /// Makes a left-over file harmless whose process number has gone to another program.
    ///
    /// A new server refuses to start while that number lives. The file is not removed: its seventh line names the old
    /// server's shared memory, by which the new one makes sure that no process of the old still writes to the data.
    /// So only the number is replaced, by one that no system gives out (Linux ends at 4,194,304).
    static func disown(_ location: ClusterLocation) throws(ClusterError) {
        let file = OwnedFile(path: path(location.dataFolder), owner: location.user)
        if let text = try? String(contentsOfFile: file.path, encoding: .utf8) {
            let rest = text.drop { $0 != "\n" }
            try file.write("\(pid_t.max)" + (rest.isEmpty ? "\n" : String(rest)))
        }
        // The socket has a lock of the same kind, which guards nothing but the socket's name.
        unlink(location.socketFolder + "/.s.PGSQL.\(SocketFolder.port).lock")
    }
}
