import Foundation

/// Somewhere to write text to, by the system's own call: what does not arrive is an error, and nothing is kept back.
struct Outlet: Sendable {
    /// Results.
    static let output = Outlet(name: "Standard output", descriptor: STDOUT_FILENO)
    /// Everything else that is said.
    static let errors = Outlet(name: "Standard error", descriptor: STDERR_FILENO)

    private let name: String
    private let descriptor: Int32

    private init(name: String, descriptor: Int32) {
        self.name = name
        self.descriptor = descriptor
    }

    /// Makes a file, or empties it, and writes a text into it. A path where there can be none is wrong data.
    static func write(_ text: String, toFile path: String) throws {
        let name = "The file \(path)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Failure(.data, "\(OutputError(name, errno))") }
        defer { close(descriptor) }
        try Outlet(name: name, descriptor: descriptor).write(text)
    }

    /// Writes all of a text, however long its reader takes.
    func write(_ text: String) throws(OutputError) { try write(text, patience: nil) }

    /// Writes a text unless that would have to wait for its reader.
    func writeAtOnce(_ text: String) throws(OutputError) { try write(text, patience: 0) }

    /// - Parameter patience: how many milliseconds a reader that is behind is waited for; nil for as long as it takes.
    private func write(_ text: String, patience: Int32?) throws(OutputError) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            // What is ready takes as much as this whole; more might have to wait.
            let piece = patience == nil ? bytes.count - written : min(Int(PIPE_BUF), bytes.count - written)
            if let patience { try waitUntilReady(patience) }
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress! + written, piece) }
            if count > 0 { written += count } else { try recover(count < 0 ? errno : EIO, patience) }
        }
    }

    /// Goes on where the call was interrupted, or waits where the place takes nothing at the moment.
    private func recover(_ reason: Int32, _ patience: Int32?) throws(OutputError) {
        switch reason {
        case EINTR: break
        case EAGAIN: try waitUntilReady(patience ?? -1)
        default: throw OutputError(name, reason)
        }
    }

    /// A place that is closed or broken is ready too: writing to it says what is wrong.
    private func waitUntilReady(_ milliseconds: Int32) throws(OutputError) {
        var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&place, 1, milliseconds) != 0 else { throw OutputError(name, EAGAIN) }
    }
}
