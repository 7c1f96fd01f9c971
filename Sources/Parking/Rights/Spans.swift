import Chronology

/// How many things last for which span of a day: few spans differ, as hours are booked by the clock.
struct Spans: Hashable, Sendable {
    private var counts: [Range<Instant>: Int] = [:]

    /// When any of them begins, in no order.
    var beginnings: some Sequence<Instant> { counts.keys.lazy.map(\.lowerBound) }

    /// When any of them ends, in no order.
    var ends: [Instant] { counts.keys.map(\.upperBound) }

    /// How many last at an instant.
    func count(at instant: Instant) -> Int {
        counts.reduce(0) { $1.key.contains(instant) ? $0 + $1.value : $0 }
    }

    mutating func add(_ span: Range<Instant>, _ count: Int = 1) {
        let sum = counts[span, default: 0] + count
        counts[span] = sum == 0 ? nil : sum
    }
}

extension Range<Instant> {
    /// As long as there is time: what a right of the whole day lasts, within that day.
    static var always: Range<Instant> { .earliest ..< .latest }
}

extension Spans: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Spans(counts: form(value!.counts))
    }
}
