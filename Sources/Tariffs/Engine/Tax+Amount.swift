import Money

extension Tax? {
    /// What an amount comes to with the tax, and how much of that is tax, rounded half up.
    func onTop(of amount: Money) throws(TariffError) -> (total: Money, tax: ChargedTax?) {
        guard let tax = self else { return (amount, nil) }
        let net = amount.minorUnits
        let whole: Int64 = tax.isIncluded ? 10_000 + tax.basisPoints : 10_000
        let part = try net.share(tax.basisPoints, of: whole)
        let charged = ChargedTax(tax: tax, amount: Money(minorUnits: part))
        return (Money(minorUnits: tax.isIncluded ? net : try net.plus(part)), charged)
    }
}
