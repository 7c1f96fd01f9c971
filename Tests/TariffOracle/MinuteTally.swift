import Chronology
import Money
import Tariffs

/// What has been counted so far, minute by minute; a copy tries something out.
struct MinuteTally {
    private(set) var total: Int64 = 0
    /// What it came to at each length of the whole since a comparison began, and before.
    private var history: [Int64: Int64] = [:]
    private var before: Int64 = 0
    private let rates: [Rate]
    private let terms: Terms
    private let clock: WallClock
    private let entry: Int
    /// How many minutes are to be paid up to the end of the last rate.
    private let paid: Int64
    /// Where the stay is rounded up once.
    private var rounding: MinuteRounding?
    /// Whether a rate's windows leave out no minute of a range.
    private let isUnbroken: (Int, Range<Int>) -> Bool

    /// What was spent under a rate in an occurrence.
    private var runs: [MinuteRank: Run] = [:]
    /// Which occurrences, days and hours were met.
    private var met: Set<Met> = []
    /// What passed a cap, by its owner (−1 the card), its place and its window.
    private var passed: [[Int64]: Int64] = [:]

    private var block: (rank: MinuteRank, last: Int)?
    /// At how many paid minutes the unit that runs ends.
    private var unitEnds: Int64?
    /// How many minutes by the unit there were.
    private(set) var whole: Int64 = 0
    private var share = Share()

    private struct Met: Hashable {
        var rank: MinuteRank
        var number: Int64
    }

    /// A place among units.
    private struct Run {
        var minutes: Int64 = 0
        /// At how many of them the next unit is due, and in which minute of the clock it was.
        var next: Int64 = 0
        var due = 0
        /// Up to how many of them units that run on have paid for.
        var bought: Int64 = 0
    }

    /// Seconds on one line and what they come to.
    private struct Share {
        var unit = TimeSpan.zero
        var price = Money.zero
        var seconds: Int64 = 0
        var amount: Int64 = 0
        /// The minute in which the unit that runs began.
        var began = 0
    }

    init(
        _ rates: [Rate], _ terms: Terms, _ clock: WallClock, entry: Int, paid: Int64, rounding: MinuteRounding?,
        isUnbroken: @escaping (Int, Range<Int>) -> Bool
    ) {
        self.rates = rates
        self.terms = terms
        self.clock = clock
        self.entry = entry
        self.paid = paid
        self.rounding = rounding
        self.isUnbroken = isUnbroken
    }

    /// The same without a place to round up at, unless that was passed.
    func withoutRounding(unless isSettled: Bool) -> MinuteTally {
        var tally = self
        if !isSettled { tally.rounding = nil }
        (tally.history, tally.before) = ([:], total)
        return tally
    }

    /// Covered time lies before what comes next: it begins a new line.
    mutating func interrupt() { (share.seconds, share.amount) = (0, 0) }

    /// Counts a minute under a rate.
    mutating func count(_ minute: Int, position: Int64, _ rank: MinuteRank) {
        let rate = rates[rank.rate]
        var isOtherBlock = block?.rank != rank
        if case .perUnit = rate.price, let block, block.rank.rate == rank.rate, isOtherBlock {
            isOtherBlock = !isUnbroken(rank.rate, block.last + 1..<minute)
            if !isOtherBlock { runs[rank] = runs[block.rank] }
        }
        if isOtherBlock { share = Share() }
        block = (rank, minute)
        guard let steps = rate.price.steps else { return meet(minute, rank) }
        if isOtherBlock {
            if case .perUnit = rate.price { runs[rank] = Run() }
            // A unit that went unnoticed before a cut is due behind it.
            if let run = runs[rank], run.next < run.minutes { runs[rank]?.due = minute }
        }
        switch terms.crossing {
        case .perBlock: countOfBlock(minute, rank, steps)
        case .unitStart: countRunning(minute, position, rank, steps)
        case .lastStepOnTotal: countShare(minute, rank, steps)
        }
        runs[rank, default: Run()].minutes += 1
    }

    private mutating func countOfBlock(_ minute: Int, _ rank: MinuteRank, _ steps: [Step]) {
        var run = runs[rank] ?? Run()
        defer { runs[rank] = run }
        if run.minutes == run.next { run.due = minute }
        let tolerance = run.next == 0 ? 0 : rates[rank.rate].tolerance.inMinutes
        guard run.minutes >= run.next + tolerance else { return }
        let step = steps.inForce(run.next)
        add(step.amount.minorUnits, at: run.due, rank.rate)
        run.next += step.every.inMinutes
    }

    private mutating func countRunning(_ minute: Int, _ position: Int64, _ rank: MinuteRank, _ steps: [Step]) {
        if let unitEnds {
            if position < unitEnds { return }
            if position == unitEnds, paid <= position + rates[rank.rate].tolerance.inMinutes {
                // The rest of the stay goes unnoticed.
                self.unitEnds = paid
                return
            }
        }
        var run = runs[rank] ?? Run()
        let place = max(run.minutes, run.bought)
        let step = steps.inForce(place)
        add(step.amount.minorUnits, at: minute, rank.rate)
        unitEnds = position + step.every.inMinutes
        run.bought = place + step.every.inMinutes
        runs[rank] = run
    }

