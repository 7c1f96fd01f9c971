import Chronology
import Money

/// A stay's lines as they are written, stretch by stretch.
struct Bill {
    private(set) var lines: [ChargeLine] = []
    private let stay: Stay
    /// The rates that the driver may have, as the layering numbers them.
    let rates: [PreparedRate]
    /// Of each whether it stands on a line.
    private(set) var isApplied: [Bool]
    private var meters: [Meter]
    /// The block that was written last.
    private var block: (rate: Int, occurrence: Instant)?

    init(_ stay: Stay, _ rates: [PreparedRate]) {
        self.stay = stay
        self.rates = rates
        isApplied = rates.map { _ in false }
        meters = rates.map { Meter($0, for: stay) }
    }

    /// Up to where the stay is written.
    private var reached: Instant { lines.last?.until ?? stay.entry }

    /// Writes the next stretch under the rate in force.
    mutating func add(_ stretch: Stretch, in zone: ZoneRules) throws(TariffError) {
        if reached < stretch.from { lines.append(.free(from: reached, until: stretch.from, because: .covered)) }
        guard let first = stretch.candidates.first else {
            if stretch.from < stretch.until {
                lines.append(.free(from: stretch.from, until: stretch.until, because: .gap))
            }
            return
        }
        guard stretch.candidates.count > 1 else {
            let units = try meters[first.rate].count(
                stretch, of: first.occurrence, continues: isBlock(of: first), in: zone
            ).units
            return try write(units, of: first, stretch)
        }
        var chosen = first
        var (meter, units, least) = try trial(first, stretch, in: zone)
        for candidate in stretch.candidates.dropFirst() {
            let other = try trial(candidate, stretch, in: zone)
            if other.added < least { (chosen, (meter, units, least)) = (candidate, other) }
        }
        meters[chosen.rate] = meter
        try write(units, of: chosen, stretch)
    }

    /// What a candidate would add to the charge, with what it has counted so far taken into account.
    private func trial(
        _ candidate: Candidate, _ stretch: Stretch, in zone: ZoneRules
    ) throws(TariffError) -> (meter: Meter, units: Int64, added: Int64) {
        var meter = meters[candidate.rate]
        let (units, added) = try meter.count(
            stretch, of: candidate.occurrence, continues: isBlock(of: candidate), in: zone)
        return (meter, units, added)
    }

    private func isBlock(of candidate: Candidate) -> Bool {
        guard let block else { return false }
        return block.rate == candidate.rate && block.occurrence == candidate.occurrence.from
    }

    private mutating func write(_ units: Int64, of candidate: Candidate, _ stretch: Stretch) throws(TariffError) {
        defer { block = (candidate.rate, candidate.occurrence.from) }
        guard stretch.from < stretch.until || units > 0 else { return }
        let published = rates[candidate.rate].published
        isApplied[candidate.rate] = true
        var from = stretch.from
        var quantity = units
        if isBlock(of: candidate), let last = lines.last, last.reason == .block {
            from = last.from
            quantity += last.quantity
            lines.removeLast()
        }
        let price = published.rate.price
        lines.append(
            ChargeLine(
                from: from, until: stretch.until, rate: published.rate.id, version: published.version,
                quantity: quantity, unit: price.unit, unitPrice: price.amount,
                amount: Money(minorUnits: try price.amount.minorUnits.times(quantity)), reason: .block))
    }

    /// Writes covered time up to the exit, and behind everything what the caps took off.
    mutating func finish() throws(TariffError) {
        if reached < stay.exit { lines.append(.free(from: reached, until: stay.exit, because: .covered)) }
        var cuts: [ChargeLine] = []
        for index in meters.indices {
            meters[index].close()
            for cap in meters[index].caps {
                for cut in cap.cuts { cuts.append(try .cut(cut, by: cap.cap, of: rates[index].published)) }
            }
        }
        // The order of rates and caps decides where windows begin together; the sort is not stable by itself.
        lines += cuts.enumerated()
            .sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }
            .map(\.element)
    }

    /// Writes the whole stay as free by the grace of a rate.
    mutating func forgive(by rate: Int) {
        isApplied[rate] = true
        lines = [.free(from: stay.entry, until: stay.exit, because: .grace, of: rates[rate].published)]
    }

    /// The sum of the lines.
    func total() throws(TariffError) -> Money {
        var total: Int64 = 0
        for line in lines { total = try total.plus(line.amount.minorUnits) }
        return Money(minorUnits: total)
    }
}

extension ChargeLine {
    fileprivate static func free(
        from: Instant, until: Instant, because reason: LineReason, of published: PublishedRate? = nil
    ) -> ChargeLine {
        ChargeLine(
            from: from, until: until, rate: published?.rate.id, version: published?.version, quantity: 0, unit: .free,
            unitPrice: .zero, amount: .zero, reason: reason)
    }

    fileprivate static func cut(
        _ cut: CapCut, by cap: Cap, of published: PublishedRate
    ) throws(TariffError) -> ChargeLine {
        ChargeLine(
            from: cut.from, until: cut.until, rate: published.rate.id, version: published.version,
            quantity: cut.windows, unit: .once, unitPrice: Money(minorUnits: -cut.amount),
            amount: Money(minorUnits: try (-cut.amount).times(cut.windows)), reason: .cap(cap))
    }
}

extension Price {
    fileprivate var unit: ChargeUnit {
        switch self {
        case .perUnit(_, every: let unit): .span(unit)
        case .once: .once
        case .perDay: .day
        }
    }
}
