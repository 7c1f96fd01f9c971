import TestSupport
import Chronology
import Money
import Testing

import Tariffs

/// What holds for any card, against a look at the windows minute by minute.
@Suite struct LintPropertyTests {
    /// Draws cards from one seed, which is named in every failure.
    private func forAll(_ count: Int, _ check: (RandomCard, Comment) throws -> Void) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        for index in 0..<count {
            let random = try RandomCard(&generator)
            try random.card.validate()
            try check(random, "seed \(seed), card \(index), \(random.zone.name) \(random.day)")
        }
    }

    private func isRival(_ one: Rate, _ other: Rate) -> Bool {
        one.audience == other.audience && one.tier == other.tier && one.earlyBird == nil && other.earlyBird == nil
    }

    private func canMeet(_ one: StayConditions, _ other: StayConditions) -> Bool {
        if !one.entryDays.isEmpty, !other.entryDays.isEmpty, one.entryDays.isDisjoint(with: other.entryDays) {
            return false
        }
        let (least, most) = (one.minimumStay ?? .zero, one.maximumStay ?? .days(100))
        return least < other.maximumStay ?? .days(100) && other.minimumStay ?? .zero < most
    }

    /// The first true minute as an instant.
    private func first(_ random: RandomCard, where isTrue: (Int) -> Bool) -> Instant? {
        (0..<14 * 24 * 60).first(where: isTrue).map { random.zone.start(of: random.day) + .minutes(Int64($0)) }
    }

    /// What is told must be so where it is told, and be the first; what is not told is at no minute of two weeks.
    private func compare(_ told: Instant?, with seen: Instant?, _ random: RandomCard, _ comment: Comment) {
        if let seen {
            #expect(told == seen, comment)
        } else if let told {
            #expect(told >= random.zone.start(of: random.day) + .days(14), comment)
        }
    }

    @Test func `two rates are told to overlap where they do, and nowhere else`() throws {
        try forAll(150) { random, comment in
            let (rates, naive) = (random.card.rates, NaiveWindows(zone: random.zone))
            let found = random.card.lint(in: random.zone, from: random.day)
            let minutes = rates.map { naive.minutes(of: $0, from: random.day) }
            for (index, one) in rates.enumerated() {
                for (place, other) in rates.enumerated().dropFirst(index + 1) {
                    let told = found.filter {
                        [.ratesOverlap, .ratesOverlapConditionally].contains($0.kind) && $0.rates == [one.id, other.id]
                    }
                    #expect(told.count <= 1, comment)
                    guard isRival(one, other), canMeet(one.conditions, other.conditions) else {
                        if one.conditions != other.conditions || !isRival(one, other) { #expect(told.isEmpty, comment) }
                        continue
                    }
                    let meeting = told.first?.meeting
                    if let meeting {
                        #expect(naive.isInForce(one, at: meeting) && naive.isInForce(other, at: meeting), comment)
                        #expect((told[0].kind == .ratesOverlap) == (one.conditions == other.conditions), comment)
                    }
                    let seen = first(random) { minutes[index][$0] > 0 && minutes[place][$0] > 0 }
                    compare(meeting, with: seen, random, comment)
                }
            }
        }
    }

    @Test func `windows of a rate are told to overlap where they do, and nowhere else`() throws {
        try forAll(150) { random, comment in
            let naive = NaiveWindows(zone: random.zone)
            let found = random.card.lint(in: random.zone, from: random.day)
            for rate in random.card.rates where rate.earlyBird == nil {
                let meeting = found.of(.windowsOverlap).first { $0.rates == [rate.id] }?.meeting
                if let meeting { #expect(naive.count(of: rate, at: meeting) > 1, comment) }
                let minutes = naive.minutes(of: rate, from: random.day)
                compare(meeting, with: first(random) { minutes[$0] > 1 }, random, comment)
            }
        }
    }

    @Test func `no rate is in force where a gap is told, and before it one always is`() throws {
        try forAll(200) { random, comment in
            let naive = NaiveWindows(zone: random.zone)
            let open = random.card.rates.filter {
                $0.audience == .everyone && $0.earlyBird == nil && $0.conditions == StayConditions()
            }
            let gap = random.card.lint(in: random.zone, from: random.day).of(.gap).first?.meeting
            if let gap { #expect(!open.contains { naive.isInForce($0, at: gap) }, comment) }
            let minutes = open.map { naive.minutes(of: $0, from: random.day) }
            let seen = first(random) { minute in minutes.allSatisfy { $0[minute] == 0 } }
            // What has no rate because a date alone fills the rest of the week is a gap too.
            compare(gap, with: seen, random, comment)
        }
    }

    /// The first half hour of some days at which a stay may enter that can qualify for all of some early birds.
    private func firstEntry(_ random: RandomCard, _ birds: [Rate]) -> Instant? {
        let naive = NaiveWindows(zone: random.zone)
        let start = random.zone.start(of: random.day)
        return (0..<13 * 48).map { start + .minutes(30 * $0) }.first { naive.canQualify(at: $0, for: birds) }
    }

    @Test func `early birds are told to overlap at the first entry that qualifies for both`() throws {
        try forAll(400) { random, comment in
            let birds = random.card.rates.filter { $0.earlyBird != nil }
            let found = random.card.lint(in: random.zone, from: random.day)
            for (index, one) in birds.enumerated() {
                let isNeverMet = found.rates(.earlyBirdNeverMet).contains([one.id.text])
                if isNeverMet { #expect(firstEntry(random, [one]) == nil, comment) }
                for other in birds.dropFirst(index + 1) where one.audience == other.audience {
                    let told = found.of(.earlyBirdsOverlap).first { $0.rates == [one.id, other.id] }?.meeting
                    compareBirds(told, one, other, random, comment)
                }
            }
        }
    }

    private func compareBirds(_ told: Instant?, _ one: Rate, _ other: Rate, _ random: RandomCard, _ comment: Comment) {
        guard canMeet(one.conditions, other.conditions) else {
            #expect(told == nil, comment)
            return
        }
        if let told {
            let canQualify = NaiveWindows(zone: random.zone).canQualify(at: told, for: [one, other])
            #expect(canQualify, comment)
        }
        if let seen = firstEntry(random, [one, other]) { #expect(told == seen, comment) }
    }

    @Test func `a rate that is never applied is outranked at every minute at which it is in force`() throws {
        try forAll(300) { random, comment in
            let found = random.card.lint(in: random.zone, from: random.day)
            for outranked in found.rates(.rateNeverApplies).map(\.[0]) {
                for rate in random.card.rates where rate.id.text == outranked {
                    #expect(firstTimeOnTop(random, rate) == nil, comment)
                }
            }
        }
    }

    /// The first minute at which a rate is in force and none of a higher tier is.
    private func firstTimeOnTop(_ random: RandomCard, _ rate: Rate) -> Instant? {
        let naive = NaiveWindows(zone: random.zone)
        let higher = random.card.rates.filter {
            $0.audience == rate.audience && $0.tier > rate.tier && $0.earlyBird == nil
                && $0.conditions == StayConditions()
        }.map { naive.minutes(of: $0, from: random.day) }
        let minutes = naive.minutes(of: rate, from: random.day)
        return first(random) { minute in minutes[minute] > 0 && higher.allSatisfy { $0[minute] == 0 } }
    }

    @Test func `nothing that can be written down traps, and findings come in one order`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        for index in 0..<1_000 {
            let card = OddCard(&generator)
            let found = card.card.lint(in: card.zone, from: card.day)
            #expect(found == card.card.lint(in: card.zone, from: card.day), "seed \(seed), card \(index)")
            #expect(
                found.map(\.severity).drop { $0 == .error }.allSatisfy { $0 == .warning }, "seed \(seed), card \(index)"
            )
            #expect(found.allSatisfy { $0.rates.count <= 2 && !$0.sentence.isEmpty }, "seed \(seed), card \(index)")
        }
    }
}
