public import Chronology
public import Money

/// Looks for how long a stay may last for an amount, minute by minute, so that whoever looks may stop in between.
public struct AffordableSearch: Sendable {
    private let budget: Money
    private let stay: Stay
    private let length: TimeSpan
    private var unbroken: (length: TimeSpan, then: Money)?
    private var longest = TimeSpan.zero
    private var reached = TimeSpan.zero

    /// A search up to a length; the stay's exit does not matter.
    public init(_ budget: Money, for stay: Stay, upTo length: TimeSpan) {
        (self.budget, self.stay, self.length) = (budget, stay, length)
    }

    /// What was found; nil as long as there is more to look at.
    public var found: Affordable? {
        guard reached >= length else { return nil }
        return Affordable(unbroken: unbroken?.length ?? length, then: unbroken?.then, longest: longest)
    }

    /// Looks at the next minute, and to the second where the amount stops to suffice within it. Throws ``TariffError``.
    public mutating func lookFurther(by tariff: Tariff, within work: inout WorkBudget) throws(TariffError) {
        guard reached < length else { return }
        let next = min(reached + .minutes(1), length)
        if try tariff.total(stay, lasting: next, within: &work) <= budget {
            longest = next
        } else if unbroken == nil || longest == reached {
            let last = try last(before: next, by: tariff, within: &work)
            longest = max(longest, last)
            if unbroken == nil {
                unbroken = (last, try tariff.total(stay, lasting: last + .seconds(1), within: &work))
            }
        }
        reached = next
    }

    /// The last whole second within the amount, between what was reached, which is, and a length that is not.
    private func last(
        before high: TimeSpan, by tariff: Tariff, within work: inout WorkBudget
    ) throws(TariffError) -> TimeSpan {
        let second = TimeSpan.seconds(1).microseconds
        var (low, high) = (reached.microseconds / second, high.microseconds / second)
        while high - low > 1 {
            let middle = (low + high) / 2
            if try tariff.total(stay, lasting: .seconds(middle), within: &work) <= budget {
                low = middle
            } else {
                high = middle
            }
        }
        return .seconds(low)
    }
}
