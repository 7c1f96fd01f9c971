import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// That a price keeps its place: across cuts, in a day or an hour with several windows, and where windows touch.
@Suite struct PlacePropertyTests {
    private func price(_ amount: Int64, _ generator: inout Seeded) -> Price {
        .perUnit(.cents(amount), every: .minutes(.random(in: 1...200, using: &generator)))
    }

    private func steps(_ generator: inout Seeded) -> Price {
        let units: [Int64] = [5, 20, 60, 97, 300]
        var steps = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            Step(
                .cents(.random(in: 0...900, using: &generator)),
                every: .minutes(units.randomElement(using: &generator)!),
                lasting: .minutes(.random(in: 1...300, using: &generator)))
        }
        steps.append(
            Step(
                .cents(.random(in: 0...900, using: &generator)),
                every: .minutes(units.randomElement(using: &generator)!)))
        return .steps(steps)
    }

    /// A rate and up to three events of one amount that cut into its stay.
    private func cut(_ random: RandomCase, _ price: Price, _ generator: inout Seeded) -> [Rate] {
        let length = max(1, (random.stay.exit - random.stay.entry).microseconds)
        var rates = [Rate("casual", price)]
        for index in 0..<Int.random(in: 1...3, using: &generator) {
            let from = random.stay.entry + TimeSpan(microseconds: .random(in: 0...length, using: &generator))
            let until = from + .minutes(.random(in: 1...300, using: &generator))
            let (begins, ends) = (random.zone.local(from), random.zone.local(until))
            // Where the clocks go back, the window may end before it begins.
            guard begins < ends else { continue }
            let event = Rate(
                id: RateID("event\(index)")!, tier: .event, windows: [.once(from: begins, until: ends)],
                price: .once(.cents(.random(in: 0...90, using: &generator))))
            rates.append(event)
        }
        return rates
    }

    /// Steps count the time under their rate alone; units that run on may begin in another rate, see `CoverageTests`.
    @Test(arguments: [Crossing.perBlock, .unitStart])
    func `covering the end of a block before a cut never makes what follows dearer`(crossing: Crossing) throws {
        var cheaper = 0
        try forAll(2_000, Wishes(wholeMinutes: false, covered: false)) { random, comment, generator in
            let price = Bool.random(using: &generator) ? steps(&generator) : price(200, &generator)
            let rates = cut(random, price, &generator)
            let tariff = try Tariff(RateBook(rates, terms: Terms(crossing: crossing)), in: random.zone)
            let lines = try tariff.price(random.stay).lines
            let whole = try tariff.price(random.stay).total
            var stay = random.stay
            for (line, next) in zip(lines, lines.dropFirst()) where line.rate == rates[0].id && next.rate != line.rate {
                let length = TimeSpan.minutes(.random(in: 0...120, using: &generator))
                stay.covered.append(max(line.from, line.until - length)..<line.until)
            }
            let total = try tariff.price(stay).total
            #expect(total <= whole, comment)
            if total < whole { cheaper += 1 }
        }
        #expect(cheaper > 100)
    }

    @Test func `by the block steps cost what the time under them costs in one piece, however it is cut`() throws {
        try forAll(2_000, Wishes(wholeMinutes: false)) { random, comment, generator in
            let price = steps(&generator)
            let rates = cut(random, price, &generator)
            let charge = try Tariff(RateBook(rates), in: random.zone).price(random.stay)
            let own = charge.lines.filter { $0.rate == RateID("casual")! }
            let spent = own.reduce(Int64(0)) { $0 + ($1.until - $1.from).microseconds }
            let piece = Stay(entry: random.stay.entry, exit: random.stay.entry + TimeSpan(microseconds: spent))
            let whole = try Tariff(RateBook([rates[0]]), in: random.zone).price(piece).total
            let total = own.reduce(Int64(0)) { $0 + $1.amount.minorUnits }
            #expect(total == whole.minorUnits, comment)
        }
    }

    /// Windows that tile the day, one behind the other.
    private func tiles(_ generator: inout Seeded) -> [Window] {
        let times = Set(
            (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                LocalTime(hour: .random(in: 0...23, using: &generator), minute: .random(in: 1...59, using: &generator))!
            }
        ).sorted { $0.seconds < $1.seconds }
        let begins = [LocalTime.midnight] + times
        let ends = times + [LocalTime.endOfDay]
        return zip(begins, ends).map { .weekly(days: Set(Weekday.allCases), from: $0, until: $1) }
    }

    @Test(arguments: Crossing.allCases)
    func `units cost the same in windows that touch as without windows`(crossing: Crossing) throws {
        try forAll(1_000, Wishes(wholeMinutes: false)) { random, comment, generator in
            var rate = Rate("casual", price(200, &generator))
            if case .perUnit(_, every: let unit) = rate.price, unit > .minutes(5) { rate.tolerance = .minutes(5) }
            let event = Rate(
                id: RateID("event")!, tier: .event, windows: random.card.rates.first?.windows ?? [],
                price: .once(.zero))
            let others = event.windows.isEmpty ? [] : [event]
            let terms = Terms(crossing: crossing)
            let plain = try Tariff(RateBook([rate] + others, terms: terms), in: random.zone).price(random.stay)
            rate.windows = tiles(&generator)
            let tiled = try Tariff(RateBook([rate] + others, terms: terms), in: random.zone).price(random.stay)
            #expect(tiled.total == plain.total, comment)
            let counted = [tiled, plain].map { $0.lines.map(\.quantity).filter { $0 > 0 } }
            #expect(counted[0] == counted[1], comment)
        }
    }

    /// How many different values there are of something that the clock shows, in the minutes of a stay in some windows.
    private func count(
        _ random: RandomCase, _ windows: [Window], _ value: (Instant) -> Int64
    ) -> Int64 {
        var seen: Set<Int64> = []
        var at = random.stay.entry
        while at < random.stay.exit {
            let local = random.zone.local(at)
            let isOpen = windows.contains { window in
                guard case .weekly(_, let from, let until) = window else { return false }
                return LocalDateTime(local.day, from) <= local && local < LocalDateTime(local.day, until)
            }
            if isOpen { seen.insert(value(at)) }
            at = at + .minutes(1)
        }
        return Int64(seen.count)
    }

    private func someWindows(_ generator: inout Seeded) -> [Window] {
        let windows = tiles(&generator).filter { _ in Bool.random(using: &generator) }
        return windows.isEmpty ? [.daily("08:00", "08:20"), .daily("08:40", "12:00")] : windows
    }

    @Test func `a day counts once for a rate, however many of its windows lie in it`() throws {
        try forAll(1_000, Wishes(covered: false)) { random, comment, generator in
            let windows = someWindows(&generator)
            let rate = Rate(id: RateID("day")!, windows: windows, price: .perDay(.cents(1)))
            let total = try Tariff(RateBook([rate]), in: .winter).price(random.stay).total
            var random = random
            random.zone = .winter
            let days = count(random, windows) { Int64(random.zone.day(of: $0).daysSinceEpoch) }
            #expect(total.minorUnits == days, comment)
        }
    }

    @Test func `an hour of the grid counts once for a rate, however many of its windows cut it`() throws {
        try forAll(1_000, Wishes(covered: false)) { random, comment, generator in
            let windows = someWindows(&generator)
            let hours = Weekday.allCases.flatMap { day in (0..<24).map { WeekHour(day, $0)! } }
            let grid = WeekGrid([GridCell(name: "hour", amount: .cents(1), hours: Set(hours))])
            let rate = Rate(id: RateID("week")!, windows: windows, price: .weekGrid(grid))
            let total = try Tariff(RateBook([rate]), in: .winter).price(random.stay).total
            var random = random
            random.zone = .winter
            let hour = TimeSpan.hours(1).microseconds
            let begun = count(random, windows) { $0.microseconds / hour }
            #expect(total.minorUnits == begun, comment)
        }
    }
}
