import Chronology
import Money
import Testing

import Tariffs

/// That no cap is exceeded, as the lines alone tell it.
///
/// Lines tell in which window a charge lies where nothing shifts units: without coverage, by the block, and with one cap
/// for a rate. How caps nest is compared with an engine that looks at every minute.
@Suite struct CapPropertyTests {
    /// What was charged in each window of a cap.
    private struct Windows {
        private let cap: Cap
        private let stay: Stay
        private let zone: ZoneRules
        private let flat: Bool
        private(set) var sums: [Instant: Int64] = [:]

        init(_ cap: Cap, _ stay: Stay, _ zone: ZoneRules, flat: Bool) {
            (self.cap, self.stay, self.zone, self.flat) = (cap, stay, zone, flat)
        }

        /// The window at an instant, which is where the clock first shows its times.
        func window(at instant: Instant) -> Range<Instant>? {
            switch cap.period {
            case .elapsed(let length): return since(instant, length)
            case .calendarDay where flat: return since(instant, .days(1))
            case .calendarDay: return clock(instant, .midnight, .endOfDay)
            case .clock(let from, let until): return clock(instant, from, until)
            }
        }

        private func since(_ instant: Instant, _ length: TimeSpan) -> Range<Instant> {
            let past = (instant - stay.entry).microseconds % length.microseconds
            let from = instant - TimeSpan(microseconds: past)
            return from..<from + length
        }

        private func clock(_ instant: Instant, _ from: LocalTime, _ until: LocalTime) -> Range<Instant>? {
            let today = zone.day(of: instant)
            for day in [today.previous, today, today.next] {
                let begins = zone.instant(of: LocalDateTime(day, from))
                let ends = zone.instant(of: LocalDateTime(until <= from ? day.next : day, until))
                if begins <= instant, instant < ends { return begins..<ends }
            }
            return nil
        }

        /// Adds the line's units, each in the window in which it begins; a cut in each of its windows.
        mutating func add(_ line: ChargeLine) {
            var at = line.from
            for _ in 0..<line.quantity {
                guard let window = window(at: at) else {
                    guard case .span(let unit) = line.unit else { return }
                    at = at + unit
                    continue
                }
                sums[window.lowerBound, default: 0] += line.unitPrice.minorUnits
                switch (line.isCut, line.unit) {
                case (true, _): at = window.upperBound
                case (_, .span(let unit)): at = at + unit
                default: return
                }
            }
        }
    }

    private static let features: Set<Feature> = [.rivals, .steps, .flat, .tolerance]

    private func tellsWindows(_ line: ChargeLine) -> Bool {
        switch line.unit {
        case .span, .once, .free: true
        case .share, .day, .hour: false
        }
    }

    @Test func `no rate's cap is exceeded in any of its windows`() throws {
        var full = 0
        try forAll(2_000, Wishes(features: Self.features.union([.caps]), covered: false)) { random, comment, _ in
            let charge = try random.charge()
            for rate in random.card.rates where rate.caps.count == 1 {
                let lines = charge.lines.filter { $0.rate == rate.id }
                guard lines.allSatisfy(tellsWindows) else { continue }
                var windows = Windows(rate.caps[0], random.stay, random.zone, flat: rate.flat)
                for line in lines { windows.add(line) }
                let most = rate.caps[0].amount.minorUnits
                #expect(windows.sums.values.allSatisfy { $0 <= most }, comment)
                full += windows.sums.values.count { $0 == most && most > 0 }
            }
        }
        #expect(full > 100, "windows that their cap fills")
    }

    @Test func `no card's cap is exceeded by the rates that stand under it`() throws {
        var full = 0
        try forAll(3_000, Wishes(features: Self.features.union([.cardCaps]), covered: false)) { random, comment, _ in
            let charge = try random.charge()
            guard random.card.terms.caps.count == 1, charge.lines.allSatisfy(tellsWindows) else { return }
            let outside = random.card.rates.filter { $0.cardCaps == .excluded }.map(\.id)
            var windows = Windows(random.card.terms.caps[0], random.stay, random.zone, flat: false)
            for line in charge.lines where !(line.rate.map(outside.contains) ?? false) { windows.add(line) }
            let most = random.card.terms.caps[0].amount.minorUnits
            #expect(windows.sums.values.allSatisfy { $0 <= most }, comment)
            full += windows.sums.values.count { $0 == most && most > 0 }
        }
        #expect(full > 50, "windows that their cap fills")
    }

    /// Whose units begin where the stay's do, so that it is known in which window each lies.
    @Test(arguments: Crossing.allCases)
    func `in each window a cap lets through what begins there, up to its amount`(crossing: Crossing) throws {
        var full = 0
        try forAll(2_000, Wishes(.caps, wholeMinutes: false, covered: false)) { random, comment, generator in
            guard let cap = random.card.rates.first(where: { !$0.caps.isEmpty })?.caps[0] else { return }
            let unit = TimeSpan.minutes(.random(in: 1...200, using: &generator))
            let amount = Int64.random(in: 1...900, using: &generator)
            let isOwn = Bool.random(using: &generator)
            let rate = Rate("casual", .perUnit(.cents(amount), every: unit), caps: isOwn ? [cap] : [])
            let terms = Terms(crossing: crossing, caps: isOwn ? [] : [cap])
            let total = try Tariff(RateBook([rate], terms: terms), in: random.zone).price(random.stay).total
            let windows = Windows(cap, random.stay, random.zone, flat: false)
            var (sums, outside, at): ([Instant: Int64], Int64, Instant) = ([:], 0, random.stay.entry)
            while at < random.stay.exit {
                if let window = windows.window(at: at) {
                    sums[window.lowerBound, default: 0] += amount
                } else {
                    outside += amount
                }
                at = at + unit
            }
            let expected = sums.values.reduce(outside) { $0 + min($1, cap.amount.minorUnits) }
            #expect(total.minorUnits == expected, comment)
            full += sums.values.count { $0 > cap.amount.minorUnits }
        }
        #expect(full > 100, "windows that their cap fills")
    }
}
