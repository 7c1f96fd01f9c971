import TestSupport
import Chronology
import Money
import Tariffs

/// Draws cards whose rates are likely to meet a stay.
struct DrawnCard {
    private let wishes: Wishes
    private let stay: Stay
    private let zone: ZoneRules

    init(_ wishes: Wishes, _ stay: Stay, _ zone: ZoneRules) {
        self.wishes = wishes
        self.stay = stay
        self.zone = zone
    }

    func card(_ generator: inout Seeded) -> RateCard {
        var rates = levels(&generator).enumerated().map { index, level in
            rate(RateID("r\(index)")!, level.0, level.1, &generator)
        }
        if wishes.contains(.earlyBirds) {
            for index in 0..<Int.random(in: 0...2, using: &generator) {
                var bird = rate(RateID("early\(index)")!, audience(&generator), .casual, &generator)
                bird.windows = []
                bird.earlyBird = earlyBird(&generator)
                rates.insert(bird, at: .random(in: 0...rates.count, using: &generator))
            }
        }
        return RateCard(rates: rates, terms: terms(&generator))
    }

    private func levels(_ generator: inout Seeded) -> [(Audience, Tier)] {
        var levels: [(Audience, Tier)] = []
        for tier in Tier.allCases {
            levels.append((.everyone, tier))
            if wishes.contains(.rivals) {
                levels += [(.everyone, tier), (.group(.staff), tier), (.group(.residents), tier)]
            } else {
                levels.append((.group(RandomCase.groups.randomElement(using: &generator)!), tier))
            }
            if wishes.contains(.validations) {
                levels.append((.validation(RandomCase.validations.randomElement(using: &generator)!), tier))
            }
        }
        levels.shuffle(using: &generator)
        return Array(levels.prefix(.random(in: 0...min(8, levels.count), using: &generator)))
    }

    private func audience(_ generator: inout Seeded) -> Audience {
        [.everyone, .everyone, .group(.staff), .validation(wishes.contains(.validations) ? .cinema : .surgery)]
            .randomElement(using: &generator)!
    }

    private func rate(_ id: RateID, _ audience: Audience, _ tier: Tier, _ generator: inout Seeded) -> Rate {
        var rate = Rate(id: id, audience: audience, tier: tier, price: price(&generator))
        rate.windows = (0..<Int.random(in: tier == .casual ? 0...3 : 1...3, using: &generator)).map { _ in
            window(&generator)
        }
        rate.grace = [.zero, .zero, .zero, .minutes(15)].randomElement(using: &generator)!
        if wishes.contains(.caps) {
            rate.caps = (0..<Int.random(in: 0...3, using: &generator)).map { _ in cap(&generator) }
        }
        if wishes.contains(.flat) { rate.flat = Bool.random(using: &generator) }
        if wishes.contains(.cardCaps) {
            rate.cardCaps = [.included, .excluded].randomElement(using: &generator)!
        }
        if wishes.contains(.free) {
            rate.free = [.zero, .zero, .minutes(20), .hours(1), .hours(3)].randomElement(using: &generator)!
        }
        if wishes.contains(.tolerance), let unit = rate.price.shortest, unit > .minutes(1) {
            let most = min(unit.microseconds / TimeSpan.minutes(1).microseconds - 1, 20)
            rate.tolerance = .minutes(.random(in: 0...most, using: &generator))
        }
        if wishes.contains(.conditions) { rate.conditions = conditions(&generator) }
        return rate
    }

    private func terms(_ generator: inout Seeded) -> Terms {
        var terms = Terms()
        if wishes.contains(.crossings) { terms.crossing = Crossing.allCases.randomElement(using: &generator)! }
        if wishes.contains(.cardCaps) {
            terms.caps = (0..<Int.random(in: 0...3, using: &generator)).map { _ in cap(&generator) }
        }
        if wishes.contains(.tax) {
            terms.tax = Tax(
                name: "VAT", basisPoints: [0, 1, 700, 1_900, 10_000].randomElement(using: &generator)!,
                isIncluded: Bool.random(using: &generator))
        }
        if wishes.contains(.overstays) {
            terms.overstay = [.rates, .fee(amount(&generator)), .feeAndRates(amount(&generator))]
                .randomElement(using: &generator)!
            if Bool.random(using: &generator) {
                terms.overstay.grace = .minutes(.random(in: 0...120, using: &generator))
            }
        }
        if wishes.contains(.agreements) {
            terms.agreements = [
                Agreement(id: .short, effect: .minutesOff(.minutes(.random(in: 1...90, using: &generator)))),
                Agreement(id: .long, effect: .minutesOff(.days(3))),
                Agreement(id: .other, effect: .card(wishes.contains(.vehicles) ? .truck : .tram)),
            ]
        }
        return terms
    }

    private func earlyBird(_ generator: inout Seeded) -> EarlyBird {
        switch Int.random(in: 0...3, using: &generator) {
        case 0: EarlyBird(entry: window(&generator))
        case 1: EarlyBird(exit: window(&generator))
        default: EarlyBird(entry: window(&generator), exit: window(&generator))
        }
    }

