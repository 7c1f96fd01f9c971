import TestSupport
import Chronology
import Money
import Tariffs

/// Cards and stays in which any field may be at its extremes, sensible or not.
struct WildCard {
    /// How often a field makes no sense, in a hundred.
    let nonsense: Int
    /// Near which instant windows lie.
    let entry: Instant

    private func isNonsense(_ generator: inout Seeded) -> Bool { Int.random(in: 0..<100, using: &generator) < nonsense }

    func card(_ generator: inout Seeded) -> RateCard {
        let rates = (0..<Int.random(in: 0...6, using: &generator)).map { rate("r\($0)", &generator) }
        return RateCard(rates: rates, terms: terms(&generator))
    }

    private func rate(_ id: String, _ generator: inout Seeded) -> Rate {
        var rate = Rate(id: RateID(id)!, price: price(&generator))
        if isNonsense(&generator) {
            rate.name = ["", String(repeating: "é", count: 201)].randomElement(using: &generator)!
        }
        rate.audience = [.everyone, .everyone, .staff, .validation(.cinema)].randomElement(using: &generator)!
        rate.tier = Tier.allCases.randomElement(using: &generator)!
        if Int.random(in: 0...4, using: &generator) == 0 {
            rate.earlyBird = EarlyBird(
                entry: Bool.random(using: &generator) ? window(&generator) : nil, exit: window(&generator))
            if isNonsense(&generator) { rate.earlyBird = EarlyBird() }
        }
        if rate.earlyBird == nil || isNonsense(&generator) {
            rate.windows = (0..<Int.random(in: 0...3, using: &generator)).map { _ in window(&generator) }
        }
        if isNonsense(&generator) { rate.windows = Array(repeating: window(&generator), count: 101) }
        rate.caps = (0..<Int.random(in: 0...2, using: &generator)).map { _ in cap(&generator) }
        if isNonsense(&generator) { rate.caps = Array(repeating: cap(&generator), count: 21) }
        rate.cardCaps = [nil, .included, .excluded].randomElement(using: &generator)!
        rate.flat = Bool.random(using: &generator)
        rate.grace = span(.hours(24), &generator, orNone: true)
        rate.free = span(.days(366), &generator, orNone: true)
        if Int.random(in: 0...3, using: &generator) == 0 {
            rate.tolerance = span(.minutes(1), &generator, orNone: true)
        }
        if Int.random(in: 0...3, using: &generator) == 0 {
            rate.conditions = StayConditions(
                entryDays: Bool.random(using: &generator) ? [] : [.monday, .friday, .saturday],
                minimumStay: [nil, .zero, TimeSpan(microseconds: .max)].randomElement(using: &generator)!,
                maximumStay: [nil, TimeSpan(microseconds: .max)].randomElement(using: &generator)!)
            if isNonsense(&generator) { rate.conditions.maximumStay = TimeSpan(microseconds: .min) }
        }
        return rate
    }

    private func terms(_ generator: inout Seeded) -> Terms {
        var terms = Terms(crossing: Crossing.allCases.randomElement(using: &generator)!)
        terms.caps = (0..<Int.random(in: 0...2, using: &generator)).map { _ in cap(&generator) }
        if Bool.random(using: &generator) {
            let basisPoints: Int64 =
                isNonsense(&generator) ? [.min, -1, 10_001, .max].randomElement(using: &generator)! : 10_000
            terms.tax = Tax(name: "t", basisPoints: basisPoints, isIncluded: Bool.random(using: &generator))
            if isNonsense(&generator) { terms.tax?.name = "" }
        }
        terms.overstay = [.rates, .fee(amount(&generator)), .feeAndRates(amount(&generator))]
            .randomElement(using: &generator)!
        if Bool.random(using: &generator) { terms.overstay.grace = span(.hours(24), &generator) }
        terms.agreements = [Agreement(id: .short, effect: .minutesOff(span(.days(366), &generator)))]
        if isNonsense(&generator) { terms.agreements += terms.agreements }
        if isNonsense(&generator) {
            terms.subscriptions = [
                Subscription(id: SubscriptionID("s")!, name: "", amount: amount(&generator), period: .year)
            ]
        }
        return terms
    }

    private func amount(_ generator: inout Seeded) -> Money {
        let sensible: [Int64] = [0, 1, 7, 1_000, 1_000_000_007, .max / 1_000_000, .max]
        return Money(
            minorUnits: isNonsense(&generator)
                ? [-1, .min].randomElement(using: &generator)! : sensible.randomElement(using: &generator)!)
    }

