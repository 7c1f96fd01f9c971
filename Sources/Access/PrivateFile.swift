import Foundation

/// A file with a private key in it, which nobody but its owner may read.
public enum PrivateFile {
    /// Why it is not read.
    public enum Fault: Error, Hashable, Sendable {
        case missing
        /// Others may read it.
        case open
        case unreadable
    }

    /// A key is smaller than this.
    private static let most = 64 * 1024

    /// What is in it; a link is followed.
    public static func bytes(of path: String) throws(Fault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .unreadable }
        guard status.st_mode & 0o077 == 0 else { throw .open }
        guard status.st_size < most, let bytes = try? file.readToEnd() else { throw .unreadable }
        return Array(bytes)
    }
}
