public import Chronology
public import Money

/// What is owed for time behind the end of a right (tariffs.md, Coverage; golden cases 32 and 50).
///
/// Each stretch of a stay that follows covered time is an overstay, from its beginning, unless it is no longer than the grace; and
/// so is what lies behind the limit of a stay without a right, and behind the grace, up to which it is paid by the rates (design
/// rule 17).
public struct OverstayPolicy: Sendable, Hashable {
    /// What an overstay costs.
    public var owed: Owed
    /// How long a stretch may be that is no overstay and costs nothing.
    public var grace: TimeSpan

    /// What an overstay costs.
    public enum Owed: Sendable, Hashable {
        /// The rates apply.
        case rates
        /// A fee for each overstay, and nothing else.
        case fee(Money)
        /// A fee for each overstay, and the rates.
        case feeAndRates(Money)
    }

    /// A policy; without a grace unless it says otherwise.
    public init(_ owed: Owed, grace: TimeSpan = .zero) {
        self.owed = owed
        self.grace = grace
    }

    /// The rates apply, from the end of the right.
    public static let rates = OverstayPolicy(.rates)

    /// A fee for each overstay, and nothing else.
    public static func fee(_ fee: Money, grace: TimeSpan = .zero) -> OverstayPolicy {
        OverstayPolicy(.fee(fee), grace: grace)
    }

    /// A fee for each overstay, and the rates.
    public static func feeAndRates(_ fee: Money, grace: TimeSpan = .zero) -> OverstayPolicy {
        OverstayPolicy(.feeAndRates(fee), grace: grace)
    }

    /// The fee for each overstay; nil where there is none.
    public var fee: Money? {
        switch owed {
        case .rates: nil
        case .fee(let fee), .feeAndRates(let fee): fee
        }
    }
}
