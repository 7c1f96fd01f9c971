import Chronology

extension Composition {
    /// Counts the stretch that begins at an instant, and returns its end.
    @discardableResult
    mutating func add(from: Instant, until end: Instant) throws(TariffError) -> Instant {
        advance(to: from)
        try spend(rates.count)
        stretches += 1
        var end = end
        // What is rounded up is so at the end of a stretch.
        if let rounding, from < rounding.at { end = min(end, rounding.at) }
        let stretch = inForce(from: from, until: end)
        let length = (stretch.until - from).microseconds
        guard let first = stretch.first else {
            if length > 0 { writeGap(from: from, until: stretch.until) }
            // Units that run on from the entry do so through a gap; the whole that is rounded up once has no gaps.
            if card.terms.crossing == .unitStart { position += length }
            return stretch.until
        }
        var chosen = first
        if !stretch.others.isEmpty {
            let rivals = [first] + stretch.others
            if survey != nil { try surveyRivals(rivals, from, stretch.until) }
            chosen = try least(rivals, from, stretch.until).rate
        }
        try count(chosen, from: from, until: stretch.until, isContested: !stretch.others.isEmpty)
        if card.terms.crossing != .lastStepOnTotal || card.rates[rates[chosen].rate].price.isByUnit {
            position += length
        }
        return stretch.until
    }

    /// Counts what was looked at, so that no card makes a stay take for ever.
    mutating func spend(_ steps: Int) throws(TariffError) {
        work += steps
        guard work <= mostWork else { throw .tooMuchWork }
    }

    /// Of equally exclusive rates, named in the order of the log, the one that adds least for a stretch, after its caps
    /// and with all that it has charged so far, as if the stay ended there; of equals the one published first.
    mutating func least(
        _ rivals: [Int], _ from: Instant, _ until: Instant
    ) throws(TariffError) -> (rate: Int, added: Int64) {
        let before = (total: total, cuts: cuts.count, block: block, unitEnds: unitEnds, survey: survey)
        var best: (rate: Int, added: Int64)?
        (isTrial, isComparing, survey) = (true, true, nil)
        for candidate in rivals {
            let state = rates[candidate]
            let passed = card.rates[state.rate].caps.map { caps[$0] }
            try count(candidate, from: from, until: until, isContested: true)
            if best.map({ total - before.total < $0.added }) ?? true { best = (candidate, total - before.total) }
            rates[candidate] = state
            for (cap, was) in zip(card.rates[state.rate].caps, passed) { caps[cap] = was }
            (total, block, unitEnds) = (before.total, before.block, before.unitEnds)
            cuts.removeLast(cuts.count - before.cuts)
        }
        (isTrial, isComparing, survey) = (before.survey != nil, false, before.survey)
        return best ?? (rivals[0], 0)
    }

    mutating func count(
        _ index: Int, from: Instant, until: Instant, isContested: Bool
    ) throws(TariffError) {
        let occurrence = rates[index].current
        let rate = card.rates[rates[index].rate]
        let continues = try runsOn(index, rate, occurrence)
        let isOpen = continues && block?.until == from && !isInterrupted
        if !isComparing { isInterrupted = false }
        if !continues {
            endBlock()
            if !isTrial { blockLine = nil }
        }
        block = (index, occurrence, until)
        rates[index].enter(occurrence, runsOn: continues)
        let stretch = Stretch(
            index: index, from: from, until: until, continues: continues, isOpen: isOpen, isContested: isContested)
        var pen = Pen(stretch)
        switch rate.price {
        case .units(let steps, let inSteps):
            switch card.terms.crossing {
            case .perBlock: try countUnitsOfBlock(steps, inSteps: inSteps, rate, stretch, &pen)
            case .unitStart: try countRunningUnits(steps, rate, stretch, &pen)
            case .lastStepOnTotal: try countShares(steps, rate, stretch, &pen)
            }
        case .once(let amount): try countOccurrence(amount, rate, stretch, occurrence, &pen)
        case .days(let amount): try countDays(amount, rate, stretch, &pen)
        case .hours(let grid): try countHours(grid, rate, stretch, &pen)
        }
        finish(&pen, rate, stretch)
    }

    /// Whether a stretch goes on with the block that was counted last: one occurrence of one rate, and of a price by the
    /// unit also the next ones, where the rate's windows touch (golden case 54).
    private mutating func runsOn(
        _ index: Int, _ rate: CompiledRate, _ occurrence: Occurrence
    ) throws(TariffError) -> Bool {
        guard let block, block.rate == index else { return false }
        if block.occurrence.from == occurrence.from { return true }
        guard case .units(_, inSteps: false) = rate.price else { return false }
        // Covered time may hide whole occurrences in between.
        var reached = block.occurrence.until
        while reached < occurrence.from {
            try spend(rate.schedule.windowCount)
            let next = rate.schedule.occurrence(endingAfter: reached, horizon: occurrence.from, &clock)
            guard next.from <= reached else { return false }
            reached = next.until
        }
        return true
    }
}
