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
    /// What was claimed: for stays that ended, for booked hours, for subscriptions and for lost tickets.
    public var charged = Money.zero
    /// What was paid of it, less what was given back.
    public var paid = Money.zero
    /// What was waived of it.
    public var waived = Money.zero
    /// What is owed of it.
    public var open = Money.zero
    /// Stays that ended and have no price.
    public var notPriced = 0
    /// The version of the last event that counts.
    public var version: Int64 = 0

    /// Nothing has begun.
    public init() {}

    /// Whether stays begun are those ended, inside and written off, as many cars are counted as stays go on, and what was
    /// charged is paid, waived and open.
    public var isEven: Bool { addsUp && counted == inside }

    /// Whether stays and money add up, whatever a person has counted: what nobody but the books can have wrong.
    var addsUp: Bool { begun == ended + inside + writtenOff && isMoneyEven }

    /// Sums that no amount holds stay at the largest, and cannot be compared.
    private var isMoneyEven: Bool { charged == paid.plus(waived).plus(open) || charged.minorUnits == .max }

    /// Takes in what is claimed for something.
    mutating func take(_ bill: Bill) {
        charged = charged.plus(bill.total)
        paid = paid.plus(bill.received)
        waived = waived.plus(bill.waived)
        open = open.plus(bill.due)
    }
}
