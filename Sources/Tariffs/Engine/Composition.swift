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

    /// The block that was counted last: the rate's place among ``rates``, its occurrence, and up to where.
    var block: (rate: Int, occurrence: Occurrence, until: Instant)?
    /// The block's last line.
    var blockLine: Int?
    /// Whether a fee was written since, so that what the block goes on with stands on another line.
    var isInterrupted = false
    /// Whether lines are left unwritten, as it is only asked what they would come to.
    var isTrial = false
    /// How much was looked at so far, and may be at most.
    var work = 0
    /// How many stretches were counted so far.
    var stretches = 0
    let mostWork: Int
    /// Whether grace and free time count.
    let allowances: Bool
    /// How much time was to be paid so far, in microseconds; where the stay is rounded up once, by the unit.
    var position: Int64 = 0
    /// How much there is of it in all, but for a gap at the end (``Crossing/unitStart``).
    var length: Int64 = 0
    /// The position at which the unit ends that runs on from block to block (``Crossing/unitStart``).
    var unitEnds: Int64?
    /// Where the stay is rounded up once (``Crossing/lastStepOnTotal``); nil as long as that is not known.
    let rounding: Rounding?
    /// Where it may be, while that is looked for.
    var survey: RoundingSurvey?
    /// Whether rates that compete are compared, each as if the stay ended with the stretch.
    var isComparing = false

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

    /// - Parameters:
    ///   - rounding: where a stay is rounded up that is so once.
    ///   - mayApply: whether a rate may be in force.
    init(
        _ card: CompiledCard, _ way: PricedCandidate.Way, _ stay: Range<Instant>, _ clock: ZoneCursor, mostWork: Int,
        allowances: Bool = true, rounding: Rounding? = nil, where mayApply: (CompiledRate, inout ZoneCursor) -> Bool
    ) {
        self.card = card
        self.way = way
        self.stay = stay
        self.clock = clock
        self.mostWork = mostWork
        self.allowances = allowances
        self.rounding = rounding
        standing = [Standing](repeating: .absent, count: card.rates.count)
        rates = []
        rates.reserveCapacity(card.rates.count)
        for place in card.rates.indices {
            let rate = card.rates[place]
            guard mayApply(rate, &self.clock) else { continue }
            let current = rate.schedule.occurrence(endingAfter: stay.lowerBound, horizon: stay.upperBound, &self.clock)
            rates.append(RateState(place, rate.exclusivity, current))
            standing[place] = .eligible
        }
        caps = [CapState](repeating: CapState(entry: stay.lowerBound), count: card.caps.count)
    }

    /// What a composition comes to.
    struct Outcome {
        let way: PricedCandidate.Way
        let lines: [ChargeLine]
        let total: Int64
        let standing: [Standing]
    }

    /// Works the stay out; what that took is off the budget, also where it led to nothing.
    consuming func outcome(
        of parts: [StayPart], within budget: inout WorkBudget
    ) throws(TariffError) -> Outcome {
        do { try run(parts) } catch {
            budget.spend(spent)
            throw error
        }
        budget.spend(spent)
        return Outcome(way: way, lines: lines, total: total, standing: standing)
    }

    mutating func run(_ whole: [StayPart]) throws(TariffError) {
        guard !stay.isEmpty else { return }
        var parts = whole
        var mayTouch = card.countsOccurrences
        if allowances, card.hasAllowances, let met = firstMet() {
            let inForce = inForce(from: met, until: met)
            if let grace = longest(of: inForce, { $0.grace }), stay.upperBound - met < grace.span {
                return try forgive(by: rates[grace.rate].rate, from: met, parts)
            }
            if let free = longest(of: inForce, { $0.free }) {
                parts = whole.takingOff(free.span, as: .free(rates[free.rate].rate), from: met)
                // What is met at the exit alone is met in its free time.
                if met == stay.upperBound { mayTouch = false }
            }
        }
        if card.terms.crossing == .unitStart { length = try lengthMet(parts) }
        lines.reserveCapacity(parts.count + 1)
        for part in parts {
            if part.owesFee { try writeFee(part) }
            if part.isPaid { try price(part) } else { writeFree(part) }
        }
        if mayTouch, let last = parts.last, last.isPaid {
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
