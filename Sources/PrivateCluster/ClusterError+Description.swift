extension ClusterError: CustomStringConvertible {
    /// One sentence that says what is wrong and what to do, followed by the server's last words where there are any.
    public var description: String {
        switch self {
        case .serverNotInstalled:
            return """
                No PostgreSQL server is installed: install version 15 or newer (apt-get install postgresql), or set \
                DATABASE_URL to a server that runs elsewhere.
                """
        case .serverTooOld(let version, let folder):
            return """
                The PostgreSQL \(version) in \(folder) is too old: install version 15 or newer, or set DATABASE_URL \
                to a server that runs elsewhere.
                """
        case .noServerUser:
            return """
                PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: create one, or \
                start parklog as an ordinary user.
                """
        case .folderUnusable(let path, let reason):
            return "\(path) cannot be used (\(reason)): free it, or set PARKLOG_HOME to a folder that can be written."
        case .folderBelongsToAnother(let path, let owner):
            return """
                \(path) belongs to the user \(owner): start parklog as \(owner) or as root, or set PARKLOG_HOME to a \
                folder of your own.
                """
        case .initialisationFailed(let output):
            return "The database could not be created: remove what is named here and start again.\(quoted(output))"
        case .startFailed(let log, let file):
            return "The database server did not start: cure what \(file) names and start again.\(quoted(log))"
        case .notReady(let seconds, let log, let file):
            return """
                The database server runs but took no connection within \(seconds) s, as after a crash with much to \
                recover: start parklog again to go on waiting, and see \(file).\(quoted(log))
                """
        case .busy(let path, let seconds):
            return """
                Another parklog has held \(path) for more than \(seconds) s while it starts or stops the database: \
                wait for it, or end it.
                """
        case .interrupted:
            return "Opening the database was interrupted: start parklog again."
        }
    }

    private func quoted(_ lines: String) -> String {
        lines.isEmpty ? "" : "\n" + lines
    }
}
