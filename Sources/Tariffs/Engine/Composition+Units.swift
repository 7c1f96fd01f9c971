import Chronology
import Money

extension Composition {
    /// Begun units of a block, which rounds by itself (``Crossing/perBlock``).
    ///
    /// A unit is begun once the block lasts longer than up to its beginning and, but for the first, the tolerance.
    mutating func countUnitsOfBlock(
        _ steps: [CompiledStep], _ rate: CompiledRate, _ stretch: Stretch, _ pen: inout Pen
    ) throws(TariffError) {
        var state = rates[stretch.index]
        let start = state.spent
        let end = start + stretch.length
        if !stretch.continues { (state.next, state.isFirst) = (start, true) }
        if state.next >= start { state.dueAt = stretch.from + TimeSpan(microseconds: state.next - start) }
        while state.next + (state.isFirst ? 0 : rate.tolerance) < end {
            let step = steps.step(at: state.next)
            // Units pass together that begin in one step of one stretch.
            var units: Int64 = 1
            if state.next >= start {
                let limit = min(step.ends, end - rate.tolerance)
                units = max(1, TimeSpan(microseconds: limit - state.next).begun(TimeSpan(microseconds: step.every)))
            }
            try charge(units, step.amount, at: state.dueAt, every: step.every, rate.caps)
            try write(
                units, of: .span(TimeSpan(microseconds: step.every)), at: step.amount, from: state.dueAt, rate, &pen)
            state.next += units * step.every
            state.isFirst = false
            if state.next < end { state.dueAt = stretch.from + TimeSpan(microseconds: state.next - start) }
        }
        state.spent = end
        rates[stretch.index] = state
    }

    /// Units that run on from the entry, each at the rate in force when it begins (``Crossing/unitStart``).
    mutating func countRunningUnits(
        _ steps: [CompiledStep], _ rate: CompiledRate, _ stretch: Stretch, _ pen: inout Pen
    ) throws(TariffError) {
        let spent = rates[stretch.index].spent
        let end = position + stretch.length
        while true {
            let begins = max(position, unitEnds ?? position)
            guard begins < end else { break }
            let from = stretch.from + TimeSpan(microseconds: begins - position)
            // The tolerance follows a unit; nothing else does.
            let tolerance = begins == unitEnds ? rate.tolerance : 0
            guard begins + tolerance < length else {
                writeTolerance(from: from, rate, stretch, &pen)
                // It follows a unit, whichever rates are in force until the exit.
                unitEnds = length
                break
            }
            let at = spent + begins - position
            let step = steps.step(at: at)
            let stepEnds = step.ends == .max ? .max : begins + (step.ends - at)
            let limit = min(end, stepEnds, length - rate.tolerance)
            let units = max(1, TimeSpan(microseconds: limit - begins).begun(TimeSpan(microseconds: step.every)))
            try charge(units, step.amount, at: from, every: step.every, rate.caps)
            try write(units, of: .span(TimeSpan(microseconds: step.every)), at: step.amount, from: from, rate, &pen)
            unitEnds = begins + units * step.every
        }
        rates[stretch.index].spent = spent + stretch.length
    }

    /// Each second at its share of a unit; what the stay is rounded up by belongs to its last moment
    /// (``Crossing/lastStepOnTotal``).
    mutating func countShares(
        _ steps: [CompiledStep], _ rate: CompiledRate, _ stretch: Stretch, _ pen: inout Pen
    ) throws(TariffError) {
        guard stretch.from < stretch.until else { return }
        let second = TimeSpan.seconds(1).microseconds
        let end = position + stretch.length
        let paidEnd = end == length ? roundedLength : min(end, roundedLength)
        var reached = position
        if !stretch.isOpen { rates[stretch.index].share = Share() }
        while reached < paidEnd {
            let from = stretch.from + TimeSpan(microseconds: reached - position)
            let spent = rates[stretch.index].spent + reached - position
            let step = steps.step(at: spent)
            var until = step.ends == .max ? paidEnd : min(paidEnd, reached + step.ends - spent)
            for cap in rate.caps {
                advance(cap, to: from)
                let left = (caps[cap].until - from).microseconds
                if left < until - reached { until = reached + left }
            }
            if until >= end { until = paidEnd }
            var share = rates[stretch.index].share
            if share.every != step.every || share.price != step.amount {
                share = Share(every: step.every, price: step.amount)
            }
            share.seconds += until / second - reached / second
            let amount = try step.amount.share(share.seconds, of: step.every / second)
            var added = amount - share.amount
            share.amount = amount
            rates[stretch.index].share = share
            for cap in rate.caps { added = try caps[cap].admit(added, of: card.caps[cap]) }
            total = try total.plus(added)
            let unit = ChargeUnit.share(of: TimeSpan(microseconds: step.every))
            try writeShare((share.seconds, share.amount), of: unit, at: step.amount, from: from, rate, &pen)
            reached = until
        }
        if paidEnd < end {
            writeTolerance(
                from: stretch.from + TimeSpan(microseconds: max(0, paidEnd - position)), rate, stretch, &pen)
        }
        rates[stretch.index].spent += stretch.length
    }
}

extension Int64 {
    /// This amount's share for so many of the seconds of a unit, rounded half up.
    fileprivate func share(_ seconds: Int64, of unit: Int64) throws(TariffError) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: seconds)
        guard !overflow else { throw .overflow }
        return try product.plus(unit / 2) / unit
    }
}
