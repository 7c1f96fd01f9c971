import Foundation

/// What the system knows about a file, without following a link at the end of its path.
struct FileStatus {
    let isFolder: Bool
    let owner: uid_t
    let permissions: mode_t

    /// Nil when there is no such file, or it cannot be seen.
    init?(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        owner = status.st_uid
        permissions = status.st_mode & 0o7777
    }

    /// The one true path of an existing folder, so that every way to it leads to the same cluster.
    static func realPath(_ path: String) throws(ClusterError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw .folderUnusable(path: path, reason: lastReason())
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The system's word for the last call's failure.
    static func lastReason() -> String { String(cString: strerror(errno)) }
}

extension ServerUser {
    /// The number of the user whose rights this process has.
    static var ourselves: uid_t { geteuid() }
}
