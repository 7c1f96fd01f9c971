import Chronology

extension Instant {
    /// Munich, 2 March 2026, a Monday.
    static let monday = Instant("2026-03-02T08:00:00+01:00")!
}
