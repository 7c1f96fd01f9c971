import Chronology
import Money

extension Composition {
    /// Begun units of a block, which rounds by itself (``Crossing/perBlock``).
    ///
    /// A unit is begun once the block lasts longer than up to its beginning and, but for the first, the tolerance. Steps
    /// keep their place for a whole occurrence: what a cut leaves of a begun unit is used before another begins, and a
    /// unit that the tolerance swallowed before the cut is due behind it.
    mutating func countUnitsOfBlock(
        _ steps: [CompiledStep], inSteps: Bool, _ rate: CompiledRate, _ stretch: Stretch, _ pen: inout Pen
    ) throws(TariffError) {
        var state = rates[stretch.index]
        let start = state.spent
        let end = start + stretch.length
        if !stretch.continues {
            if !inSteps { (state.next, state.isFirst) = (start, true) }
            if state.next < start { state.dueAt = stretch.from }
        }
        if state.next >= start { state.dueAt = stretch.from + TimeSpan(microseconds: state.next - start) }
        if !stretch.continues, start < state.next, state.next + rate.tolerance < end {
            writeRest(until: state.dueAt, of: steps.step(at: start), rate, &pen)
        }
        var endsLine = false
        while state.next + (state.isFirst ? 0 : rate.tolerance) < end {
            // Units do not stand on a line with one that was due before a cut, and so begin where they seem to.
            if endsLine { endLine(at: state.dueAt, &pen) }
            endsLine = !stretch.continues && state.next < start
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
    ///
    /// The step is that of the time spent under the rate, or of the time that its units have paid for where that is
    /// more: a first hour that was begun before a cut is not begun again behind it.
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
            let at = max(spent + begins - position, rates[stretch.index].next)
            let step = steps.step(at: at)
            let stepEnds = step.ends == .max ? .max : begins + (step.ends - at)
            let limit = min(end, stepEnds, length - rate.tolerance)
            let units = max(1, TimeSpan(microseconds: limit - begins).begun(TimeSpan(microseconds: step.every)))
            try charge(units, step.amount, at: from, every: step.every, rate.caps)
            try write(units, of: .span(TimeSpan(microseconds: step.every)), at: step.amount, from: from, rate, &pen)
            unitEnds = begins + units * step.every
            rates[stretch.index].next = at + units * step.every
        }
        rates[stretch.index].spent = spent + stretch.length
    }
}
