public import Chronology
public import Money

/// One line of a charge: `quantity × unitPrice = amount`, always.
public struct ChargeLine: Sendable, Hashable {
    /// Where it begins.
    public let from: Instant
    /// Where it ends; not included.
    public let until: Instant
    /// The rate that was in force; nil where none was, and on covered time.
    public let rate: RateID?
    /// The version of the event that published the rate.
    public let version: Int64?
    /// How many units began on this line: none where the stretch still belongs to a unit, a day or an occurrence
    /// that an earlier line charged.
    public let quantity: Int64
    /// What is counted.
    public let unit: ChargeUnit
    /// The price of one; negative on a cap's line.
    public let unitPrice: Money
    /// `quantity × unitPrice`.
    public let amount: Money
    /// Why the line is there.
    public let reason: LineReason
}

/// What a line counts.
public enum ChargeUnit: Sendable, Hashable {
    /// Begun units of this length.
    case span(TimeSpan)
    /// Occurrences of a window, a rate's or a cap's.
    case once
    /// Local days.
    case day
    /// Nothing: the time is free.
    case free
}

/// Why a line is there.
public enum LineReason: Sendable, Hashable {
    /// A block, or the part of one between two covered times, priced by its rate.
    case block
    /// What a cap of the line's rate cut off: `quantity` windows of the cap, back to back, each by `unitPrice`.
    case cap(Cap)
    /// The stay is shorter than the grace of this rate.
    case grace
    /// A right has paid for this time.
    case covered
    /// No rate is in force: the time is free.
    case gap
}
