import CLibpq
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The connection's socket, for a look from any thread.
///
/// The lock keeps a look from happening after the number has been closed, when another file may have got it.
final class ConnectionSocket: Sendable {
    private let descriptor = Mutex<Int32>(-1)

    func open(_ wire: Wire) {
        let number = PQsocket(wire.pointer)
        descriptor.withLock { $0 = number }
    }

    func close() {
        descriptor.withLock { $0 = -1 }
    }

    /// Whether there is something to read, the end of the stream included; true as well once closed.
    var isReadable: Bool {
        descriptor.withLock { number in
            guard number >= 0 else { return true }
            var look = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
            return poll(&look, 1, 0) != 0
        }
    }
}
