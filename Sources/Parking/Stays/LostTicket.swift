public import Chronology
public import Money

/// What a driver pays who leaves without the ticket; where it says neither, the stay costs what it costs.
public struct LostTicket: Hashable, Sendable {
    /// When the car came in, as its driver says; nil where an operator has found the stay, or nobody asked.
    public let claimedEntry: Instant?
    /// The garage's price for a lost ticket, where it asks for one.
    public let price: Money?

    /// What a driver pays.
    public init(claimedEntry: Instant? = nil, price: Money? = nil) {
        self.claimedEntry = claimedEntry
        self.price = price
    }
}

/// What a garage asks of a driver who has lost the ticket.
public enum LostTicketRule: Hashable, Sendable {
    /// What a stay from the entry on costs that the driver claims.
    case claimedEntry
    /// A fixed price, however long the car was inside.
    case price(Money)

    /// The fixed price, where there is one.
    var price: Money? {
        guard case .price(let price) = self else { return nil }
        return price
    }
}

extension LostTicket: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try LostTicket(claimedEntry: form(value!.claimedEntry), price: form(value!.price))
    }
}
