public import Chronology
import Foundation

/// What the server's clock shows; a test puts its own in.
public typealias ServerClock = @Sendable () -> Instant

/// The system's clock.
public let systemClock: ServerClock = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
}
