import Chronology
import Money
import Testing

import Tariffs

/// What holds for any book, stay and zone (tariffs.md, Properties).
@Suite struct PropertyTests {
    /// Draws cases from one seed, which is named in every failure.
    private func forAll(
        _ count: Int, _ wishes: Wishes, _ check: (RandomCase, Comment, inout Seeded) throws -> Void
    ) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        for index in 0..<count {
            let random = try RandomCase(&generator, wishes)
            try check(random, "seed \(seed), case \(index)", &generator)
        }
    }

    private func isCut(_ line: ChargeLine) -> Bool {
        if case .cap = line.reason { true } else { false }
    }

    @Test func `lines partition the stay, and covered time is on the covered ones`() throws {
        try forAll(1_000, Wishes(caps: true, rivals: true, wholeMinutes: false)) { random, comment, _ in
            let charge = try Tariff(random.book, in: random.zone).price(random.stay)
            let (entry, exit) = (random.stay.entry, random.stay.exit)
            let times = charge.lines.filter { !isCut($0) }
            #expect(times.map(\.from) == [entry].prefix(times.count) + times.dropLast().map(\.until), comment)
            #expect(times.last?.until ?? exit == exit, comment)
            #expect(entry == exit || !times.isEmpty, comment)
            #expect(times.allSatisfy { $0.from < $0.until || ($0.from == exit && $0.unit == .once) }, comment)
            for line in times where line.reason != .grace && line.from < line.until {
                let probe = [line.from, line.from + TimeSpan(microseconds: (line.until - line.from).microseconds / 2)]
                for instant in probe {
                    let covered = random.stay.covered.contains { $0.contains(instant) }
                    #expect(covered == (line.reason == .covered), comment)
                }
            }
        }
    }

    @Test func `a charge is the sum of its lines, and a line its quantity times its price`() throws {
        try forAll(1_000, Wishes(caps: true, rivals: true, wholeMinutes: false)) { random, comment, _ in
            let charge = try Tariff(random.book, in: random.zone).price(random.stay)
            #expect(charge.total.minorUnits == charge.lines.reduce(0) { $0 + $1.amount.minorUnits }, comment)
            for line in charge.lines {
                #expect(line.amount.minorUnits == line.quantity * line.unitPrice.minorUnits, comment)
                #expect((line.amount < .zero) == isCut(line), comment)
            }
            #expect(charge.total >= .zero, comment)
        }
    }

    @Test func `every rate of the book stands on a line or is left out`() throws {
        try forAll(500, Wishes(rivals: true)) { random, comment, _ in
            let charge = try Tariff(random.book, in: random.zone).price(random.stay)
            let named = Set(charge.lines.compactMap(\.rate))
            let left = charge.leftOut.map(\.rate)
            #expect(named.isDisjoint(with: left), comment)
            #expect(named.union(left) == Set(random.book.published.map(\.rate.id)), comment)
            #expect(named.count + left.count == random.book.published.count, comment)
        }
    }

    @Test func `an engine that looks at every minute agrees`() throws {
        try forAll(250, Wishes()) { random, comment, _ in
            let charge = try Tariff(random.book, in: random.zone).price(random.stay)
            #expect(charge.total.minorUnits == MinuteByMinute(random).total(), comment)
        }
    }

    @Test func `an engine that looks at every minute agrees on caps`() throws {
        try forAll(250, Wishes(caps: true)) { random, comment, _ in
            let charge = try Tariff(random.book, in: random.zone).price(random.stay)
            #expect(charge.total.minorUnits == MinuteByMinute(random).total(), comment)
        }
    }

    @Test func `an engine that looks at every minute agrees on which of equally exclusive rates is cheaper`() throws {
        try forAll(250, Wishes(caps: true, rivals: true)) { random, comment, _ in
            let charge = try Tariff(random.book, in: random.zone).price(random.stay)
            #expect(charge.total.minorUnits == MinuteByMinute(random).total(), comment)
        }
    }

    @Test func `with one rate by the unit the charge is the begun units of the stay`() throws {
        try forAll(1_000, Wishes(wholeMinutes: false, covered: false)) { random, comment, generator in
            let unit = Int64.random(in: 1...200, using: &generator)
            let rate = Rate("only", .perUnit(Money(minorUnits: 7), every: .minutes(unit)))
            let charge = try Tariff(RateBook([rate]), in: random.zone).price(random.stay)
            var (units, at) = (Int64(0), random.stay.entry)
            while at < random.stay.exit { (units, at) = (units + 1, at + .minutes(unit)) }
            #expect(charge.total.minorUnits == units * 7, comment)
        }
    }

    @Test func `no cap is exceeded in any of its windows`() throws {
        try forAll(1_000, Wishes(caps: true, covered: false)) { random, comment, _ in
            let charge = try Tariff(random.book, in: random.zone).price(random.stay)
            for rate in random.book.published.map(\.rate) where rate.caps.count == 1 {
                guard case .elapsed(let length) = rate.caps[0].period else { continue }
                let lines = charge.lines.filter { $0.rate == rate.id }
                var sums: [Int64: Int64] = [:]
                func add(_ amount: Int64, at instant: Instant) {
                    sums[(instant - random.stay.entry).microseconds / length.microseconds, default: 0] += amount
                }
                for line in lines where line.quantity > 0 {
                    let step: TimeSpan
                    switch (line.reason, line.unit) {
                    case (.cap, _): step = length
                    case (_, .span(let unit)): step = unit
                    case (_, .once): step = .zero
                    default: continue
                    }
                    for index in 0..<line.quantity {
                        let since = TimeSpan(microseconds: index * step.microseconds)
                        add(line.unitPrice.minorUnits, at: line.from + since)
                    }
                }
                #expect(sums.values.allSatisfy { $0 <= rate.caps[0].amount.minorUnits }, comment)
            }
        }
    }

    @Test func `nothing published after the start changes a charge`() throws {
        try forAll(300, Wishes(caps: true, rivals: true)) { random, comment, generator in
            let start = random.stay.entry
            let before = try Tariff(random.book.known(at: start, before: 50), in: random.zone).price(random.stay)
            var book = random.book
            let other = try RandomCase(&generator, Wishes(caps: true, rivals: true, most: .max / 4)).book
            for published in other.published {
                let delay = TimeSpan.minutes(.random(in: 0...2, using: &generator))
                book.publish(PublishedRate(published.rate, recordedAt: start + delay, version: 50 + published.version))
            }
            let after = try Tariff(book.known(at: start, before: 50), in: random.zone).price(random.stay)
            #expect(before == after, comment)
            let explained = try Tariff(book, knownAt: start, before: 50, in: random.zone).price(random.stay)
            #expect(explained.lines == before.lines && explained.total == before.total, comment)
            let later = explained.leftOut.filter { $0.reason == .publishedLater }
            #expect(later.count == book.published.count - random.book.published.count, comment)
            #expect(explained.leftOut.filter { $0.reason != .publishedLater } == before.leftOut, comment)
        }
    }

    /// Without caps and without rates of equal exclusivity; see `CoverageTests` for why not with them.
    @Test func `covering more never costs more`() throws {
        try forAll(2_000, Wishes(wholeMinutes: false)) { random, comment, generator in
            let tariff = try Tariff(random.book, in: random.zone)
            var (stay, last) = (random.stay, try tariff.price(random.stay).total)
            for _ in 0..<4 {
                let length = max(1, (stay.exit - stay.entry).microseconds)
                let from = stay.entry + TimeSpan(microseconds: .random(in: -1_000...length, using: &generator))
                let until = from + TimeSpan(microseconds: .random(in: 0...length, using: &generator))
                stay.covered.append(from..<until)
                let next = try tariff.price(stay).total
                #expect(next <= last, comment)
                last = next
            }
        }
    }

    @Test func `pricing twice gives the same charge`() throws {
        try forAll(300, Wishes(caps: true, rivals: true, wholeMinutes: false)) { random, comment, _ in
            let first = try Tariff(random.book, in: random.zone).price(random.stay)
            #expect(try Tariff(random.book, in: random.zone).price(random.stay) == first, comment)
        }
    }

    @Test func `across a change of clocks no minute is lost or charged twice`() throws {
        try forAll(1_000, Wishes(covered: false)) { random, comment, generator in
            let minute = Price.perUnit(Money(minorUnits: 1), every: .minutes(1))
            let cuts = [Int.random(in: 1...11, using: &generator), Int.random(in: 12...23, using: &generator)]
            let times = ["00:00", "\(cuts[0] < 10 ? "0" : "")\(cuts[0]):00", "\(cuts[1]):00", "24:00"]
            let rates = (0..<3).map { Rate("shift\($0)", minute, .daily(times[$0], times[$0 + 1])) }
            let charge = try Tariff(RateBook(rates), in: random.zone).price(random.stay)
            let minutes = (random.stay.exit - random.stay.entry).microseconds / TimeSpan.minutes(1).microseconds
            #expect(charge.total.minorUnits == minutes, comment)
        }
    }

    @Test func `huge amounts are an error, never a trap`() throws {
        var failures = 0
        try forAll(1_000, Wishes(caps: true, rivals: true, wholeMinutes: false, most: .max / 4)) { random, _, _ in
            do {
                _ = try Tariff(random.book, in: random.zone).price(random.stay)
            } catch TariffError.overflow {
                failures += 1
            }
        }
        #expect(failures > 0)
    }
}
