import Chronology
import Money

// A stay that is rounded up once, on the whole (``Crossing/lastStepOnTotal``).
//
// The whole is all time under prices by the unit. Each second costs its share of a unit; what the whole is rounded up by
// belongs to the last rate and step that are met, wherever the stay ends. A charge belongs to the instant at which its
// unit begins: units lie on the whole, one after the other, and begin where their step or rate is met at the earliest.
//
// A step that ends may have asked for more than the stay comes to by a later, shorter one. So that no stay costs less
// than a shorter one, it is rounded up at that end then: what is rounded up there pays for all time by the unit behind.

extension Composition {
    /// Looks for the ends at which the stay may be rounded up.
    consuming func surveyed(
        _ parts: [StayPart], within budget: inout WorkBudget
    ) throws(TariffError) -> RoundingSurvey {
        let survey = RoundingSurvey()
        (self.survey, isTrial) = (survey, true)
        do { try run(parts) } catch {
            budget.spend(spent)
            throw error
        }
        budget.spend(spent)
        return survey
    }

    /// Each second at its share of a unit, and what the stay is rounded up by where it is so at the end of the stretch.
    mutating func countShares(
        _ steps: [CompiledStep], _ rate: CompiledRate, _ stretch: Stretch, _ pen: inout Pen
    ) throws(TariffError) {
        guard stretch.from < stretch.until else { return }
        let start = rates[stretch.index].spent
        rates[stretch.index].spent += stretch.length
        if let rounding, rounding.at <= stretch.from {
            let step = steps.step(at: start)
            let unit = ChargeUnit.share(of: TimeSpan(microseconds: step.every))
            // The line that was rounded up lasts on where it is of the same step.
            let goesOn = lines.last.map { $0.unit == unit && $0.unitPrice.minorUnits == step.amount } ?? false
            if stretch.isOpen, goesOn { return }
            return try writeShare((0, 0), of: unit, at: step.amount, from: stretch.from, rate, &pen)
        }
        let end = position + stretch.length
        let paidEnd = paidEnd(steps, rate, stretch, spent: start)
        var share = stretch.continues ? rates[stretch.index].share : Share()
        if !stretch.isOpen { (share.seconds, share.amount) = (0, 0) }
        var reached = position
        while reached < paidEnd {
            let step = steps.step(at: start + reached - position)
            if share.every != step.every || share.price != step.amount {
                share = Share(every: step.every, price: step.amount, unitAt: stretch.instant(of: reached, position))
            }
            let from = reached
            let stepEnds = step.ends == .max ? end : min(end, step.ends - start + position)
            reached = stepEnds < end ? min(stepEnds, paidEnd) : paidEnd
            try pass(&share, from: from, until: reached, rate, stretch)
            let unit = ChargeUnit.share(of: TimeSpan(microseconds: step.every))
            try writeShare(
                (share.seconds, share.amount), of: unit, at: step.amount,
                from: stretch.instant(of: from, position), rate, &pen)
            if survey != nil, !stretch.isContested || stepEnds == end {
                try note(share, at: stepEnds, rate, stretch)
            }
        }
        if paidEnd < end {
            writeTolerance(from: stretch.instant(of: max(position, paidEnd), position), rate, stretch, &pen)
        }
        rates[stretch.index].share = share
    }

    /// Up to which position the time of a stretch is paid, what is rounded up at its end included.
    private func paidEnd(
        _ steps: [CompiledStep], _ rate: CompiledRate, _ stretch: Stretch, spent: Int64
    ) -> Int64 {
        let end = position + stretch.length
        if isComparing {
            let step = steps.step(at: spent + stretch.length - 1)
            return max(position, rate.roundedUp(end, by: step.every))
        }
        guard let rounding else { return end }
        return rounding.at == stretch.until ? rounding.whole : min(end, rounding.whole)
    }

