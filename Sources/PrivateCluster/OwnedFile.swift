import Foundation

/// A small file in the server's folder, replaced as a whole.
struct OwnedFile {
    let path: String
    let owner: ServerUser?

    /// Writes beside the file, then renames: a reader sees the old text or the new, and a link planted under the name
    /// is replaced, not followed, which matters when we are root in another user's folder.
    func write(_ text: String) throws(ClusterError) {
        let draft = path + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw unusable() }
        defer { close(descriptor) }
        if let owner {
            guard fchown(descriptor, owner.uid, owner.gid) == 0 else { throw unusable() }
        }
        let bytes = Array(text.utf8)
        guard Foundation.write(descriptor, bytes, bytes.count) == bytes.count else { throw unusable() }
        guard rename(draft, path) == 0 else { throw unusable() }
    }

    private func unusable() -> ClusterError {
        .folderUnusable(path: path, reason: FileStatus.lastReason())
    }
}
