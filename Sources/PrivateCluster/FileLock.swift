import Foundation

/// An open lock file, whose `flock` the kernel gives back when the process ends, however it ends.
///
/// The descriptor is closed on `exec`: the server must not inherit a lease, or nobody would ever be the last to leave.
final class FileLock: Sendable {
    enum Mode {
        case shared
        case exclusive
    }

    let path: String
    private let descriptor: Int32

    init(_ path: String, owner: ServerUser?) throws(ClusterError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .folderUnusable(path: path, reason: FileStatus.lastReason()) }
        self.path = path
        // The server's user may open the same cluster one day without root's help.
        if let owner { _ = fchown(descriptor, owner.uid, owner.gid) }
    }

    deinit { close(descriptor) }

    /// Takes the lock, or turns the one held into the other kind, if no other holder forbids it; never waits.
    ///
    /// A refused turn loses the lock that was held: the kernel gives it back before it tries.
    func take(_ mode: Mode) -> Bool {
        flock(descriptor, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0
    }

    func give() { _ = flock(descriptor, LOCK_UN) }

    /// Waits for the exclusive lock by asking again and again: a `flock` that blocks would hold one of the few threads
    /// that all tasks share, and could not be bounded.
    func takeExclusive(seconds: Int) async throws(ClusterError) {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !take(.exclusive) {
            guard ContinuousClock.now < deadline else { throw .busy(path: path, seconds: seconds) }
            await Patience.moment()
        }
    }
}