    /// Notes that the stay may be rounded up at a position, and what it comes to then.
    private mutating func note(
        _ share: Share, at end: Int64, _ rate: CompiledRate, _ stretch: Stretch
    ) throws(TariffError) {
        let rounding = Rounding(
            at: stretch.instant(of: end, position), whole: rate.roundedUp(end, by: share.every))
        let before = (total: total, cuts: cuts.count, caps: rate.caps.map { caps[$0] })
        var ahead = share
        try pass(&ahead, from: end, until: rounding.whole, rate, stretch)
        survey?.note(rounding, atMost: total)
        total = before.total
        cuts.removeLast(cuts.count - before.cuts)
        for (cap, was) in zip(rate.caps, before.caps) { caps[cap] = was }
    }

    /// Notes where the stay may be rounded up in a stretch for which rates by the unit and others compete: where a step
    /// of one of them ends and the stay comes to more than at the stretch's end, and there where it is another's.
    ///
    /// Where another price is the cheapest it stays so: what is by the unit behind it does not take its place.
    mutating func surveyRivals(_ rivals: [Int], _ from: Instant, _ until: Instant) throws(TariffError) {
        var (ends, isByUnit): (Set<Instant>, Bool) = ([], false)
        for index in rivals {
            guard case .units(let steps, _) = card.rates[rates[index].rate].price else { continue }
            isByUnit = true
            let spent = rates[index].spentInCurrent
            for step in steps where step.ends != .max && spent < step.ends {
                let end = from + TimeSpan(microseconds: step.ends - spent)
                if end < until { ends.insert(end) }
            }
        }
        guard isByUnit, from < until else { return }
        let whole = try least(rivals, from, until).added
        for end in ends.sorted() + [until] {
            let (chosen, added) = try least(rivals, from, end)
            let rate = card.rates[rates[chosen].rate]
            var paid = position
            if case .units(let steps, _) = rate.price {
                // The end of the stretch is noted when it is counted.
                if end == until { continue }
                let length = (end - from).microseconds
                let step = steps.step(at: rates[chosen].spentInCurrent + length - 1)
                paid = rate.roundedUp(position + length, by: step.every)
            }
            guard end == until || whole < added else { continue }
            survey?.note(Rounding(at: end, whole: paid), atMost: total + added)
        }
    }

    /// Adds the seconds up to a position on the whole, each with the unit in which it lies, after their caps.
    private mutating func pass(
        _ share: inout Share, from: Int64, until: Int64, _ rate: CompiledRate, _ stretch: Stretch
    ) throws(TariffError) {
        let second = TimeSpan.seconds(1).microseconds
        var reached = from
        while reached < until {
            var next = until
            if !rate.caps.isEmpty {
                let unit = reached / share.every * share.every
                if unit == reached { share.unitAt = stretch.instant(of: unit, position) }
                try spend(rate.caps.count)
                let together = further(rate.caps, share, unit + share.every, stretch)
                next = min(until, unit + share.every * (1 + min(together, (until - unit) / share.every)))
            }
            share.seconds += next / second - reached / second
            let amount = try share.price.share(share.seconds, of: share.every / second)
            var added = amount - share.amount
            share.amount = amount
            for cap in rate.caps { added = try caps[cap].admit(added, of: card.caps[cap]) }
            total = try total.plus(added)
            let last = (next - 1) / share.every * share.every
            if reached < last { share.unitAt = stretch.instant(of: last, position) }
            reached = next
        }
    }

    /// Moves caps on to the unit that runs; returns how many further ones from a position on begin within the same
    /// windows of all of them, so that they pass together.
    private mutating func further(
        _ passing: [Int], _ share: Share, _ next: Int64, _ stretch: Stretch
    ) -> Int64 {
        let begins = stretch.instant(of: next, position)
        var together = Int64.max
        for cap in passing {
            advance(cap, to: share.unitAt)
            together = min(together, (caps[cap].until - begins).begun(TimeSpan(microseconds: share.every)))
        }
        return together
    }
}

extension Stretch {
    /// The instant of a position, where the stretch begins at another.
    fileprivate func instant(of position: Int64, _ start: Int64) -> Instant {
        from + TimeSpan(microseconds: position - start)
    }
}

extension CompiledRate {
    /// So much time rounded up to whole units, at least one, less the tolerance.
    fileprivate func roundedUp(_ length: Int64, by unit: Int64) -> Int64 {
        max(1, TimeSpan(microseconds: length - tolerance).begun(TimeSpan(microseconds: unit))) * unit
    }
}
