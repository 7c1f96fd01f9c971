import Chronology
import Money

/// Where the writing of a stretch stands.
struct Pen: ~Copyable {
    /// Whether the last line is this stretch's, so that equal units join it.
    var isOpen: Bool
    /// Whether anything was written of the stretch.
    var hasWritten = false
    let stretch: Stretch

    init(_ stretch: Stretch) {
        isOpen = stretch.isOpen
        self.stretch = stretch
    }
}

extension Composition {
    /// Writes units of a stretch: they join the last line where it counts the same, and any began on it.
    mutating func write(
        _ units: Int64, of unit: ChargeUnit, at price: Int64, from: Instant, _ rate: CompiledRate,
        _ pen: inout Pen
    ) throws(TariffError) {
        guard !isTrial else { return }
        if pen.isOpen {
            let last = lines.count - 1
            let isBegun = lines[last].quantity > 0 || units == 0
            if isBegun, lines[last].unit == unit, lines[last].unitPrice.minorUnits == price {
                pen.hasWritten = true
                lines[last].quantity += units
                lines[last].amount = Money(minorUnits: try price.times(lines[last].quantity))
                return
            }
        }
        append(units, unit, price, try price.times(units), from: from, rate, &pen)
    }

    /// Writes seconds of a stretch, with what the line comes to in all.
    mutating func writeShare(
        _ share: (seconds: Int64, amount: Int64), of unit: ChargeUnit, at price: Int64, from: Instant,
        _ rate: CompiledRate, _ pen: inout Pen
    ) throws(TariffError) {
        guard !isTrial else { return }
        if pen.isOpen {
            let last = lines.count - 1
            if lines[last].unit == unit, lines[last].unitPrice.minorUnits == price {
                pen.hasWritten = true
                lines[last].quantity = share.seconds
                lines[last].amount = Money(minorUnits: share.amount)
                return
            }
        }
        append(share.seconds, unit, price, share.amount, from: from, rate, &pen)
    }

    private mutating func append(
        _ quantity: Int64, _ unit: ChargeUnit, _ price: Int64, _ amount: Int64, from: Instant, until: Instant? = nil,
        _ rate: CompiledRate, _ pen: inout Pen
    ) {
        // What comes before the first unit of a stretch belongs to a unit, a day or an hour that is charged already.
        var begins = pen.isOpen || pen.hasWritten ? from : pen.stretch.from
        if pen.isOpen {
            let last = lines.count - 1
            if begins <= lines[last].from {
                // The unit was due before covered time, and nothing has been charged behind it.
                begins = lines.removeLast().from
            } else {
                lines[last].until = begins
            }
        }
        lines.append(
            ChargeLine(
                from: begins, until: until ?? pen.stretch.until, rate: rate.id, version: rate.version,
                quantity: quantity, unit: unit, unitPrice: Money(minorUnits: price),
                amount: Money(minorUnits: amount), reason: .block))
        (pen.isOpen, pen.hasWritten) = (true, true)
    }

    /// Writes the rest of a stretch as what the tolerance makes of it.
    mutating func writeTolerance(from: Instant, _ rate: CompiledRate, _ stretch: Stretch, _ pen: inout Pen) {
        guard !isTrial, from < stretch.until else { return }
        let begins = pen.isOpen || pen.hasWritten ? from : stretch.from
        if pen.isOpen { lines[lines.count - 1].until = begins }
        lines.append(.free(from: begins, until: stretch.until, .tolerance, rate))
        (pen.isOpen, pen.hasWritten) = (true, true)
    }

    /// Writes what is left of a unit that began before a cut, in front of the units that begin in the stretch.
    mutating func writeRest(until: Instant, of step: CompiledStep, _ rate: CompiledRate, _ pen: inout Pen) {
        guard !isTrial else { return }
        append(
            0, .span(TimeSpan(microseconds: step.every)), step.amount, 0, from: pen.stretch.from, until: until, rate,
            &pen)
        pen.isOpen = false
    }

