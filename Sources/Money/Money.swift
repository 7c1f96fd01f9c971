/// An amount in the minor units of a currency that its context names: cents, kopecks, yen.
///
/// Arithmetic is exact; where a sum or a product leaves 64 bits it throws ``MoneyError/overflow``. There is no
/// floating point anywhere.
public struct Money: Sendable, Hashable, Comparable {
    /// The amount in minor units; negative for a refund.
    public let minorUnits: Int64

    /// An amount of so many minor units.
    public init(minorUnits: Int64) {
        self.minorUnits = minorUnits
    }

    /// Nothing.
    public static let zero = Money(minorUnits: 0)

    /// Whether the first comes before the second.
    public static func < (a: Money, b: Money) -> Bool { a.minorUnits < b.minorUnits }

    /// The sum of two amounts.
    public func adding(_ other: Money) throws(MoneyError) -> Money {
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: sum)
    }

    /// What is left after taking an amount away.
    public func subtracting(_ other: Money) throws(MoneyError) -> Money {
        let (difference, overflow) = minorUnits.subtractingReportingOverflow(other.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: difference)
    }

    /// The amount so many times.
    public func times(_ count: Int64) throws(MoneyError) -> Money {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: count)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: product)
    }
}

/// Why an amount could not be computed or read.
public enum MoneyError: Error, Equatable, Sendable {
    /// The result does not fit into 64 bits.
    case overflow
    /// The text has more than ``Money/mostWholeDigits`` digits before the point.
    case tooMuch
    /// The text is not a decimal amount of the currency, such as `12.50`.
    case malformed(String)
}
