import Foundation

/// What a file of any kind holds, or standard input.
enum FileBytes {
    /// The bytes of a file; of standard input where the path is `-`.
    static func read(_ path: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try readPieces(path) { bytes += $0 }
        return bytes
    }

    /// Hands a file, or standard input, over in pieces, and at its end an empty one.
    static func readPieces(_ path: String, _ take: ([UInt8]) throws -> Void) throws {
        let isInput = path == "-"
        let descriptor = isInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { if !isInput { close(descriptor) } }
        var piece: [UInt8]
        repeat {
            piece = try readPiece(descriptor, path)
            try take(piece)
        } while !piece.isEmpty
    }

    private static func readPiece(_ descriptor: Int32, _ path: String) throws(Failure) -> [UInt8] {
        while true {
            var (count, reason) = (0, Int32(0))
            let piece = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { buffer, filled in
                count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
                reason = errno
                filled = max(0, count)
            }
            if count >= 0 { return piece }
            switch reason {
            case EINTR: continue
            case EAGAIN:
                // Somebody made it a stream that does not wait; we do.
                var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&source, 1, -1)
            default: throw unreadable(path, reason)
            }
        }
    }

    private static func unreadable(_ path: String, _ number: Int32) -> Failure {
        let name = path == "-" ? "Standard input" : "The file \(path)"
        let reason = number == EBADF ? "it is closed" : String(cString: strerror(number))
        return Failure(.data, "\(name) cannot be read: \(reason).")
    }
}
