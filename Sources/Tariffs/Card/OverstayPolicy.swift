public import Money

/// What is owed for time behind the end of a right (tariffs.md, Coverage; golden case 32).
///
/// Each stretch of a stay that follows covered time is an overstay.
public enum OverstayPolicy: Sendable, Hashable {
    /// The rates apply.
    case rates
    /// A fee for each overstay, and nothing else.
    case fee(Money)
    /// A fee for each overstay, and the rates.
    case feeAndRates(Money)
}
