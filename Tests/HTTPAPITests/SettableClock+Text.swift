import Chronology
import TestSupport
import Testing

extension SettableClock {
    func set(_ text: String) throws { set(try #require(Instant(text))) }
}
