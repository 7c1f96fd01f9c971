public import Chronology
public import Money

/// What was paid for something, and let off.
public struct Account: Hashable, Sendable {
    /// What was paid, less what was given back.
    public var received = Money.zero
    /// What nobody has to pay.
    public var waived = Money.zero
    /// What was settled last; nil while something was always left to pay.
    public var settlement: Settlement?
    /// The tax in what was paid last, so that it is in what is given back of that, too.
    var tax: PaidTax?
    /// The event that moved money last.
    var version: Int64 = 0
    /// When it was changed last.
    var changedAt = Instant.earliest

    /// Nothing was paid.
    public init() {}

    /// What is paid for or let off.
    var covered: Money { received.plus(waived) }

    /// Takes in that something was paid or let off: all that was due, so that it came to so much, or a part of it. A part of what
    /// has become due since it was settled is settled with the rest.
    mutating func settle(_ part: Money, as known: Money?, at instant: Instant, leaveBy: Instant?) {
        if let known {
            settlement = Settlement(known: known, at: instant, leaveBy: leaveBy)
        } else if let settlement {
            self.settlement?.known = settlement.known.plus(part)
        }
    }

    /// What was paid for two things that turn out to be one.
    func with(_ other: Account) -> Account {
        var sum = self
        (sum.received, sum.waived) = (received.plus(other.received), waived.plus(other.waived))
        sum.version = max(version, other.version)
        sum.tax = tax ?? other.tax
        let settlements = [settlement, other.settlement].compactMap(\.self)
        sum.settlement = settlements.map(\.at).max().map { latest in
            let known = (settlement?.known ?? covered).plus(other.settlement?.known ?? other.covered)
            return Settlement(known: known, at: latest, leaveBy: nil)
        }
        return sum
    }
}

/// That all was paid that was due, which settles it (design rule 14).
public struct Settlement: Hashable, Sendable {
    /// What it came to then. What it comes to otherwise by later facts is a difference, and moves no money by itself.
    public var known: Money
    /// When.
    public let at: Instant
    /// Until when a car that is inside may leave without paying more; nil where the stay was over, or it is no stay.
    public let leaveBy: Instant?

    /// A settlement.
    public init(known: Money, at: Instant, leaveBy: Instant?) {
        self.known = known
        self.at = at
        self.leaveBy = leaveBy
    }

    /// Whether it holds for a stay that ends then.
    func holds(until end: Instant) -> Bool { leaveBy.map { end <= $0 } ?? true }
}

extension Money {
    /// The sum; what leaves 64 bits stays at the bound.
    package func plus(_ other: Money) -> Money {
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        return Money(minorUnits: overflow ? (other.minorUnits < 0 ? .min : .max) : sum)
    }

    /// The difference; what leaves 64 bits stays at the bound.
    package func less(_ other: Money) -> Money {
        let (difference, overflow) = minorUnits.subtractingReportingOverflow(other.minorUnits)
        return Money(minorUnits: overflow ? (other.minorUnits < 0 ? .max : .min) : difference)
    }
}

extension Account: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        var account = Account()
        account.received = try form(value!.received)
        account.waived = try form(value!.waived)
        account.settlement = try form(value!.settlement)
        account.tax = try form(value!.tax)
        account.version = try form(value!.version)
        account.changedAt = try form(value!.changedAt)
        return account
    }
}

extension Settlement: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Settlement(known: form(value!.known), at: form(value!.at), leaveBy: form(value!.leaveBy))
    }
}

extension PaidTax: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try PaidTax(name: form(value!.name), basisPoints: form(value!.basisPoints), amount: form(value!.amount))
    }
}
