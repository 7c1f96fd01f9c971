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

    /// The tax that it is some of.
    var tax: Tax { Tax(name: name, basisPoints: basisPoints, isIncluded: true) }

    /// The tax in a part of something, behind what was paid of it before, so that the taxes of all parts are that of the whole;
    /// also where it came on top of the price.
    init(_ tax: Tax, in part: Money, behind paid: Money = .zero) {
        let amount = PaidTax.amount(of: tax, in: paid.plus(part)).less(PaidTax.amount(of: tax, in: paid))
        self.init(name: tax.name, basisPoints: tax.basisPoints, amount: amount)
    }

    private static func amount(of tax: Tax, in gross: Money) -> Money {
        let whole = Int128(10_000 + tax.basisPoints)
        let part = (2 * Int128(gross.minorUnits) * Int128(tax.basisPoints) + whole) / (2 * whole)
        return Money(minorUnits: Int64(part))
    }
}
