import Chronology
import Synchronization
import Testing

/// The server's clock, which stands still until a test sets it.
final class SettableClock: Sendable {
    private let time: Mutex<Instant>

    init(_ time: Instant) {
        self.time = Mutex(time)
    }

    var now: Instant { time.withLock { $0 } }

    func set(_ text: String) throws {
        let instant = try #require(Instant(text))
        time.withLock { $0 = instant }
    }
}
