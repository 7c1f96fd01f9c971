public import Chronology
import Synchronization

/// The server's clock, which stands still until a test sets it.
public final class SettableClock: Sendable {
    private let time: Mutex<Instant>

    /// A clock that shows a time.
    public init(_ instant: Instant) { time = Mutex(instant) }

    /// What it shows.
    public var now: Instant { time.withLock { $0 } }

    /// The clock as hosts read it.
    public var reading: @Sendable () -> Instant { { self.now } }

    /// Sets it.
    public func set(_ instant: Instant) { time.withLock { $0 = instant } }
}
