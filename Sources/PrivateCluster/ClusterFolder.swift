import Foundation

/// Makes the cluster's folders, owned so that only the server's user and ourselves can enter.
///
/// That closed door is what lets the server trust whoever reaches its socket; see ``DataFolder``.
struct ClusterFolder {
    let location: ClusterLocation

    func make() throws(ClusterError) {
        let version = URL(fileURLWithPath: location.clusterFolder)
        let home = version.deletingLastPathComponent()
        let parent = home.deletingLastPathComponent()
        try makePassage(parent.path)
        try makePassage(home.path)
        try makeClosed(location.clusterFolder)
        if location.socketFolder != location.clusterFolder {
            try makeClosed(location.socketFolder)
        }
    }

    /// A folder on the way: anyone may pass through it, as the server's user has to when we are root.
    ///
    /// It goes to the owner of the folder above, so that a root's first run does not lock a project's owner out.
    private func makePassage(_ path: String) throws(ClusterError) {
        guard access(path, F_OK) != 0 else { return }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw unusable(path) }
        // Whatever the umask took away is needed.
        guard chmod(path, 0o755) == 0 else { throw unusable(path) }
        let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if ServerUser.ourselves == 0, let owner = FileStatus(above)?.owner, owner != 0 {
            guard lchown(path, owner, ServerUser.numbered(owner)?.gid ?? 0) == 0 else { throw unusable(path) }
        }
    }

    /// A folder for the server's user alone.
    ///
    /// `/tmp` is everyone's: a folder of the expected name that someone else made, or a link in its place, is refused,
    /// since its maker could put a socket of their own there and read what we send.
    private func makeClosed(_ path: String) throws(ClusterError) {
        let rightful = location.user?.uid ?? ServerUser.ourselves
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw unusable(path) }
        guard let status = FileStatus(path), status.isFolder else {
            throw .folderUnusable(path: path, reason: "not a folder")
        }
        if status.owner == ServerUser.ourselves, let user = location.user {
            guard lchown(path, user.uid, user.gid) == 0 else { throw unusable(path) }
        } else if status.owner != rightful {
            throw .folderBelongsToAnother(path: path, owner: ServerUser.label(status.owner))
        }
        if status.permissions != 0o700 {
            guard chmod(path, 0o700) == 0 else { throw unusable(path) }
        }
    }

    private func unusable(_ path: String) -> ClusterError {
        .folderUnusable(path: path, reason: FileStatus.lastReason())
    }
}
