import Chronology
import Money

/// A period of a subscription, and what it cost.
struct SoldPeriod: Hashable, Sendable {
    let first: LocalDay
    let last: LocalDay
    let total: Money

    /// How many days it has.
    var days: Int { first.distance(to: last) + 1 }

    /// How many of them come behind a day.
    func days(behind day: LocalDay) -> Int { max(0, max(first, day.next).distance(to: last) + 1) }
}

extension SoldPeriod: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try SoldPeriod(first: form(value!.first), last: form(value!.last), total: form(value!.total))
    }
}
