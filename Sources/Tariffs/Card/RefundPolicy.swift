public import Chronology
public import Money

/// What is given back of what was paid for a booking that is cancelled, or a permit that is revoked.
///
/// It is the card's as it was known at the sale. A person gives the money back (`refund`); the policy says how much.
public struct RefundPolicy: Sendable, Hashable {
    /// For booked hours, by how long before they begin they are cancelled; nothing where no step reaches.
    public var bookings: [Step]
    /// For a subscription that is revoked.
    public var permits: Permits

    /// A part that is given back of hours that are cancelled in time.
    public struct Step: Sendable, Hashable {
        /// How long before the hours begin at least.
        public var before: TimeSpan
        /// How much of their price, in hundredths of a percent.
        public var basisPoints: Int64

        /// A part of the price.
        public init(before: TimeSpan, basisPoints: Int64) {
            self.before = before
            self.basisPoints = basisPoints
        }
    }

    /// What is given back of a subscription that is revoked.
    public enum Permits: String, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case nothing
        /// The part of its days that has not begun.
        case unusedDays = "unused-days"
    }

    /// A policy; nothing is given back unless it says otherwise.
    public init(bookings: [Step] = [], permits: Permits = .nothing) {
        self.bookings = bookings
        self.permits = permits
    }

    /// How much is given back of the price of hours that begin in so long; rounded down.
    public func amount(of price: Money, cancelledBefore span: TimeSpan) -> Money {
        let reached = bookings.filter { $0.before <= span }.map(\.basisPoints).max() ?? 0
        return price.share(reached, of: 10_000)
    }

    /// How much is given back of the price of a subscription of which so many days have not begun; rounded down.
    public func amount(of price: Money, unused: Int, of days: Int) -> Money {
        guard permits == .unusedDays, days > 0 else { return .zero }
        return price.share(Int64(min(max(0, unused), days)), of: Int64(days))
    }
}

extension Money {
    /// So many parts of it, rounded down.
    fileprivate func share(_ parts: Int64, of all: Int64) -> Money {
        let product = minorUnits.multipliedFullWidth(by: parts)
        return Money(minorUnits: all.dividingFullWidth((product.high, product.low)).quotient)
    }
}