    /// Ends the stretch's last line, so that what follows stands on another.
    mutating func endLine(at instant: Instant, _ pen: inout Pen) {
        guard !isTrial else { return }
        lines[lines.count - 1].until = instant
        pen.isOpen = false
    }

    /// Ends the writing of a stretch: it is on a line, charged or not.
    mutating func finish(_ pen: inout Pen, _ rate: CompiledRate, _ stretch: Stretch) {
        guard !isTrial else { return }
        guard stretch.from < stretch.until || pen.hasWritten else { return }
        if !pen.isOpen {
            let (unit, price) = rate.price.unit
            append(0, unit, price, 0, from: stretch.from, rate, &pen)
        }
        lines[lines.count - 1].until = stretch.until
        blockLine = lines.count - 1
        standing[rates[stretch.index].rate] = .applied
    }

    /// Ends the block that was counted last: what its tolerance has swallowed becomes a line of its own.
    mutating func endBlock() {
        guard !isTrial, let block, let index = blockLine, card.terms.crossing == .perBlock else { return }
        let state = rates[block.rate]
        let rate = card.rates[state.rate]
        guard rate.tolerance > 0, state.next < state.spent else { return }
        let line = lines[index]
        if state.dueAt <= line.from {
            guard line.quantity == 0 else { return }
            lines[index] = .free(from: line.from, until: line.until, .tolerance, rate)
        } else if state.dueAt < line.until {
            lines[index].until = state.dueAt
            lines.insert(.free(from: state.dueAt, until: line.until, .tolerance, rate), at: index + 1)
        }
    }

    mutating func writeGap(from: Instant, until: Instant) {
        lines.append(.free(from: from, until: until, .gap, nil))
    }

    /// Writes a part of the stay that no rate prices.
    mutating func writeFree(_ part: StayPart) {
        guard part.from < part.until else { return }
        switch part.kind {
        case .paid, .overstay: return
        case .covered: lines.append(.free(from: part.from, until: part.until, .covered, nil))
        case .forgiven: lines.append(.free(from: part.from, until: part.until, .forgiven, nil))
        case .overstayGrace:
            lines.append(
                .free(from: part.from, until: part.until, .overstayGrace, nil, version: card.termsVersion))
        case .agreement(let id):
            lines.append(.free(from: part.from, until: part.until, .agreement(id), nil, version: card.termsVersion))
        case .free(let rate):
            standing[rate] = .applied
            lines.append(.free(from: part.from, until: part.until, .free, card.rates[rate]))
        }
    }

    /// Writes the fee for an overstay, over its whole length where nothing else is owed.
    mutating func writeFee(_ part: StayPart) throws(TariffError) {
        guard let fee = card.terms.overstay.fee else { return }
        var until = part.from
        if case .overstay = part.kind { until = part.until }
        total = try total.plus(fee.minorUnits)
        survey?.note(fee.minorUnits)
        isInterrupted = true
        lines.append(
            ChargeLine(
                from: part.from, until: until, rate: nil, version: card.termsVersion, quantity: 1, unit: .once,
                unitPrice: fee, amount: fee, reason: .overstay))
    }
}

extension ChargeLine {
    static func free(
        from: Instant, until: Instant, _ reason: LineReason, _ rate: CompiledRate?, version: Int64? = nil
    ) -> ChargeLine {
        ChargeLine(
            from: from, until: until, rate: rate?.id, version: rate?.version ?? version, quantity: 0, unit: .free,
            unitPrice: .zero, amount: .zero, reason: reason)
    }

    static func cut(_ cut: CapCut, by cap: CompiledCap, on card: CompiledCard) throws(TariffError) -> ChargeLine {
        let rate = cap.rate.map { card.rates[$0] }
        return ChargeLine(
            from: cut.from, until: cut.until, rate: rate?.id, version: rate?.version ?? card.termsVersion,
            quantity: cut.windows, unit: .once,
            unitPrice: Money(minorUnits: -cut.amount), amount: Money(minorUnits: try (-cut.amount).times(cut.windows)),
            reason: .cap(cap.cap))
    }
}
