/// A tax on charges (tariffs.md, Tax and rounding).
public struct Tax: Sendable, Hashable {
    /// What it is called, such as `VAT`; 1 to 100 characters.
    public var name: String
    /// Its rate in hundredths of a percent: 1 900 for 19 %; at most 100 %.
    public var basisPoints: Int64
    /// Whether the card's amounts include it; else it is a line of its own behind all others.
    public var isIncluded: Bool

    /// A tax.
    public init(name: String, basisPoints: Int64, isIncluded: Bool) {
        self.name = name
        self.basisPoints = basisPoints
        self.isIncluded = isIncluded
    }
}
