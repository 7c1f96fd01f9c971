public import Money

/// What a stay costs, line by line, and which rates were not applied.
public struct Charge: Sendable, Hashable {
    /// The time of the stay without gaps or overlaps, in order; behind it what caps took off, in order of time.
    ///
    /// A `once` rate that the exit only touches has a line without length at the exit.
    public let lines: [ChargeLine]
    /// The sum of the lines.
    public let total: Money
    /// The rates that stand on no line, in the order of the log.
    public let leftOut: [LeftOut]
}
