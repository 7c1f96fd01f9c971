public import Money
import Parking

/// What must add up in a garage: design rule 16.
public struct Balance: Hashable, Sendable {
    /// Stays that began.
    public var begun = 0
    /// Stays whose cars left, or came in again.
    public var ended = 0
    /// Stays whose cars are inside.
    public var inside = 0
    /// Stays that were closed without a charge.
    public var writtenOff = 0
    /// Cars inside as they are counted: as many as stays, and what a person counted more or fewer.
    public var counted = 0
    /// The charges of the stays that ended.
    public var charged = Money.zero
    /// Stays that ended and have no price.
    public var notPriced = 0
    /// The version of the last event that counts.
    public var version: Int64 = 0

    /// Nothing has begun.
    public init() {}

    /// What was paid; nothing can be paid yet (design rule 14).
    public let paid = Money.zero
    /// What was waived.
    public let waived = Money.zero
    /// What is owed.
    public var open: Money { charged }

    /// Whether stays begun are those ended, inside and written off, and as many cars are counted as stays go on.
    public var isEven: Bool { begun == ended + inside + writtenOff && counted == inside }

    /// Takes in a charge; a sum that no amount holds stays at the largest.
    mutating func charge(_ total: Money) {
        let (sum, isTooLarge) = charged.minorUnits.addingReportingOverflow(total.minorUnits)
        charged = isTooLarge ? Money(minorUnits: .max) : Money(minorUnits: sum)
    }
}
