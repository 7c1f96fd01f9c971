import Chronology
import Money
import Tariffs

/// One way to price a stay, minute by minute.
struct MinuteComposition {
    private let rates: [Rate]
    private let terms: Terms
    private let stay: Stay
    /// The minutes of the entry and the exit.
    private let entry: Int
    private let exit: Int
    private let off: Int64
    private let clock: WallClock
    /// Of each rate the occurrence in force at every minute from the entry on.
    private let schedules: [[Range<Int>?]]

    /// - Parameters:
    ///   - rates: those that may be in force, in the order of the log.
    ///   - minutes: from that of the entry to that of the exit.
    ///   - off: how many minutes an agreement takes off.
    init(
        _ rates: [Rate], _ terms: Terms, _ stay: Stay, _ minutes: ClosedRange<Int>, off: Int64, _ clock: WallClock
    ) {
        self.rates = rates
        self.terms = terms
        self.stay = stay
        (entry, exit) = (minutes.lowerBound, minutes.upperBound)
        self.off = off
        self.clock = clock
        schedules = rates.map { clock.schedule($0.windows, in: minutes) }
    }

    /// The most exclusive rates in force at a minute.
    private func inForce(_ minute: Int) -> [MinuteRank] {
        var top: [MinuteRank] = []
        var level = Int.min
        for (index, schedule) in schedules.enumerated() {
            guard let occurrence = schedule[minute - entry] else { continue }
            let own = rates[index].level
            if own > level { (top, level) = ([], own) }
            if own == level { top.append(MinuteRank(rate: index, occurrence: occurrence)) }
        }
        return top
    }

    private func isCovered(_ minute: Int) -> Bool {
        let instant = clock.instant(minute)
        return stay.covered.contains { $0.contains(instant) }
    }

    /// Which minutes are to be paid by the rates, and what fees come to.
    private func paidMinutes(_ first: [MinuteRank]) -> (paid: [Int], fees: Int64) {
        var fee: Int64 = 0
        var ratesApply = true
        switch terms.overstay {
        case .rates: break
        case .fee(let amount): (fee, ratesApply) = (amount.minorUnits, false)
        case .feeAndRates(let amount): fee = amount.minorUnits
        }
        var (paid, fees, wasCovered, isOverstay): ([Int], Int64, Bool, Bool) = ([], 0, false, false)
        for minute in entry..<exit {
            let isCovered = isCovered(minute)
            if wasCovered, !isCovered { (fees, isOverstay) = (fees + fee, true) }
            if !isCovered, ratesApply || !isOverstay { paid.append(minute) }
            wasCovered = isCovered
        }
        let free = first.map { rates[$0.rate].free.inMinutes }.max() ?? 0
        return (Array(paid.dropFirst(Int(off)).dropFirst(Int(free))), fees)
    }

    /// What it comes to.
    func total() -> Int64 {
        let first = inForce(entry)
        let grace = first.map { rates[$0.rate].grace }.max() ?? .zero
        if stay.exit - stay.entry < grace { return 0 }
        let (paid, fees) = paidMinutes(first)
        var tally = MinuteTally(rates, terms, clock, entry: entry, paid: Int64(paid.count), rounded: rounded(paid))
        var at = 0
        while at < paid.count {
            let ranks = inForce(paid[at])
            var end = at + 1
            while end < paid.count, paid[end] == paid[end - 1] + 1, inForce(paid[end]) == ranks { end += 1 }
            if at > 0, paid[at] != paid[at - 1] + 1 { tally.interrupt() }
            let trials = ranks.map { rank in
                var trial = tally
                for index in at..<end { trial.count(paid[index], position: Int64(index), rank) }
                return trial
            }
            // Of equals the first.
            if let best = trials.min(by: { $0.total < $1.total }) { tally = best }
            at = end
        }
        if paid.last == exit - 1, !isCovered(exit) { touch(&tally) }
        return tally.total + fees
    }

    /// What the exit only touches: a price by the occurrence whose window opens then, where nothing else is in force.
    private func touch(_ tally: inout MinuteTally) {
        let ranks = inForce(exit)
        let opening = ranks.filter { rank in
            if case .once = rates[rank.rate].price { rank.occurrence.lowerBound == exit } else { false }
        }
        guard opening.count == ranks.count else { return }
        let trials = opening.map { rank in
            var trial = tally
            trial.meet(exit, rank)
            return trial
        }
        if let best = trials.min(by: { $0.total < $1.total }) { tally = best }
    }

    /// How many minutes are paid where the stay is rounded up once.
    private func rounded(_ paid: [Int]) -> Int64 {
        let length = Int64(paid.count)
        guard let last = paid.last, let rank = inForce(last).first,
            let steps = rates[rank.rate].price.steps
        else { return length }
        let since = max(rank.occurrence.lowerBound, entry)
        let spent = paid.count { $0 >= since && $0 < last }
        let unit = steps.inForce(Int64(spent)).every.inMinutes
        var rounded = unit
        while rounded + rates[rank.rate].tolerance.inMinutes < length { rounded += unit }
        return rounded
    }
}

/// A rate in one occurrence of its window.
struct MinuteRank: Hashable {
    var rate: Int
    var occurrence: Range<Int>
}

extension Rate {
    /// Validation before group before public, in each event before advanced before casual.
    fileprivate var level: Int {
        switch audience {
        case .everyone: tier.rawValue
        case .group: 10 + tier.rawValue
        case .validation: 20 + tier.rawValue
        }
    }
}

extension Price {
    /// A price by the unit as steps; nil for any other.
    var steps: [Step]? {
        switch self {
        case .perUnit(let amount, every: let unit): [Step(amount, every: unit)]
        case .steps(let steps): steps
        case .once, .perDay, .weekGrid: nil
        }
    }
}

extension [Step] {
    /// The step after so many minutes under the rate.
    func inForce(_ minutes: Int64) -> Step {
        var end: Int64 = 0
        for step in self {
            guard let lasting = step.lasting else { return step }
            end += lasting.inMinutes
            if minutes < end { return step }
        }
        return self[count - 1]
    }
}
