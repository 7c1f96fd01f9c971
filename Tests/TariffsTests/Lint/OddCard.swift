import TestSupport
import Chronology
import Money
import Tariffs

/// A card as only a mistake or malice writes it: lengths, amounts and times from the ends of their range.
struct OddCard {
    let card: RateCard
    let zone: ZoneRules
    let day: LocalDay

    init(_ generator: inout Seeded) {
        let caps = (0..<Int.random(in: 0...2, using: &generator)).map { _ in Odd.cap(&generator) }
        card = RateCard(
            rates: (0..<Int.random(in: 0...6, using: &generator)).map { _ in Odd.rate(&generator) },
            terms: Terms(caps: caps))
        zone = ZoneRules(
            name: "odd", version: "", offset: [0, 50_400, -43_200].randomElement(using: &generator)!,
            changes: Bool.random(using: &generator) ? [] : [(0, 3_600), (86_400, -86_400), (259_200, 86_400)])
        let days: [Int32] = [.min, .max, 0, 1, 20_000, -719_162, 2_932_896]
        day = LocalDay(daysSinceEpoch: days.randomElement(using: &generator)!)
    }
}

private enum Odd {
    static func rate(_ generator: inout Seeded) -> Rate {
        var rate = Rate(
            id: RateID("r\(Int.random(in: 0...3, using: &generator))")!, price: price(&generator),
            flat: .random(using: &generator))
        rate.name = ["", "a", "b"].randomElement(using: &generator)!
        rate.audience = [.everyone, .everyone, .staff].randomElement(using: &generator)!
        rate.tier = Tier.allCases.randomElement(using: &generator)!
        rate.windows = (0..<Int.random(in: 0...3, using: &generator)).map { _ in window(&generator) }
        if Int.random(in: 0...2, using: &generator) == 0 {
            rate.earlyBird = EarlyBird(
                entry: Bool.random(using: &generator) ? window(&generator) : nil,
                exit: Bool.random(using: &generator) ? window(&generator) : nil)
        }
        rate.conditions = StayConditions(
            entryDays: days(&generator), minimumStay: Bool.random(using: &generator) ? span(&generator) : nil,
            maximumStay: Bool.random(using: &generator) ? span(&generator) : nil)
        rate.caps = (0..<Int.random(in: 0...3, using: &generator)).map { _ in cap(&generator) }
        rate.tolerance = span(&generator)
        return rate
    }

    static func number(_ generator: inout Seeded) -> Int64 {
        [.min, .min + 1, -1, 0, 1, .max - 1, .max, .random(in: .min ... .max, using: &generator)]
            .randomElement(using: &generator)!
    }

    static func span(_ generator: inout Seeded) -> TimeSpan {
        [TimeSpan(microseconds: number(&generator)), .minutes(30), .hours(1), .hours(24), .seconds(90)]
            .randomElement(using: &generator)!
    }

    static func money(_ generator: inout Seeded) -> Money {
        Money(minorUnits: [number(&generator), 100, 500].randomElement(using: &generator)!)
    }

    static func days(_ generator: inout Seeded) -> Set<Weekday> {
        Set(
            Weekday.allCases.filter { _ in Bool.random(using: &generator) }.prefix(
                .random(in: 0...7, using: &generator)))
    }

    static func time(_ generator: inout Seeded) -> LocalTime {
        let odd = LocalTime(hour: .random(in: 0...23, using: &generator), minute: 59, second: 59)!
        return [.midnight, .endOfDay, odd].randomElement(using: &generator)!
    }

    static func moment(_ generator: inout Seeded) -> LocalDateTime {
        [LocalDateTime(microseconds: number(&generator)), LocalDateTime(LocalDay(daysSinceEpoch: 1), time(&generator))]
            .randomElement(using: &generator)!
    }

    static func window(_ generator: inout Seeded) -> Window {
        Bool.random(using: &generator)
            ? .weekly(days: days(&generator), from: time(&generator), until: time(&generator))
            : .once(from: moment(&generator), until: moment(&generator))
    }

    static func cap(_ generator: inout Seeded) -> Cap {
        let clock = CapPeriod.clock(from: time(&generator), until: time(&generator))
        return Cap(
            money(&generator),
            in: [.elapsed(span(&generator)), .elapsed(.hours(1)), .calendarDay, clock].randomElement(using: &generator)!
        )
    }

    static func price(_ generator: inout Seeded) -> Price {
        switch Int.random(in: 0...4, using: &generator) {
        case 0: return .perUnit(money(&generator), every: span(&generator))
        case 1: return .once(money(&generator))
        case 2: return .perDay(money(&generator))
        case 3:
            let hours = (0..<Int.random(in: 0...3, using: &generator)).compactMap { WeekHour(.sunday, 23 - $0) }
            return .weekGrid(WeekGrid([GridCell(name: "", amount: money(&generator), hours: Set(hours))]))
        default:
            return .steps(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    let lasting = Bool.random(using: &generator) ? span(&generator) : nil
                    return Step(money(&generator), every: span(&generator), lasting: lasting)
                })
        }
    }
}
