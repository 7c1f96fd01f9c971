#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A pipe that wakes a thread out of `poll`, once and for good.
final class WakePipe: Sendable {
    private let reading: Int32
    private let writing: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Wakes whoever waits now or later; nobody reads the byte, so that it lasts.
    func signal() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }

    /// Waits until `other` can be read, the pipe was signalled or the time is over; a negative time is for ever.
    ///
    /// A negative `other` is left out. Returns whether the pipe was signalled.
    func wait(with other: Int32 = -1, milliseconds: Int32 = -1) -> Bool {
        var descriptors = [
            pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&descriptors, 2, milliseconds)
        return descriptors[0].revents != 0
    }
}
