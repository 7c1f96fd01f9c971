public import Chronology
public import Money

/// What stays of growing length cost that all begin alike.
public struct PriceCurve: Sendable, Hashable {
    /// Lengths, each longer than the one before, with what they cost.
    public let points: [Point]

    /// A curve of some points.
    public init(points: [Point]) {
        self.points = points
    }

    /// The lengths of a curve: one for every so much up to a length.
    ///
    /// - Precondition: `step` is positive.
    public static func lengths(upTo length: TimeSpan, every step: TimeSpan) -> some Sequence<TimeSpan> {
        precondition(step > .zero, "a curve goes on")
        return stride(from: step.microseconds, through: length.microseconds, by: Int(step.microseconds)).lazy
            .map { TimeSpan(microseconds: $0) }
    }

    /// One length and what it costs.
    public struct Point: Sendable, Hashable {
        /// From entry to exit.
        public let length: TimeSpan
        /// What it comes to.
        public let total: Money
    }
}

/// How long a car may stay for an amount.
public struct Affordable: Sendable, Hashable {
    /// The longest stay, to the second, that costs no more and up to which no shorter one costs more either.
    public let unbroken: TimeSpan
    /// What a second more costs; nil where that is beyond what was looked at.
    public let then: Money?
    /// The longest stay, to the second, that costs no more at all: longer than the unbroken one where a longer stay
    /// meets a cheaper rate, such as an early bird.
    public let longest: TimeSpan
}

extension Tariff {
    /// What a stay costs that begins like another and lasts so long. Throws ``TariffError``.
    public func point(of stay: Stay, lasting length: TimeSpan) throws(TariffError) -> PriceCurve.Point {
        var work = WorkBudget.unlimited
        return try point(of: stay, lasting: length, within: &work)
    }

    /// What a stay costs that begins like another and lasts so long, as far as a budget lasts. Throws ``TariffError``.
    public func point(
        of stay: Stay, lasting length: TimeSpan, within work: inout WorkBudget
    ) throws(TariffError) -> PriceCurve.Point {
        PriceCurve.Point(length: length, total: try total(stay, lasting: length, within: &work))
    }

    /// How long a stay may last for an amount, looked at minute by minute up to a length and then to the second.
    ///
    /// The stay's exit does not matter. Throws ``TariffError``.
    public func affordable(_ budget: Money, for stay: Stay, upTo length: TimeSpan) throws(TariffError) -> Affordable {
        var (search, work) = (AffordableSearch(budget, for: stay, upTo: length), WorkBudget.unlimited)
        while true {
            if let found = search.found { return found }
            try search.lookFurther(by: self, within: &work)
        }
    }

    func total(
        _ stay: Stay, lasting length: TimeSpan, within work: inout WorkBudget
    ) throws(TariffError) -> Money {
        var stay = stay
        stay.exit = stay.entry + length
        return try price(stay, within: &work).total
    }
}
