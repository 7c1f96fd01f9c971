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
    /// The most exclusive rates in force at each of these minutes.
    private let inForce: [[MinuteRank]]

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
        let schedules = rates.map { clock.schedule($0.windows, in: minutes) }
        self.schedules = schedules
        inForce = minutes.indices.map { index in
            let minute = minutes[index] - minutes.lowerBound
            let ranks = schedules.indices.compactMap { rate in
                schedules[rate][minute].map { MinuteRank(rate: rate, occurrence: $0) }
            }
            let top = ranks.map { rates[$0.rate].level }.max()
            return ranks.filter { rates[$0.rate].level == top }
        }
    }

    /// Whether a rate's windows leave out no minute of a range.
    private func isUnbroken(_ rate: Int, _ range: Range<Int>) -> Bool {
        range.allSatisfy { schedules[rate][$0 - entry] != nil }
    }

    private func isCovered(_ minute: Int) -> Bool {
        let instant = clock.instant(minute)
        return stay.covered.contains { $0.contains(instant) }
    }

    /// The first minute behind the limit of a stay that nothing covers at first, and behind the grace.
    private func beyondLimit() -> Int? {
        let covered = (entry..<exit).first { isCovered($0) } ?? exit
        guard let limit = stay.limit else { return nil }
        return (entry..<covered).first { limit + terms.overstay.grace <= clock.instant($0) }
    }

    /// Which minutes no right covers, and when a fee is due.
    private func uncovered() -> (minutes: [Int], fees: [(minute: Int, amount: Int64)]) {
        var (fee, ratesApply): (Int64?, Bool) = (nil, true)
        switch terms.overstay.owed {
        case .rates: break
        case .fee(let amount): (fee, ratesApply) = (amount.minorUnits, false)
        case .feeAndRates(let amount): fee = amount.minorUnits
        }
        var (minutes, fees): ([Int], [(minute: Int, amount: Int64)]) = ([], [])
        let tooLong = beyondLimit()
        var (wasCovered, isOverstay, isForgiven) = (true, false, false)
        for minute in entry..<exit {
            let isCovered = isCovered(minute)
            if wasCovered, !isCovered {
                isOverstay = minute > entry
                let ends = (minute..<exit).first { self.isCovered($0) } ?? exit
                isForgiven = stay.forgiven.contains {
                    $0.lowerBound <= clock.instant(minute) && clock.instant(ends) <= $0.upperBound
                }
                if isOverstay, Int64(ends - minute) <= terms.overstay.grace.inMinutes { isForgiven = true }
                if let fee, isOverstay, !isForgiven { fees.append((minute, fee)) }
            }
            if minute == tooLong, !isForgiven {
                isOverstay = true
                if let fee { fees.append((minute, fee)) }
            }
            if !isCovered, !isForgiven, ratesApply || !isOverstay { minutes.append(minute) }
            wasCovered = isCovered
        }
        return (minutes, fees)
    }

    /// What it comes to.
    func total() -> Int64 {
        let (minutes, fees) = uncovered()
        let due = fees.reduce(0) { $0 + $1.amount }
        var paid = Array(minutes.dropFirst(Int(off)))
        // Grace and free time are those of the first rate met, at the entry or later.
        if let met = (entry...exit).first(where: { !inForce[$0 - entry].isEmpty }) {
            let first = inForce[met - entry].map { rates[$0.rate] }
            let grace = first.map(\.grace).max() ?? .zero
            if clock.instant(exit) - clock.instant(met) < grace {
                return fees.filter { $0.minute < met }.reduce(0) { $0 + $1.amount }
            }
            let free = first.map(\.free.inMinutes).max() ?? 0
            paid = paid.filter { $0 < met } + paid.filter { $0 >= met }.dropFirst(Int(free))
        }
        guard terms.crossing == .lastStepOnTotal else { return due + run(paid, rounding: nil).total }
        let ends = run(paid, rounding: nil).ends
        guard !ends.isEmpty else { return due + run(paid, rounding: nil).total }
        return due + ends.map { run(paid, rounding: $0).total }.max()!
    }

    /// Counts what is to be paid, rounded up at one place; and all places at which it might be.
    private func run(_ paid: [Int], rounding: MinuteRounding?) -> (total: Int64, ends: [MinuteRounding]) {
        let last = paid.lastIndex { !inForce[$0 - entry].isEmpty }
        // The fee for what goes on for too long stands between what is paid before and behind it.
        let tooLong = terms.overstay.fee == nil ? nil : beyondLimit()
        var tally = MinuteTally(
            rates, terms, clock, entry: entry, paid: Int64((last ?? -1) + 1), rounding: rounding,
            isUnbroken: isUnbroken)
        var ends: [MinuteRounding] = []
        var at = 0
        while at < paid.count {
            let ranks = inForce[paid[at] - entry]
            var end = at + 1
            while end < paid.count, paid[end] == paid[end - 1] + 1, paid[end] != rounding?.minute,
                paid[end] != tooLong, inForce[paid[end] - entry] == ranks
            { end += 1 }
            if at > 0, paid[at] != paid[at - 1] + 1 || paid[at] == tooLong { tally.interrupt() }
            let stretch = (at..<end).map { (minute: paid[$0], position: Int64($0)) }
            if let best = choose(ranks, stretch, &tally, isSettled: rounding.map { $0.minute <= paid[at] } ?? false) {
                ends += best
            }
            at = end
        }
        // What is met at the exit alone is met in its free time.
        let isFree =
            inForce.dropLast().allSatisfy(\.isEmpty) && inForce[exit - entry].contains { rates[$0.rate].free > .zero }
        if let last = paid.last, last == exit - 1, !isCovered(exit), !isFree { touch(&tally) }
        return (tally.total, ends)
    }

    /// Counts a stretch by the rate that adds least if the stay ended there; returns where it might be rounded up.
    private func choose(
        _ ranks: [MinuteRank], _ stretch: [(minute: Int, position: Int64)], _ tally: inout MinuteTally, isSettled: Bool
    ) -> [MinuteRounding]? {
        guard !ranks.isEmpty else { return nil }
        guard ranks.count > 1 || terms.crossing == .lastStepOnTotal else {
            for (minute, position) in stretch { tally.count(minute, position: position, ranks[0]) }
            return nil
        }
        // What each comes to if the stay ended behind each minute.
        let trials = ranks.map { rank in
            var trial = tally.withoutRounding(unless: isSettled)
            return stretch.map { minute, position in
                trial.count(minute, position: position, rank)
                return trial.ended(rank)
            }
        }
        func least(_ index: Int) -> Int {
            trials.indices.min { (trials[$0][index].total, $0) < (trials[$1][index].total, $1) }!
        }
        let last = stretch.count - 1
        var ends: [MinuteRounding] = []
        if terms.crossing == .lastStepOnTotal, !isSettled {
            for index in stretch.indices {
                let best = least(index)
                // Where another price is the cheapest, what is by the unit behind it does not take its place.
                let isByUnit = ranks.contains { rates[$0.rate].price.steps != nil }
                guard let whole = trials[best][index].whole ?? (isByUnit ? tally.whole : nil) else { continue }
                let isEnd = ranks.contains { tally.step($0, after: index) != tally.step($0, after: index + 1) }
                let isDearer = trials[best][index].total > trials[least(last)][last].total
                if index == last || isEnd && (ranks.count == 1 || isDearer) {
                    ends.append(MinuteRounding(minute: stretch[index].minute + 1, whole: whole))
                }
            }
        }
        let best = ranks[least(last)]
        for (minute, position) in stretch { tally.count(minute, position: position, best) }
        return ends
    }

    /// What the exit only touches: a price by the occurrence whose window opens then, where nothing else is in force.
    private func touch(_ tally: inout MinuteTally) {
        let ranks = inForce[exit - entry]
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
}

/// Where a stay is rounded up once: before a minute, to so many minutes by the unit.
struct MinuteRounding {
    var minute: Int
    var whole: Int64
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
