import Chronology
import Money

extension Tariff {
    /// Prices a stay.
    ///
    /// - The vehicle type's card applies, or the one that the stay's agreement puts in its place.
    /// - Covered time is cut out of the stay, and so is what an agreement and the rate in force at the entry take off
    ///   its beginning; what is left falls into stretches in which the same most exclusive rates are in force. Where
    ///   that is one rate, it applies.
    /// - Where it is several, the one applies that would add least for the stretch, after its caps and with all that it
    ///   has charged so far, if the stay ended there (a day already paid adds nothing); of equals the one published first.
    /// - A block is what is left of one occurrence of one rate's window without another rate in between; of a price by
    ///   the unit also of the next ones, where they touch.
    /// - A stay without length costs nothing. One that is shorter than the grace of the rate in force at its entry,
    ///   covered or not, is free; of several such rates the longest grace counts, and the longest free time. Where no rate
    ///   is in force at the entry, it is those of the first one met, from where it is met.
    /// - The stay costs the least of: that; the same with the rates of its validations first; each early bird that it
    ///   meets.
    ///
    /// Throws ``TariffError`` for a stay that runs backwards, is longer than
    /// ``longestStay`` or leaves the calendar, takes more work than ``mostWork``, and where an amount does not fit into 64 bits.
    public func price(_ stay: Stay) throws(TariffError) -> Charge {
        // One for all ways and all ends that are tried: a stay that is rounded once may have thousands.
        var budget = WorkBudget(mostWork)
        return try price(stay, within: &budget)
    }

    /// Prices a stay like ``price(_:)``, as far as a budget lasts that many prices share.
    ///
    /// Throws ``TariffError/tooMuchWork`` where it does not last, and ``WorkBudget/isSpent`` then tells that from a stay that is too
    /// much by itself.
    public func price(_ stay: Stay, within budget: inout WorkBudget) throws(TariffError) -> Charge {
        try stay.check()
        let (card, agreed, unknown) = agreed(stay)
        var parts = stay.parts(card.terms.overstay)
        if let agreed { parts = parts.takingOff(agreed.span, as: .agreement(agreed.id)) }
        var clock = ZoneCursor(zone, at: stay.entry)
        var chosen = try compose(card, .layered, stay, clock, parts, &budget)
        var outcomes: [Composition.Outcome] = []
        if card.hasCandidates, stay.entry < stay.exit {
            outcomes = [chosen] + (try otherOutcomes(card, stay, &clock, parts, &budget))
            for outcome in outcomes where outcome.total < chosen.total { chosen = outcome }
        }
        let candidates = outcomes.count < 2 ? [] : outcomes.map { PricedCandidate($0, isChosen: $0.way == chosen.way) }
        budget.spend(card.work)
        var leftOut = leftOut(card, chosen, of: outcomes, stay, parts, &clock)
        leftOut += publishedLater(on: card.id)
        if stay.card != card.id { leftOut += publishedLater(on: stay.card) }
        return try charge(
            card, chosen.lines, Money(minorUnits: chosen.total), stay, candidates, leftOut: leftOut,
            unknownAgreement: unknown)
    }

    /// What a stay owes behind a right by the card that prices it.
    public func overstayPolicy(of stay: Stay) -> OverstayPolicy { agreed(stay).card.terms.overstay }

    /// What the stay comes to in other ways than by the rates in force alone.
    private func otherOutcomes(
        _ card: CompiledCard, _ stay: Stay, _ clock: inout ZoneCursor, _ parts: [StayPart],
        _ budget: inout WorkBudget
    ) throws(TariffError) -> [Composition.Outcome] {
        var outcomes: [Composition.Outcome] = []
        if card.hasValidations, !stay.validations.isEmpty {
            outcomes.append(try compose(card, .validated, stay, clock, parts, &budget))
        }
        for place in card.earlyBirds {
            let rate = card.rates[place]
            guard rate.isFor(stay), rate.isMet(by: stay, &clock) else { continue }
            let way = PricedCandidate.Way.earlyBird(rate.id, version: rate.version)
            outcomes.append(
                try compose(card, way, stay.entry..<stay.exit, clock, parts, &budget) { other, _ in other === rate })
        }
        return outcomes
    }

    /// The card for a stay, and what an agreement takes off its beginning.
    private func agreed(
        _ stay: Stay
    ) -> (card: CompiledCard, off: (id: AgreementID, span: TimeSpan)?, unknown: AgreementID?) {
        let own = card(stay.card)
        guard let agreement = stay.agreement else { return (own, nil, nil) }
        switch own.effect(of: agreement) {
        case nil: return (own, nil, agreement)
        case .minutesOff(let span): return (own, (agreement, span), nil)
        case .card(let id):
            let other = card(id)
            return other.id == id ? (other, nil, nil) : (own, nil, agreement)
        }
    }

