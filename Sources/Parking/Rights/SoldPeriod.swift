import Chronology
import Money

/// A period of a subscription, and what it cost.
struct SoldPeriod: Hashable, Sendable {
    let first: LocalDay
    let last: LocalDay
    let total: Money
    /// When it was sold: its terms are those of the card as it was known then,
    let knownAt: Instant
    /// and before the event of this version.
    let version: Int64

    /// How many days it has.
    var days: Int { first.distance(to: last) + 1 }

    /// How many of them come behind a day.
    func days(behind day: LocalDay) -> Int { max(0, max(first, day.next).distance(to: last) + 1) }
}

extension SoldPeriod: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try SoldPeriod(
            first: form(value!.first), last: form(value!.last), total: form(value!.total),
            knownAt: form(value!.knownAt),
            version: form(value!.version))
    }
}
