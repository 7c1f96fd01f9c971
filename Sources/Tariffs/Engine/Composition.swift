import Chronology
import Money

/// One way to price a stay, as it is worked out in order of time: which rate is in force, what it counts, the lines.
struct Composition: ~Copyable {
    let card: CompiledCard
    let way: PricedCandidate.Way
    let stay: Range<Instant>
    var clock: ZoneCursor
    /// The rates that may be in force, the most exclusive first.
    var rates: [RateState]
    /// How each rate of the card stands, by its place.
    var standing: [Standing]
    var caps: [CapState]
    var lines: [ChargeLine] = []
    /// What caps took off, with the cap's place.
    var cuts: [(cap: Int, cut: CapCut)] = []
    /// The sum of all lines and cuts so far.
    var total: Int64 = 0

    /// The block that was counted last: the rate's place among ``rates``, and the occurrence's beginning.
    var block: (rate: Int, occurrence: Instant)?
    /// The block's last line.
    var blockLine: Int?
    /// Whether lines are left unwritten, as it is only asked what they would come to.
    var isTrial = false
    /// How much was looked at so far, and may be at most.
    var work = 0
    let mostWork: Int
    /// Whether grace and free time count.
    let allowances: Bool
    /// How much time was to be paid so far, and in all, in microseconds.
    var position: Int64 = 0
    var length: Int64 = 0
    /// The position at which the unit ends that runs on from block to block (``Crossing/unitStart``).
    var unitEnds: Int64?
    /// How much time is paid in the end (``Crossing/lastStepOnTotal``).
    var roundedLength: Int64 = 0

    /// How a rate stands in a composition; later cases win.
    enum Standing: UInt8 {
        /// It is not for this stay.
        case absent
        /// It could be in force.
        case eligible
        /// It was among the most exclusive ones.
        case candidate
        /// It stands on a line.
        case applied
    }

    /// - Parameter mayApply: whether a rate may be in force.
    init(
        _ card: CompiledCard, _ way: PricedCandidate.Way, _ stay: Stay, _ clock: ZoneCursor, mostWork: Int,
        allowances: Bool = true, where mayApply: (CompiledRate, inout ZoneCursor) -> Bool
    ) {
        self.card = card
        self.way = way
        self.stay = stay.entry..<stay.exit
        self.clock = clock
        self.mostWork = mostWork
        self.allowances = allowances
        standing = [Standing](repeating: .absent, count: card.rates.count)
        rates = []
        rates.reserveCapacity(card.rates.count)
        for place in card.rates.indices {
            let rate = card.rates[place]
            guard mayApply(rate, &self.clock) else { continue }
            let current = rate.schedule.occurrence(endingAfter: stay.entry, horizon: stay.exit, &self.clock)
            rates.append(RateState(place, rate.exclusivity, current))
            standing[place] = .eligible
        }
        caps = [CapState](repeating: CapState(entry: stay.entry), count: card.caps.count)
    }

    /// What a composition comes to.
    struct Outcome {
        let way: PricedCandidate.Way
        let lines: [ChargeLine]
        let total: Int64
        let standing: [Standing]
    }

    /// Works the stay out.
    consuming func outcome(of parts: [StayPart]) throws(TariffError) -> Outcome {
        try run(parts)
        return Outcome(way: way, lines: lines, total: total, standing: standing)
    }

    private mutating func run(_ whole: [StayPart]) throws(TariffError) {
        guard !stay.isEmpty else { return }
        var parts = whole
        if allowances, card.hasAllowances {
            let entry = inForce(from: stay.lowerBound, until: stay.lowerBound)
            if let grace = longest(of: entry, { $0.grace }), stay.upperBound - stay.lowerBound < grace.span {
                return forgive(by: rates[grace.rate].rate)
            }
            if let free = longest(of: entry, { $0.free }) {
                parts = whole.takingOff(free.span, as: .free(rates[free.rate].rate))
            }
        }
        for part in parts where part.isPaid { length += part.length }
        roundedLength = card.terms.crossing == .lastStepOnTotal ? roundedUp(parts) : length
        lines.reserveCapacity(parts.count + 1)
        for part in parts {
            if part.owesFee { try writeFee(part) }
            if part.isPaid { try price(part) } else { writeFree(part) }
        }
        if card.countsOccurrences, let last = parts.last, last.isPaid {
            // What the exit only touches is met by a price that counts the first instant of its window.
            try add(from: stay.upperBound, until: stay.upperBound)
        }
        endBlock()
        try settleCaps()
    }

