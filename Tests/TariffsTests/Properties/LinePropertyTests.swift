import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// What holds for the lines of any charge (tariffs.md, Reading a charge).
@Suite struct LinePropertyTests {
    private let wild = Wishes.everything.toTheMicrosecond

    @Test func `lines partition the stay, and covered time is on the covered ones`() throws {
        try forAll(1_500, wild) { random, comment, _ in
            let charge = try random.charge()
            let (entry, exit) = (random.stay.entry, random.stay.exit)
            let times = charge.lines.filter(\.isTime)
            #expect(times.map(\.from) == [entry].prefix(times.count) + times.dropLast().map(\.until), comment)
            #expect(times.last?.until ?? exit == exit, comment)
            #expect(entry == exit || !times.isEmpty, comment)
            for line in charge.lines where line.from == line.until {
                let touched = line.from == exit && line.unit == .once
                let fee = line.reason == .overstay
                #expect(touched || fee || line.isCut || line.isTax, comment)
            }
            for line in times where line.reason != .grace && line.from < line.until {
                let probe = [line.from, line.from + TimeSpan(microseconds: (line.until - line.from).microseconds / 2)]
                for instant in probe {
                    let covered = random.stay.covered.contains { $0.contains(instant) }
                    #expect(covered == (line.reason == .covered), comment)
                }
            }
        }
    }

    @Test func `behind the stay stand the caps in order of time, last the tax`() throws {
        try forAll(1_000, wild) { random, comment, _ in
            let lines = try random.charge().lines
            let behind = lines.drop { !$0.isCut && !$0.isTax }
            #expect(behind.dropLast().allSatisfy { $0.isCut }, comment)
            let cuts = behind.filter(\.isCut)
            #expect(zip(cuts, cuts.dropFirst()).allSatisfy { $0.from <= $1.from }, comment)
            let tax = random.card.terms.tax
            let stands = tax.map { !$0.isIncluded && !lines.isEmpty } ?? false
            #expect(lines.contains { $0.isTax } == stands, comment)
            #expect(lines.last?.isTax ?? false == stands, comment)
        }
    }

    @Test func `a charge is the sum of its lines`() throws {
        try forAll(1_000, wild) { random, comment, _ in
            let charge = try random.charge()
            #expect(charge.total.minorUnits == charge.lines.reduce(0) { $0 + $1.amount.minorUnits }, comment)
            #expect(charge.total >= .zero, comment)
        }
    }

    @Test func `a charge that is rounded up before its end is the sum of its lines too`() throws {
        try forAll(3_000, Wishes(.rivals, .steps, .tolerance, wholeMinutes: false)) { random, comment, _ in
            var random = random
            for id in random.cards.keys { random.cards[id]?.terms.crossing = .lastStepOnTotal }
            let charge = try random.charge()
            #expect(charge.total.minorUnits == charge.lines.reduce(0) { $0 + $1.amount.minorUnits }, comment)
        }
    }

    @Test func `a line is its quantity times its price, or so many seconds' share of it`() throws {
        var shares = 0
        try forAll(1_000, wild) { random, comment, _ in
            for line in try random.charge().lines {
                let price = line.unitPrice.minorUnits
                if case .share(let unit) = line.unit {
                    shares += 1
                    // Twice the amount lies above what half a minor unit less makes it, and not above half a one more.
                    let seconds = 2 * unit.microseconds / 1_000_000
                    let left = line.amount.minorUnits * seconds - 2 * price * line.quantity
                    #expect(left > -seconds / 2 && left <= seconds / 2, comment)
                    #expect(line.quantity >= 0, comment)
                } else {
                    #expect(line.amount.minorUnits == line.quantity * price, comment)
                }
                #expect((line.amount < .zero) == line.isCut, comment)
            }
        }
        #expect(shares > 100)
    }

    @Test func `a line names the publication that asks for it, and free time has no quantity`() throws {
        try forAll(500, wild) { random, comment, _ in
            let versions = Dictionary(
                uniqueKeysWithValues: random.book.card(random.pricingCard).rates.map { ($0.rate.id, $0.version) })
            for line in try random.charge().lines {
                if let rate = line.rate { #expect(line.version == versions[rate], comment) }
                if line.unit == .free { #expect(line.quantity == 0 && line.amount == .zero, comment) }
                if line.reason == .gap || line.reason == .covered {
                    #expect(line.rate == nil && line.version == nil, comment)
                }
            }
        }
    }

    @Test func `every rate of the card stands on a line or is left out, once`() throws {
        try forAll(1_000, .everything) { random, comment, _ in
            let charge = try random.charge()
            let named = Set(charge.lines.compactMap(\.rate))
            let left = charge.leftOut.map(\.rate)
            #expect(named.isDisjoint(with: left), comment)
            #expect(named.union(left) == Set(random.card.rates.map(\.id)), comment)
            #expect(named.count + left.count == random.card.rates.count, comment)
            #expect(charge.card == random.pricingCard, comment)
        }
    }
}

extension ChargeLine {
    /// Whether it takes something off.
    var isCut: Bool { if case .cap = reason { true } else { false } }
    var isTax: Bool { if case .tax = reason { true } else { false } }
    /// Whether it is a part of the stay: not a cap, a tax or a fee beside the rates.
    fileprivate var isTime: Bool { !isCut && !isTax && (reason != .overstay || from < until) }
}