    /// Prices a stay by some of a card's rates alone, without grace or free time.
    func price(
        _ stay: Stay, on card: CompiledCard, by mayApply: (CompiledRate, inout ZoneCursor) -> Bool
    ) throws(TariffError) -> Charge {
        try stay.check()
        let clock = ZoneCursor(zone, at: stay.entry)
        let parts = stay.parts(card.terms.overstay)
        var budget = WorkBudget.unlimited
        let outcome = try compose(
            card, .layered, stay.entry..<stay.exit, clock, parts, &budget, allowances: false, where: mayApply)
        return try charge(
            card, outcome.lines, Money(minorUnits: outcome.total), stay, [], leftOut: [], unknownAgreement: nil)
    }

    /// What a stay comes to by the rates that may be in force in it.
    private func compose(
        _ card: CompiledCard, _ way: PricedCandidate.Way, _ stay: Stay, _ clock: ZoneCursor, _ parts: [StayPart],
        _ budget: inout WorkBudget
    ) throws(TariffError) -> Composition.Outcome {
        func mayApply(_ rate: CompiledRate, _ clock: inout ZoneCursor) -> Bool {
            rate.earlyBird == nil && (way == .validated || !rate.isValidation) && rate.isFor(stay)
                && rate.isMet(by: stay, &clock)
        }
        let time = stay.entry..<stay.exit
        guard card.terms.crossing != .lastStepOnTotal else {
            return try dearest(card, way, time, clock, parts, &budget, allowances: true, where: mayApply)
        }
        // Not by way of the function below: the closure would take a copy of the stay along, sets and all.
        return try Composition(card, way, time, clock, mostWork: most(of: budget), where: mayApply)
            .outcome(of: parts, within: &budget)
    }

    /// What a stay comes to by some rates.
    private func compose(
        _ card: CompiledCard, _ way: PricedCandidate.Way, _ stay: Range<Instant>, _ clock: ZoneCursor,
        _ parts: [StayPart], _ budget: inout WorkBudget, allowances: Bool = true,
        where mayApply: (CompiledRate, inout ZoneCursor) -> Bool
    ) throws(TariffError) -> Composition.Outcome {
        guard card.terms.crossing != .lastStepOnTotal else {
            return try dearest(card, way, stay, clock, parts, &budget, allowances: allowances, where: mayApply)
        }
        return try Composition(
            card, way, stay, clock, mostWork: most(of: budget), allowances: allowances, where: mayApply
        ).outcome(of: parts, within: &budget)
    }

    /// What a stay comes to that is rounded up once: it is so at the end that makes it dearest, of equals the last.
    private func dearest(
        _ card: CompiledCard, _ way: PricedCandidate.Way, _ stay: Range<Instant>, _ clock: ZoneCursor,
        _ parts: [StayPart], _ budget: inout WorkBudget, allowances: Bool,
        where mayApply: (CompiledRate, inout ZoneCursor) -> Bool
    ) throws(TariffError) -> Composition.Outcome {
        func composition(_ rounding: Rounding?, _ most: Int) -> Composition {
            Composition(
                card, way, stay, clock, mostWork: most, allowances: allowances, rounding: rounding,
                where: mayApply)
        }
        let survey = try composition(nil, most(of: budget)).surveyed(parts, within: &budget)
        var dearest = try composition(survey.last, most(of: budget)).outcome(of: parts, within: &budget)
        var at = Instant.latest
        for end in survey.above(dearest.total) {
            // None of those behind can bring it to more either: a long stay has thousands of ends, and few that may matter.
            guard end.total >= dearest.total else { break }
            let isLater = end.rounding.at > at
            guard end.total > dearest.total || isLater else { continue }
            let other = try composition(end.rounding, most(of: budget)).outcome(of: parts, within: &budget)
            if other.total > dearest.total || other.total == dearest.total && isLater {
                (dearest, at) = (other, end.rounding.at)
            }
        }
        return dearest
    }

    /// How much may be looked at for one way to price a stay, as long as the budget lasts.
    private func most(of budget: WorkBudget) -> Int { min(mostWork, budget.left) }

    /// The charge of lines that come to so much, with its tax.
    func charge(
        _ card: CompiledCard, _ untaxed: [ChargeLine], _ sum: Money, _ stay: Stay, _ candidates: [PricedCandidate],
        leftOut: [LeftOut], unknownAgreement: AgreementID?
    ) throws(TariffError) -> Charge {
        var lines = untaxed
        let (total, tax) = try card.terms.tax.onTop(of: sum)
        if let tax, !tax.tax.isIncluded, !lines.isEmpty {
            let exit = stay.exit
            lines.append(
                ChargeLine(
                    from: exit, until: exit, rate: nil, version: card.termsVersion, quantity: 1, unit: .once,
                    unitPrice: tax.amount, amount: tax.amount, reason: .tax(tax.tax)))
        }
        return Charge(
            card: card.id, lines: lines, total: total, tax: tax, candidates: candidates, leftOut: leftOut,
            unknownAgreement: unknownAgreement)
    }
}

extension PricedCandidate {
    fileprivate init(_ outcome: Composition.Outcome, isChosen: Bool) {
        self.init(way: outcome.way, total: Money(minorUnits: outcome.total), isChosen: isChosen)
    }
}