    private mutating func price(_ part: StayPart) throws(TariffError) {
        var from = part.from
        while from < part.until { from = try add(from: from, until: part.until) }
    }

    /// Counts the stretch that begins at an instant, and returns its end.
    @discardableResult
    private mutating func add(from: Instant, until: Instant) throws(TariffError) -> Instant {
        advance(to: from)
        try spend(rates.count)
        let stretch = inForce(from: from, until: until)
        guard let first = stretch.first else {
            if from < stretch.until { writeGap(from: from, until: stretch.until) }
            position += (stretch.until - from).microseconds
            return stretch.until
        }
        let chosen = stretch.others.isEmpty ? first : try cheapest(first, stretch.others, from, stretch.until)
        try count(chosen, from: from, until: stretch.until)
        position += (stretch.until - from).microseconds
        return stretch.until
    }

    /// Counts what was looked at, so that no card makes a stay take for ever.
    mutating func spend(_ steps: Int) throws(TariffError) {
        work += steps
        guard work <= mostWork else { throw .tooMuchWork }
    }

    /// Of equally exclusive rates the one that adds least for a stretch, after its caps and with all that it has
    /// charged so far; of equals the one published first.
    private mutating func cheapest(
        _ first: Int, _ others: [Int], _ from: Instant, _ until: Instant
    ) throws(TariffError) -> Int {
        let before = (total: total, cuts: cuts.count, block: block, unitEnds: unitEnds)
        var best: (rate: Int, added: Int64)?
        isTrial = true
        for candidate in [first] + others {
            let state = rates[candidate]
            let passed = card.rates[state.rate].caps.map { caps[$0] }
            try count(candidate, from: from, until: until)
            if best.map({ total - before.total < $0.added }) ?? true { best = (candidate, total - before.total) }
            rates[candidate] = state
            for (cap, was) in zip(card.rates[state.rate].caps, passed) { caps[cap] = was }
            (total, block, unitEnds) = (before.total, before.block, before.unitEnds)
            cuts.removeLast(cuts.count - before.cuts)
        }
        isTrial = false
        return best?.rate ?? first
    }

    private mutating func count(_ index: Int, from: Instant, until: Instant) throws(TariffError) {
        let occurrence = rates[index].current
        let rate = card.rates[rates[index].rate]
        let continues = block.map { $0.rate == index && $0.occurrence == occurrence.from } ?? false
        if !continues {
            endBlock()
            block = (index, occurrence.from)
            if !isTrial { blockLine = nil }
        }
        rates[index].enter(occurrence, flat: rate.keepsDays)
        let isOpen = continues && blockLine.map { $0 == lines.count - 1 && lines[$0].until == from } ?? false
        let stretch = Stretch(index: index, from: from, until: until, continues: continues, isOpen: isOpen)
        var pen = Pen(stretch)
        switch rate.price {
        case .units(let steps):
            switch card.terms.crossing {
            case .perBlock: try countUnitsOfBlock(steps, rate, stretch, &pen)
            case .unitStart: try countRunningUnits(steps, rate, stretch, &pen)
            case .lastStepOnTotal: try countShares(steps, rate, stretch, &pen)
            }
        case .once(let amount): try countOccurrence(amount, rate, stretch, occurrence, &pen)
        case .days(let amount): try countDays(amount, rate, stretch, &pen)
        case .hours(let grid): try countHours(grid, rate, stretch, &pen)
        }
        finish(&pen, rate, stretch)
    }

    /// What the lines and cuts come to, in the order in which they are read.
    mutating func settleCaps() throws(TariffError) {
        for index in caps.indices {
            for cut in caps[index].finish(stay) { cuts.append((index, cut)) }
        }
        guard !cuts.isEmpty else { return }
        // The order of rates and caps decides where windows begin together.
        cuts.sort { ($0.cut.from, $0.cap) < ($1.cut.from, $1.cap) }
        for (cap, cut) in cuts { lines.append(try .cut(cut, by: card.caps[cap], on: card)) }
    }
}

/// A stretch of the stay in which one rate is in force.
struct Stretch {
    /// The rate's place among those of the composition.
    let index: Int
    let from: Instant
    let until: Instant
    /// Whether it belongs to the same block as the stretch that was counted last.
    let continues: Bool
    /// Whether the last line written is the block's and ends where this begins.
    let isOpen: Bool

    var length: Int64 { (until - from).microseconds }
}