    /// Whole minutes up to a limit.
    private func span(_ limit: TimeSpan, _ generator: inout Seeded, orNone: Bool = false) -> TimeSpan {
        if isNonsense(&generator) {
            let wild: [Int64] = [.min, -1, 0, 1, 61_000_000, limit.microseconds + 1, .max]
            return TimeSpan(microseconds: wild.randomElement(using: &generator)!)
        }
        if orNone, Bool.random(using: &generator) { return .zero }
        let sensible: [TimeSpan] = [.minutes(1), .minutes(7), .hours(1), .hours(24), .days(31), limit]
        return min(limit, sensible.randomElement(using: &generator)!)
    }

    private func time(_ generator: inout Seeded) -> LocalTime {
        let seconds = Int.random(in: 0..<86_400, using: &generator)
        let any = LocalTime(hour: seconds / 3_600, minute: seconds / 60 % 60, second: seconds % 60)!
        return [.midnight, any, any].randomElement(using: &generator)!
    }

    private func window(_ generator: inout Seeded) -> Window {
        if Bool.random(using: &generator) {
            let days = Set(Weekday.allCases.filter { _ in Bool.random(using: &generator) })
            return .weekly(
                days: days.isEmpty && !isNonsense(&generator) ? [.sunday] : days,
                from: isNonsense(&generator) ? .endOfDay : time(&generator),
                until: Bool.random(using: &generator) ? .endOfDay : time(&generator))
        }
        let (first, last) = (Instant.earliest.microseconds, Instant.latest.microseconds)
        let near = entry.microseconds + .random(in: -200_000_000_000...200_000_000_000, using: &generator)
        let ends = [first, last, min(max(near, first), last), min(max(near + 1, first), last)].shuffled(
            using: &generator)
        if isNonsense(&generator) {
            return .once(
                from: LocalDateTime(microseconds: [.min, ends[0]].randomElement(using: &generator)!),
                until: LocalDateTime(microseconds: [.max, ends[0]].randomElement(using: &generator)!))
        }
        return .once(
            from: LocalDateTime(microseconds: min(ends[0], ends[1])),
            until: LocalDateTime(microseconds: max(ends[0], ends[1])))
    }

    private func cap(_ generator: inout Seeded) -> Cap {
        let from = isNonsense(&generator) ? LocalTime.endOfDay : time(&generator)
        let periods: [CapPeriod] = [
            .elapsed(span(Tariff.longestStay, &generator)), .calendarDay, .clock(from: from, until: time(&generator)),
        ]
        return Cap(amount(&generator), in: periods.randomElement(using: &generator)!)
    }

    private func price(_ generator: inout Seeded) -> Price {
        switch Int.random(in: 0...4, using: &generator) {
        case 0: return .once(amount(&generator))
        case 1: return .perDay(amount(&generator))
        case 2: return .perUnit(amount(&generator), every: span(.days(366), &generator))
        case 3:
            let count = isNonsense(&generator) ? [0, 101].randomElement(using: &generator)! : 4
            return .steps(
                (0..<count).map { index in
                    let isLast = index == count - 1
                    return Step(
                        amount(&generator), every: span(.days(366), &generator),
                        lasting: isLast != isNonsense(&generator) ? nil : span(.days(366), &generator))
                })
        default:
            let hours = Weekday.allCases.flatMap { day in (0..<24).map { WeekHour(day, $0)! } }
            let cell = GridCell(
                name: "cell", colour: isNonsense(&generator) ? "red" : "#a0B1c2", amount: amount(&generator),
                hours: isNonsense(&generator) ? [] : Set(hours.filter { _ in Bool.random(using: &generator) }))
            return .weekGrid(WeekGrid(isNonsense(&generator) ? [cell, cell] : [cell]))
        }
    }

    /// A stay that begins at the entry, now and then none at all.
    func stay(_ generator: inout Seeded) -> Stay {
        let lengths: [Int64] = [-1, 0, 1, 59_999_999, 3_600_000_000, 86_400_000_000, 90_000_000_001, 2_678_400_000_000]
        let length = TimeSpan(microseconds: lengths.randomElement(using: &generator)!)
        var stay = Stay(entry: entry, exit: entry + length)
        if isNonsense(&generator) { stay.exit = Instant(microseconds: [.min, .max].randomElement(using: &generator)!) }
        stay.groups = Bool.random(using: &generator) ? [.staff] : []
        stay.validations = Bool.random(using: &generator) ? [.cinema] : []
        stay.agreement = [nil, .short, .unknown].randomElement(using: &generator)!
        let bounds: [Int64] = [.min, entry.microseconds, entry.microseconds + length.microseconds / 2, .max]
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            let (one, other) = (bounds.randomElement(using: &generator)!, bounds.randomElement(using: &generator)!)
            stay.covered.append(Instant(microseconds: min(one, other))..<Instant(microseconds: max(one, other)))
        }
        return stay
    }
}
