public import Money
package import Tariffs

/// The tax in what was paid, as a receipt shows it: net, rate and gross.
public struct PaidTax: Hashable, Sendable {
    /// Its name, such as `VAT`.
    public let name: String
    /// Its rate in hundredths of a percent.
    public let basisPoints: Int64
    /// How much of what was paid it is, rounded half up.
    public let amount: Money

    /// A tax as the log has it.
    public init(name: String, basisPoints: Int64, amount: Money) {
        self.name = name
        self.basisPoints = basisPoints
        self.amount = amount
    }

    /// The tax in an amount that includes it, also where it came on top of the price.
    init(_ tax: Tax, in gross: Money) {
        let whole = Int128(10_000 + tax.basisPoints)
        let part = (2 * Int128(gross.minorUnits) * Int128(tax.basisPoints) + whole) / (2 * whole)
        self.init(name: tax.name, basisPoints: tax.basisPoints, amount: Money(minorUnits: Int64(part)))
    }
}
