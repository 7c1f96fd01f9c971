import Chronology

/// A part of a stay: what is to be paid by the rates, or what is not and why.
struct StayPart {
    let from: Instant
    let until: Instant
    let kind: Kind
    /// Whether a fee is due at its beginning.
    var owesFee = false

    enum Kind {
        case paid
        case covered
        /// A right has ended, and the fee is all that is owed.
        case overstay
        /// A right has ended so lately that this is no overstay.
        case overstayGrace
        /// It lies beside booked hours, and the booking forgives it.
        case forgiven
        case agreement(AgreementID)
        /// What the rate at this place on the card takes off.
        case free(Int)
    }

    var isPaid: Bool {
        if case .paid = kind { true } else { false }
    }

    var length: Int64 { (until - from).microseconds }
}

extension Stay {
    /// Refuses a stay that cannot be priced, so that no arithmetic behind it leaves its bounds.
    func check() throws(TariffError) {
        guard Instant.earliest <= entry, entry <= .latest, Instant.earliest <= exit, exit <= .latest
        else { throw .beyondCalendar }
        guard entry <= exit else { throw .exitBeforeEntry }
        guard exit - entry <= Tariff.longestStay else { throw .stayTooLong }
    }

    /// The whole stay in parts without gaps, in order, none empty; what follows covered time is an overstay, and what lies behind
    /// the limit of a stay that nothing covers at first, where it is longer than the grace.
    func parts(_ overstay: OverstayPolicy) -> [StayPart] {
        guard entry < exit else { return [] }
        guard !covered.isEmpty || !forgiven.isEmpty || limit != nil else {
            return [StayPart(from: entry, until: exit, kind: .paid)]
        }
        var parts: [StayPart] = []
        var reached = entry
        func addUncovered(until: Instant) {
            let isForgiven = forgiven.contains { $0.lowerBound <= reached && until <= $0.upperBound }
            if isForgiven {
                parts.append(StayPart(from: reached, until: until, kind: .forgiven))
            } else if parts.isEmpty {
                parts = overstay.parts(from: reached, until: until, limit: limit)
            } else {
                parts.append(overstay.part(from: reached, until: until))
            }
        }
        for range in covered.sorted(by: { $0.lowerBound < $1.lowerBound }) where reached < range.upperBound {
            guard !range.isEmpty, range.lowerBound < exit else { continue }
            if reached < range.lowerBound { addUncovered(until: range.lowerBound) }
            let until = min(range.upperBound, exit)
            if let last = parts.last, case .covered = last.kind {
                parts[parts.count - 1] = StayPart(from: last.from, until: until, kind: .covered)
            } else {
                parts.append(StayPart(from: max(range.lowerBound, reached), until: until, kind: .covered))
            }
            reached = until
        }
        if reached < exit { addUncovered(until: exit) }
        if let last = parts.last, last.isPaid, covered.contains(where: { !$0.isEmpty && $0.contains(exit) }) {
            // A right that begins as the car leaves keeps the exit from touching a window.
            parts.append(StayPart(from: exit, until: exit, kind: .covered))
        }
        return parts
    }
}

extension OverstayPolicy {
    /// A stretch of a stay that no right has covered before: paid by the rates to its limit, and on where it leaves in time.
    fileprivate func parts(from: Instant, until: Instant, limit: Instant?) -> [StayPart] {
        guard let limit, until - limit > grace, owed != .rates else {
            return [StayPart(from: from, until: until, kind: .paid)]
        }
        // Up to the end of the grace it was owed by the rates: who stays longer never pays less.
        let end = max(from, limit + grace)
        let inTime = from < end ? [StayPart(from: from, until: end, kind: .paid)] : []
        return inTime + [beyond(from: end, until: until)]
    }

    /// A stretch of a stay that follows covered time.
    fileprivate func part(from: Instant, until: Instant) -> StayPart {
        guard until - from > grace else { return StayPart(from: from, until: until, kind: .overstayGrace) }
        return beyond(from: from, until: until)
    }

    /// A stretch that is an overstay, whatever its length.
    private func beyond(from: Instant, until: Instant) -> StayPart {
        switch owed {
        case .rates: StayPart(from: from, until: until, kind: .paid)
        case .fee: StayPart(from: from, until: until, kind: .overstay, owesFee: true)
        case .feeAndRates: StayPart(from: from, until: until, kind: .paid, owesFee: true)
        }
    }
}

extension [StayPart] {
    /// The parts with so much taken off the beginning of what is to be paid from an instant on.
    func takingOff(_ span: TimeSpan, as kind: StayPart.Kind, from start: Instant = .earliest) -> [StayPart] {
        var left = span.microseconds
        guard left > 0 else { return self }
        var parts: [StayPart] = []
        for part in self {
            guard part.isPaid, left > 0, start < part.until else {
                parts.append(part)
                continue
            }
            let from = Swift.max(part.from, start)
            if part.from < from {
                parts.append(StayPart(from: part.from, until: from, kind: .paid, owesFee: part.owesFee))
            }
            let cut = from + TimeSpan(microseconds: Swift.min(left, (part.until - from).microseconds))
            left -= (cut - from).microseconds
            parts.append(StayPart(from: from, until: cut, kind: kind, owesFee: part.from == from && part.owesFee))
            if cut < part.until { parts.append(StayPart(from: cut, until: part.until, kind: .paid)) }
        }
        return parts
    }
}
