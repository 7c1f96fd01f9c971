import Foundation

/// Makes the cluster's folders, owned so that only the server's user and ourselves can enter.
///
/// That closed door is what lets the server trust whoever reaches its socket; see ``DataFolder``. Owners and
/// permissions are read and changed through an open folder, never by name: as root, in a folder of somebody else's, a
/// name may mean another file by the time it is used.
struct ClusterFolder {
    let location: ClusterLocation

    func make() throws(ClusterError) {
        let home = URL(fileURLWithPath: location.clusterFolder).deletingLastPathComponent()
        try makePassage(home.deletingLastPathComponent().path)
        try makePassage(home.path)
        try makeClosed(location.clusterFolder)
        if location.socketFolder != location.clusterFolder {
            try makeClosed(location.socketFolder)
        }
    }

    /// The folder that somebody has named, with those above it, as far as they are not there yet.
    static func makeHome(_ path: String) throws(ClusterError) {
        let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if above != path, FileStatus(above) == nil { try makeHome(above) }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw .folderUnusable(path: path, reason: FileStatus.lastReason())
        }
    }

    /// A folder on the way: anyone may pass through it, as the server's user has to when we are root.
    ///
    /// It goes to the owner of the folder above, so that a root's first run does not lock a project's owner out.
    private func makePassage(_ path: String) throws(ClusterError) {
        guard mkdir(path, 0o755) == 0 else {
            guard errno == EEXIST else { throw unusable(path) }
            return
        }
        let descriptor = try openFolder(path)
        defer { close(descriptor) }
        // Whatever the umask took away is needed.
        guard fchmod(descriptor, 0o755) == 0 else { throw unusable(path) }
        let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if ServerUser.ourselves == 0, let owner = FileStatus(above)?.owner, let user = ServerUser.numbered(owner) {
            guard fchown(descriptor, user.uid, user.gid) == 0 else { throw unusable(path) }
        }
    }

    /// A folder for the server's user alone.
    ///
    /// `/tmp` is everyone's: a folder of the expected name that someone else made, or a link in its place, is refused,
    /// since its maker could put a socket of their own there and read what we send.
    private func makeClosed(_ path: String) throws(ClusterError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw unusable(path) }
        // Before opening it, which another user's folder would refuse with a less helpful word.
        let rightful = location.user?.uid ?? ServerUser.ourselves
        guard let owner = FileStatus(path)?.owner else { throw unusable(path) }
        guard owner == rightful || owner == ServerUser.ourselves else {
            throw .folderBelongsToAnother(path: path, owner: ServerUser.label(owner))
        }
        let descriptor = try openFolder(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == owner else { throw unusable(path) }
        if owner != rightful, let user = location.user {
            guard fchown(descriptor, user.uid, user.gid) == 0 else { throw unusable(path) }
        }
        guard fchmod(descriptor, 0o700) == 0 else { throw unusable(path) }
    }

    private func openFolder(_ path: String) throws(ClusterError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw unusable(path) }
        return descriptor
    }

    private func unusable(_ path: String) -> ClusterError {
        .folderUnusable(path: path, reason: FileStatus.lastReason())
    }
}
