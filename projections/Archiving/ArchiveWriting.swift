import Crypto

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file on its way to be an archive: under a name that nobody reads, until all of it is on the disk.
struct ArchiveWriting: ~Copyable {
    private let descriptor: Int32
    private let folder: String
    private let name: String
    private var part: String { "\(folder)/.\(name).part" }
    private var digest = SHA256()
    private var path: String { "\(folder)/\(name)" }
    private var isDone = false

    /// Begins a file; what a killed run has left of it goes.
    init(_ name: String, in folder: String) throws(ArchivingError) {
        (self.name, self.folder) = (name, folder)
        let part = "\(folder)/.\(name).part"
        _ = mkdir(folder, 0o750)
        unlink(part)
        descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw ArchiveWriting.unwritable(part, errno) }
    }

    deinit {
        close(descriptor)
        if !isDone { unlink("\(folder)/.\(name).part") }
    }

    /// Writes all of some bytes.
    mutating func write(_ bytes: [UInt8]) throws(ArchivingError) {
        digest.update(data: bytes)
        var written = 0
        while written < bytes.count {
            let (count, reason) = bytes.withUnsafeBytes { buffer in
                let count = platformWrite(descriptor, buffer.baseAddress! + written, bytes.count - written)
                return (count, errno)
            }
            guard count > 0 || reason == EINTR else { throw ArchiveWriting.unwritable(part, reason) }
            written += max(0, count)
        }
    }

    /// Brings it to the disk and gives it its name.
    ///
    /// - Returns: SHA-256 of what was written.
    mutating func publish() throws(ArchivingError) -> [UInt8] {
        guard fsync(descriptor) == 0 else { throw ArchiveWriting.unwritable(part, errno) }
        guard rename(part, path) == 0 else { throw ArchiveWriting.unwritable(path, errno) }
        isDone = true
        let directory = open(folder, O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { throw ArchiveWriting.unwritable(folder, errno) }
        let outcome = (code: fsync(directory), reason: errno)
        close(directory)
        guard outcome.code == 0 else { throw ArchiveWriting.unwritable(folder, outcome.reason) }
        return Array(digest.finalize())
    }

    private static func unwritable(_ path: String, _ number: Int32) -> ArchivingError {
        .unwritable(path: path, reason: String(cString: strerror(number)))
    }
}

/// The system's own call, whose name the type's method has as well.
private func platformWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
