public import Money

extension Tariff {
    /// Prices a stay whose entry is nothing but a driver's word, as any other, with a line in front that says so.
    public func price(claimed stay: Stay) throws(TariffError) -> Charge {
        let charge = try price(stay)
        let claim = ChargeLine(
            from: stay.entry, until: stay.entry, rate: nil, version: nil, quantity: 0, unit: .free, unitPrice: .zero,
            amount: .zero, reason: .lostTicket)
        return Charge(
            card: charge.card, lines: [claim] + charge.lines, total: charge.total, tax: charge.tax,
            candidates: charge.candidates, leftOut: charge.leftOut, unknownAgreement: charge.unknownAgreement)
    }

    /// What a garage asks for a lost ticket, however long the stay was; the card's tax is in it or comes on top, as in the
    /// card's other prices.
    public func price(_ stay: Stay, lostTicket price: Money) throws(TariffError) -> Charge {
        let line = ChargeLine(
            from: stay.entry, until: stay.exit, rate: nil, version: nil, quantity: 1, unit: .once, unitPrice: price,
            amount: price, reason: .lostTicket)
        return try charge(card(stay.card), [line], price, stay, [], leftOut: [], unknownAgreement: nil)
    }
}
