import CLibpq
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The connection's socket, to be looked at and cut from any thread.
///
/// It has a number of its own for it: libpq gives its number back as soon as it notices that the other end has gone, and
/// another file may have got it by the time that somebody looks.
final class ConnectionSocket: Sendable {
    private let descriptor = Mutex<Int32>(-1)

    deinit { close() }

    func open(_ wire: Wire) throws(PostgresError) {
        let number = fcntl(PQsocket(wire.pointer), F_DUPFD_CLOEXEC, 0)
        guard number >= 0 else {
            throw PostgresError(.connectionFailed, "the system allows this process no more open files")
        }
        close()
        descriptor.withLock { $0 = number }
    }

    func close() {
        descriptor.withLock { number in
            if number >= 0 { closeFile(number) }
            number = -1
        }
    }

    /// Ends the conversation for both sides at once: who waits for an answer finds that none will come.
    func cut() {
        descriptor.withLock { number in
            guard number >= 0 else { return }
            shutdown(number, Int32(SHUT_RDWR))
        }
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

/// The system's call, whose name the socket's own would hide.
private func closeFile(_ number: Int32) { _ = close(number) }