    private mutating func countShare(_ minute: Int, _ rank: MinuteRank, _ steps: [Step]) {
        let step = steps.inForce(runs[rank]?.minutes ?? 0)
        if share.unit != step.every || share.price != step.amount {
            share = Share(unit: step.every, price: step.amount, began: minute)
        }
        if whole % step.every.inMinutes == 0 { share.began = minute }
        whole += 1
        guard let rounding else {
            charge(1, rank.rate)
            history[whole] = total
            return
        }
        guard minute < rounding.minute else { return }
        if whole <= rounding.whole { charge(1, rank.rate) }
        // What is rounded up belongs to the unit that it completes.
        if minute + 1 == rounding.minute, whole < rounding.whole { charge(rounding.whole - whole, rank.rate) }
    }

    /// Charges so many minutes by their share of a unit.
    private mutating func charge(_ minutes: Int64, _ rate: Int) {
        share.seconds += minutes * 60
        let unit = share.unit.inMinutes * 60
        let amount = (2 * share.seconds * share.price.minorUnits + unit) / (2 * unit)
        let added = amount - share.amount
        share.amount = amount
        add(added, at: share.began, rate)
    }

    /// What it comes to if the stay ends here, and to how many minutes it is rounded up; nil for those of a price that
    /// is not by the unit.
    func ended(_ rank: MinuteRank) -> (total: Int64, whole: Int64?) {
        guard terms.crossing == .lastStepOnTotal, rates[rank.rate].price.steps != nil, rounding == nil
        else { return (total, nil) }
        let unit = share.unit.inMinutes
        var rounded = unit
        while rounded + rates[rank.rate].tolerance.inMinutes < whole { rounded += unit }
        if rounded <= whole {
            let first = history.keys.min() ?? whole
            return (rounded < first ? before : history[rounded] ?? total, rounded)
        }
        var tally = self
        tally.charge(rounded - whole, rank.rate)
        return (tally.total, rounded)
    }

    /// Which step is in force when so many more minutes have been spent under a rate.
    func step(_ rank: MinuteRank, after more: Int) -> Int {
        guard let steps = rates[rank.rate].price.steps else { return 0 }
        var end: Int64 = 0
        for (index, step) in steps.enumerated() {
            guard let lasting = step.lasting else { return index }
            end += lasting.inMinutes
            if (runs[rank]?.minutes ?? 0) + Int64(more) < end { return index }
        }
        return steps.count - 1
    }

    /// Counts an occurrence, a day or an hour on the clock, where it was not met before.
    mutating func meet(_ minute: Int, _ rank: MinuteRank) {
        let rate = rates[rank.rate]
        let number: Int64
        let amount: Int64
        switch rate.price {
        case .perUnit, .steps: return
        case .once(let price): (number, amount) = (0, price.minorUnits)
        case .perDay(let price):
            let flat = Int64((minute - entry) / 1_440)
            (number, amount) = (rate.flat ? flat : Int64(clock.time(minute).day.daysSinceEpoch), price.minorUnits)
        case .weekGrid(let grid):
            let hour = clock.hour(minute)
            let ofWeek = WeekHour(hour.local.day.weekday, Int(hour.local.microsecondOfDay / 3_600_000_000))!
            let cell = grid.cells.first { $0.hours.contains(ofWeek) }
            (number, amount) = (Int64(hour.number), cell?.amount.minorUnits ?? 0)
        }
        var rank = rank
        // A day or an hour counts once, whatever windows lie in it.
        switch rate.price {
        case .perDay, .weekGrid: rank.occurrence = 0..<0
        case .once, .perUnit, .steps: break
        }
        if met.insert(Met(rank: rank, number: number)).inserted { add(amount, at: minute, rank.rate) }
    }

    /// Adds a charge that belongs to a minute, after its caps.
    private mutating func add(_ amount: Int64, at minute: Int, _ index: Int) {
        let rate = rates[index]
        var caps = rate.caps.enumerated().map { (owner: Int64(index), place: $0, cap: $1) }
        if rate.cardCaps != .excluded {
            caps += terms.caps.enumerated().map { (owner: -1, place: $0, cap: $1) }
        }
        var passes = amount
        for minutes in Set(caps.map(\.cap.minutes)).sorted() {
            for (owner, place, cap) in caps where cap.minutes == minutes {
                guard let window = window(of: cap, flat: owner >= 0 && rate.flat, at: minute) else { continue }
                let key = [owner, Int64(place), window]
                passes = min(passes, cap.amount.minorUnits - passed[key, default: 0])
                passed[key, default: 0] += passes
            }
        }
        total += passes
    }

    /// A number for the window of a cap that a minute lies in; nil where it lies in none.
    private func window(of cap: Cap, flat: Bool, at minute: Int) -> Int64? {
        let (now, since) = (clock.time(minute), Int64(minute - entry))
        switch cap.period {
        case .elapsed(let length): return since / length.inMinutes
        case .calendarDay: return flat ? since / 1_440 : Int64(now.day.daysSinceEpoch)
        case .clock(let from, let until):
            let began = [now.day.previous, now.day].first { day in
                let ends = LocalDateTime(until <= from ? day.next : day, until)
                return LocalDateTime(day, from) <= now && now < ends
            }
            return began.map { Int64($0.daysSinceEpoch) }
        }
    }
}

extension Cap {
    /// How long its windows are by the clock.
    fileprivate var minutes: Int64 {
        switch period {
        case .elapsed(let length): length.inMinutes
        case .calendarDay: 1_440
        case .clock(let from, let until):
            Int64((until.seconds - from.seconds + (until <= from ? 86_400 : 0)) / 60)
        }
    }
}
