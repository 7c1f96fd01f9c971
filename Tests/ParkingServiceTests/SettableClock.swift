import Chronology
import ParkingService
import Synchronization

/// A clock that a test sets.
final class SettableClock: Sendable {
    private let now: Mutex<Instant>

    init(_ instant: Instant) { now = Mutex(instant) }

    /// What it shows.
    var instant: Instant { now.withLock { $0 } }

    /// The clock as hosts read it.
    var reading: Clock { { self.instant } }

    func set(_ instant: Instant) { now.withLock { $0 = instant } }
}

/// Munich, 2 March 2026, a Monday.
extension Instant {
    static let monday = Instant("2026-03-02T08:00:00+01:00")!
}