    private func conditions(_ generator: inout Seeded) -> StayConditions {
        var conditions = StayConditions()
        let length = max(.minutes(1), stay.exit - stay.entry)
        func near(_ generator: inout Seeded) -> TimeSpan {
            let off = [0, 0, 1, -1, 60, -60, 600].randomElement(using: &generator)!
            return max(.minutes(1), length + .minutes(Int64(off)))
        }
        if Int.random(in: 0...3, using: &generator) == 0 {
            conditions.entryDays = Set(Weekday.allCases.filter { _ in Int.random(in: 0...2, using: &generator) > 0 })
        }
        if Int.random(in: 0...2, using: &generator) == 0 { conditions.minimumStay = near(&generator) }
        if Int.random(in: 0...2, using: &generator) == 0 {
            conditions.maximumStay = max(conditions.minimumStay ?? .zero, near(&generator))
        }
        return conditions
    }

    /// Often the very minute of the entry or the exit, else any.
    private func time(_ generator: inout Seeded) -> LocalTime {
        let chance = Int.random(in: 0...7, using: &generator)
        if chance < 2 {
            let minutes = zone.local(chance == 0 ? stay.entry : stay.exit).minuteOfDay
            return LocalTime(hour: minutes / 60, minute: minutes % 60)!
        }
        return LocalTime(
            hour: .random(in: 0...23, using: &generator), minute: [0, 0, 1, 15, 30].randomElement(using: &generator)!)!
    }

    private func window(_ generator: inout Seeded) -> Window {
        if Bool.random(using: &generator) {
            let days = Weekday.allCases.filter { _ in Int.random(in: 0...3, using: &generator) > 0 }
            let whole = Int.random(in: 0...3, using: &generator) == 0
            return .weekly(
                days: days.isEmpty ? [.sunday] : Set(days), from: whole ? .midnight : time(&generator),
                until: whole ? .endOfDay : time(&generator))
        }
        let day = zone.day(of: stay.entry).advanced(by: .random(in: -2...3, using: &generator))
        let from = LocalDateTime(day, time(&generator))
        let length = TimeSpan.minutes(.random(in: 1...3_000, using: &generator)).microseconds
        return .once(from: from, until: LocalDateTime(microseconds: from.microseconds + length))
    }

    /// Small ones often, so that some are equal.
    private func amount(_ generator: inout Seeded) -> Money {
        let most = Int.random(in: 0...3, using: &generator) == 0 ? min(3, wishes.most) : wishes.most
        return Money(minorUnits: .random(in: 0...most, using: &generator))
    }

    private func unit(_ generator: inout Seeded) -> TimeSpan {
        .minutes([5, 10, 15, 30, 60, 60, 97, 120, 720, 1_440].randomElement(using: &generator)!)
    }

    private func price(_ generator: inout Seeded) -> Price {
        let amount = amount(&generator)
        switch Int.random(in: 0...7, using: &generator) {
        case 0: return .once(amount)
        case 1: return .perDay(amount)
        case 2 where wishes.contains(.grid): return .weekGrid(grid(&generator))
        case 3...5 where wishes.contains(.steps): return .steps(steps(&generator))
        default: return .perUnit(amount, every: unit(&generator))
        }
    }

    private func steps(_ generator: inout Seeded) -> [Step] {
        var steps: [Step] = []
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let lasting: Int64 = [1, 10, 20, 30, 60, 90, 1_440].randomElement(using: &generator)!
            steps.append(Step(amount(&generator), every: unit(&generator), lasting: .minutes(lasting)))
        }
        // Now and then one step goes on as the one before.
        if let last = steps.last, Int.random(in: 0...3, using: &generator) == 0 {
            return steps + [Step(last.amount, every: last.every)]
        }
        return steps + [Step(amount(&generator), every: unit(&generator))]
    }

    private func grid(_ generator: inout Seeded) -> WeekGrid {
        var hours: [[WeekHour]] = [[], [], [], []]
        for day in Weekday.allCases where Int.random(in: 0...2, using: &generator) > 0 {
            for hour in 0..<24 {
                let cell = Int.random(in: 0...3, using: &generator)
                hours[cell].append(WeekHour(day, hour)!)
            }
        }
        return WeekGrid(
            hours.dropFirst().enumerated().filter { !$1.isEmpty }.map { index, hours in
                GridCell(name: "cell\(index)", amount: amount(&generator), hours: Set(hours))
            })
    }

    private func cap(_ generator: inout Seeded) -> Cap {
        let amount = Money(minorUnits: .random(in: 0...wishes.most * 4, using: &generator))
        switch Int.random(in: 0...2, using: &generator) {
        case 0: return Cap(amount, in: .calendarDay)
        case 1: return Cap(amount, in: .clock(from: time(&generator), until: time(&generator)))
        default:
            let minutes: Int64 = [20, 60, 100, 720, 1_440].randomElement(using: &generator)!
            return Cap(amount, in: .elapsed(.minutes(minutes)))
        }
    }
}

extension Price {
    /// The shortest unit that may begin; nil where none does.
    fileprivate var shortest: TimeSpan? {
        switch self {
        case .perUnit(_, every: let unit): unit
        case .steps(let steps): steps.map(\.every).min()
        case .once, .perDay, .weekGrid: nil
        }
    }
}

extension LocalDateTime {
    fileprivate var minuteOfDay: Int { Int(microsecondOfDay / TimeSpan.minutes(1).microseconds) }
}
