public import Chronology
public import Money

/// One line of a charge: `quantity × unitPrice = amount`, but for a ``ChargeUnit/share(of:)``.
public struct ChargeLine: Sendable, Hashable {
    /// Where it begins.
    public let from: Instant
    /// Where it ends; not included.
    public internal(set) var until: Instant
    /// The rate that asks for it; nil where none does.
    public let rate: RateID?
    /// The version of the event that published the rate, or the terms where a card's cap, fee, grace or tax asks for it.
    public let version: Int64?
    /// How many units began on this line: none where the stretch still belongs to a unit, a day or an occurrence
    /// that an earlier line charged.
    public internal(set) var quantity: Int64
    /// What is counted.
    public let unit: ChargeUnit
    /// The price of one; negative on a cap's line.
    public let unitPrice: Money
    /// `quantity × unitPrice`; of a share, what it comes to, rounded half up.
    public internal(set) var amount: Money
    /// Why the line is there.
    public internal(set) var reason: LineReason
}

/// What a line counts.
public enum ChargeUnit: Sendable, Hashable {
    /// Begun units of this length.
    case span(TimeSpan)
    /// Seconds, each of which costs its share of a unit of this length (``Crossing/lastStepOnTotal``).
    case share(of: TimeSpan)
    /// Occurrences of a window, a rate's or a cap's; fees; taxes.
    case once
    /// Local days, or 24 hours from the entry.
    case day
    /// Hours on the clock, of the cell of this name.
    case hour(String)
    /// Nothing: the time is free.
    case free
}

/// Why a line is there.
public enum LineReason: Sendable, Hashable {
    /// A block, or a part of one, priced by its rate.
    case block
    /// What a cap cut off, of the line's rate or of the whole card: `quantity` windows of the cap, back to back, each
    /// by `unitPrice`.
    case cap(Cap)
    /// The stay is shorter than the grace of this rate.
    case grace
    /// This rate takes off so much time.
    case free
    /// An agreement takes off so much time.
    case agreement(AgreementID)
    /// The end of a block that lies within the tolerance of this rate.
    case tolerance
    /// A right has paid for this time.
    case covered
    /// It lies before or behind booked hours, and so little of it that the booking forgives it.
    case forgiven
    /// A right has ended: the fee for it. Where a fee is all that is owed, the line has the length of the overstay.
    case overstay
    /// A right has ended, so lately that the card forgives it: it is no overstay.
    case overstayGrace
    /// No rate is in force: the time is free.
    case gap
    /// The driver has lost the ticket: the price for that, or, without an amount, that the entry is the driver's word.
    case lostTicket
    /// The tax on all lines before it.
    case tax(Tax)
}
