extension Inspection {
    /// Longer caps below shorter ones within them, which then have no effect.
    mutating func findInvertedCaps() {
        for (place, rate) in card.rates.enumerated() where !isFull(.nestedCapsInverted) {
            for shorter in rate.caps {
                for longer in rate.caps where shorter.isInverted(in: longer, flat: rate.flat) {
                    report(
                        .nestedCapsInverted, [place],
                        """
                        The cap \(longer.period.text) of rate \(name(place)) is less than its cap \
                        \(shorter.period.text). Raise the longer one, or lower the shorter.
                        """)
                }
                guard rate.countsTowardsCardCaps else { continue }
                for longer in card.terms.caps
                where shorter.isInverted(in: longer, flat: rate.flat)
                    || (shorter.period == longer.period && !rate.flat && longer.amount < shorter.amount)
                {
                    report(
                        .nestedCapsInverted, [place],
                        """
                        The card's cap \(longer.period.text) is less than the cap \(shorter.period.text) of rate \
                        \(name(place)). Raise the card's, or lower the rate's.
                        """)
                }
            }
        }
        for shorter in card.terms.caps {
            for longer in card.terms.caps where shorter.isInverted(in: longer, flat: false) {
                report(
                    .nestedCapsInverted, [],
                    """
                    The card's cap \(longer.period.text) is less than its cap \(shorter.period.text). Raise the longer \
                    one, or lower the shorter.
                    """)
            }
        }
    }
}

extension Cap {
    fileprivate func isInverted(in longer: Cap, flat: Bool) -> Bool {
        longer.amount < amount && period.counted(flat: flat).nests(in: longer.period.counted(flat: flat))
    }
}
