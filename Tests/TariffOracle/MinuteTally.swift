import Chronology
import Money
import Tariffs

/// What has been counted so far, minute by minute; a copy tries something out.
struct MinuteTally {
    private(set) var total: Int64 = 0
    private let rates: [Rate]
    private let terms: Terms
    private let clock: WallClock
    private let entry: Int
    /// How many minutes are to be paid, and how many are after rounding on the whole.
    private let paid: Int64
    private let rounded: Int64

    /// How many minutes were spent under a rate in an occurrence.
    private var spent: [MinuteRank: Int64] = [:]
    /// Which occurrences, days and hours were met.
    private var met: Set<Met> = []
    /// What passed a cap, by its owner (−1 the card), its place and its window.
    private var passed: [[Int64]: Int64] = [:]

    private var block: MinuteRank?
    private var minutesOfBlock: Int64 = 0
    /// Where in the block the next unit is due.
    private var nextUnit: Int64 = 0
    private var due = (minute: 0, spent: Int64(0))
    /// At how many paid minutes the unit that runs ends.
    private var unitEnds: Int64?
    private var share = Share()

    private struct Met: Hashable {
        var rank: MinuteRank
        var number: Int64
    }

    /// Seconds on one line and what they come to.
    private struct Share {
        var unit = TimeSpan.zero
        var price = Money.zero
        var seconds: Int64 = 0
        var amount: Int64 = 0
    }

    init(_ rates: [Rate], _ terms: Terms, _ clock: WallClock, entry: Int, paid: Int64, rounded: Int64) {
        self.rates = rates
        self.terms = terms
        self.clock = clock
        self.entry = entry
        self.paid = paid
        self.rounded = rounded
    }

    /// Covered time lies before what comes next: it begins a new line.
    mutating func interrupt() { share = Share() }

    /// Counts a minute under a rate.
    mutating func count(_ minute: Int, position: Int64, _ rank: MinuteRank) {
        if block != rank { (block, minutesOfBlock, nextUnit, share) = (rank, 0, 0, Share()) }
        let rate = rates[rank.rate]
        if let steps = rate.price.steps {
            switch terms.crossing {
            case .perBlock: countOfBlock(minute, rank, steps)
            case .unitStart: countRunning(minute, position, rank, steps)
            case .lastStepOnTotal: countShare(minute, position, rank, steps)
            }
            spent[rank, default: 0] += 1
            minutesOfBlock += 1
        } else {
            meet(minute, rank)
        }
    }

    private mutating func countOfBlock(_ minute: Int, _ rank: MinuteRank, _ steps: [Step]) {
        if minutesOfBlock == nextUnit { due = (minute, spent[rank, default: 0]) }
        let tolerance = nextUnit == 0 ? 0 : rates[rank.rate].tolerance.inMinutes
        guard minutesOfBlock + 1 > nextUnit + tolerance else { return }
        let step = steps.inForce(due.spent)
        add(step.amount.minorUnits, at: due.minute, rank.rate)
        nextUnit += step.every.inMinutes
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
        let step = steps.inForce(spent[rank, default: 0])
        add(step.amount.minorUnits, at: minute, rank.rate)
        unitEnds = position + step.every.inMinutes
    }

    private mutating func countShare(_ minute: Int, _ position: Int64, _ rank: MinuteRank, _ steps: [Step]) {
        let step = steps.inForce(spent[rank, default: 0])
        if share.unit != step.every || share.price != step.amount {
            share = Share(unit: step.every, price: step.amount)
        }
        // What the stay is rounded up by belongs to its last minute.
        for later in position..<(position == paid - 1 ? max(paid, rounded) : position + 1) where later < rounded {
            share.seconds += 60
            let unit = step.every.inMinutes * 60
            let amount = (2 * share.seconds * step.amount.minorUnits + unit) / (2 * unit)
            let added = amount - share.amount
            share.amount = amount
            add(added, at: minute, rank.rate)
        }
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
        // The days of a flat rate run from the entry, whatever its windows do.
        if case .perDay = rate.price, rate.flat { rank.occurrence = 0..<0 }
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
