/// Why the private PostgreSQL cannot be used; each description says in one sentence what to do.
///
/// Every path is absolute. `log` and `output` are the last lines that the server's own programs wrote, oldest first,
/// and may be empty.
public enum ClusterError: Error, Sendable, Equatable {
    /// No complete set of PostgreSQL server binaries was found.
    case serverNotInstalled
    /// The only server binaries found, in `folder`, are older than PostgreSQL 15; `version` is their major version.
    case serverTooOld(version: Int, folder: String)
    /// We are root, which PostgreSQL refuses to run as, and the system has neither a `postgres` nor a `nobody` user.
    case noServerUser
    /// A folder or file cannot be made, entered or written; `reason` is the system's own word for it.
    case folderUnusable(path: String, reason: String)
    /// The folder is there, but it is another user's; `owner` is the user's name, or number when it has none.
    case folderBelongsToAnother(path: String, owner: String)
    /// `initdb` could not create the data folder.
    case initialisationFailed(output: String)
    /// The server ended while it was starting; `file` is the log that has the rest.
    case startFailed(log: String, file: String)
    /// The server runs, but accepted no connection within `seconds`; it is left at its work.
    case notReady(seconds: Int, log: String, file: String)
    /// Another process has been starting or stopping the same server for `seconds`, and is not done.
    case busy(path: String, seconds: Int)
    /// The task that opened the cluster was cancelled; the lease has been given back.
    case interrupted
}
