import TestSupport
import Parking
import Chronology
import Money
import Tariffs

extension RandomEvent {
    /// A rate with any of its fields, which may make no sense.
    mutating func rate() -> Rate {
        Rate(
            id: RateID("r" + word("az09-_.", 63))!, name: random.chance(30) ? nil : "n" + word("aÄ京\"\\\n\t", 30),
            audience: one(of: [
                .everyone, .everyone, .group(GroupID("g" + word("az09", 10))!),
                .validation(ValidationID("v" + word("az09", 10))!),
            ]),
            tier: one(of: Tier.allCases), windows: (0..<one(of: [0, 0, 1, 2, 4])).map { _ in window() },
            earlyBird: seldom { $0.earlyBird() }, conditions: conditions(), price: price(), flat: random.chance(20),
            caps: (0..<number(0...3)).map { _ in cap() }, cardCaps: maybe { $0.one(of: Rate.CardCaps.allCases) },
            grace: .seconds(one(of: [0, number(0...86_400)])), free: seldom { $0.span() } ?? .zero,
            tolerance: seldom { .seconds($0.number(0...900)) } ?? .zero)
    }

    /// A rate that makes sense.
    mutating func validRate() -> Rate {
        while true {
            let rate = rate()
            if (try? rate.validate()) != nil { return rate }
        }
    }

    mutating func seldom<Element>(_ element: (inout RandomEvent) -> Element) -> Element? {
        random.chance(20) ? element(&self) : nil
    }

    mutating func money() -> Money {
        Money(minorUnits: one(of: [0, 1, number(0...99_999), number(0...99_999), 999_999_999]))
    }
    mutating func span() -> TimeSpan { .minutes(one(of: [1, 15, 60, 90, 1_440, 2_880, number(1...500_000)])) }

    mutating func cap() -> Cap {
        Cap(
            money(),
            in: one(of: [.calendarDay, .elapsed(span()), .clock(from: time(), until: one(of: [time(), .endOfDay]))]))
    }

    private mutating func time() -> LocalTime {
        LocalTime(
            hour: Int(number(0...23)), minute: Int(number(0...59)), second: Int(one(of: [0, 0, number(0...59)])))!
    }

    private mutating func days() -> Set<Weekday> { Set(Weekday.allCases.filter { _ in random.chance(50) }) }

    mutating func window() -> Window {
        guard random.chance(70) else {
            return .once(from: ZoneRules.utc.local(instant()), until: ZoneRules.utc.local(instant()))
        }
        return .weekly(days: days(), from: time(), until: one(of: [time(), .endOfDay]))
    }

    private mutating func earlyBird() -> EarlyBird {
        EarlyBird(entry: maybe { $0.window() }, exit: maybe { $0.window() })
    }

    private mutating func conditions() -> StayConditions {
        StayConditions(
            entryDays: seldom { $0.days() } ?? [], minimumStay: seldom { $0.span() }, maximumStay: seldom { $0.span() })
    }

    private mutating func price() -> Price {
        one(of: [.perUnit(money(), every: span()), .once(money()), .perDay(money()), steps(), grid()])
    }

    private mutating func steps() -> Price {
        let first = (0..<number(0...3)).map { _ in Step(money(), every: span(), lasting: span()) }
        return .steps(first + [Step(money(), every: span(), lasting: seldom { $0.span() })])
    }

    /// Each hour of the week in one cell or none; now and then in two.
    private mutating func grid() -> Price {
        let count = Int(number(0...4))
        var hours: [Set<WeekHour>] = Array(repeating: [], count: count)
        var cells = Array(repeating: count, count: 24)
        for day in Weekday.allCases {
            if random.chance(40) {
                let change = Int(number(0...23))
                cells.replaceSubrange(change..., with: repeatElement(Int(number(0...4)), count: 24 - change))
            }
            for (hour, cell) in cells.enumerated() where cell < count { hours[cell].insert(WeekHour(day, hour)!) }
        }
        if count > 0, random.chance(10) { hours[0].insert(WeekHour(.monday, 0)!) }
        let named = hours.map { hours in
            GridCell(
                name: "n" + word("aÄ京\"\\", 30), colour: maybe { "#" + $0.word("0", 1) + "1aF0c" }, amount: money(),
                hours: hours)
        }
        return .weekGrid(WeekGrid(named))
    }
}
