import Chronology
import Money
import Parking
import Tariffs
import Testing

/// What an operator publishes: rates one by one, and whole cards.
@Suite struct PublishTests {
    let now = LocalDay.monday.at("08:00")
    let day = Rate.within("day", 3, "06:00", "22:00")
    let night = Rate.within("night", 1, "22:00", "06:00")
    let terms = Terms(crossing: .unitStart)

    private func change(_ outcome: Outcome) throws -> PublishCard.Outcome {
        guard case .cardPublished(let change) = try outcome.decision.get().result else { throw RefusedOtherwise() }
        return change
    }

    private func findings(_ outcome: Outcome) throws -> [Finding] {
        guard case .failure(let refusal) = outcome.decision, refusal.problem.type == .ratesUndecided else {
            throw RefusedOtherwise()
        }
        return refusal.problem.findings
    }

    private struct RefusedOtherwise: Error {}

    @Test func `a new card publishes its terms and every rate, and says so`() throws {
        let outcome = given(.open(5)).when(.cardPublished(.init(RateCard(rates: [day, night], terms: terms))), at: now)
        let change = try change(outcome)
        #expect((change.card, change.published) == (.standard, [day.id, night.id]))
        #expect((change.withdrawn, change.unchanged, change.termsPublished) == ([], [], true))
        outcome.then(
            .termsPublished(.init(terms)), .ratePublished(.init(day)), .ratePublished(.init(night)),
            result: .cardPublished(change))
    }

    @Test func `a card that is published again logs exactly what changed`() throws {
        let before = given(
            .open(5),
            at(.opening, .termsPublished(.init(terms)), .ratePublished(.init(day)), .ratePublished(.init(night))))
        let dearer = Rate.within("night", 2, "22:00", "06:00")
        let outcome = before.when(.cardPublished(.init(RateCard(rates: [dearer, day], terms: terms))), at: now)
        let change = try change(outcome)
        #expect((change.published, change.withdrawn, change.unchanged) == ([night.id], [], [day.id]))
        #expect(!change.termsPublished)
        outcome.then(.ratePublished(.init(dearer)), result: .cardPublished(change))
    }

    @Test func `a rate that a card no longer has is withdrawn, and other terms are published`() throws {
        let before = given(
            .open(5),
            at(.opening, .termsPublished(.init(terms)), .ratePublished(.init(day)), .ratePublished(.init(night))))
        let other = Terms(crossing: .perBlock)
        let outcome = before.when(.cardPublished(.init(RateCard(rates: [night], terms: other))), at: now)
        let change = try change(outcome)
        #expect((change.published, change.withdrawn, change.unchanged) == ([], [day.id], [night.id]))
        outcome.then(.rateWithdrawn(.init(day.id)), .termsPublished(.init(other)), result: .cardPublished(change))
    }

    @Test func `a card that is as it was leaves nothing in the log and is answered`() throws {
        let before = given(
            .open(5),
            at(.opening, .termsPublished(.init(terms)), .ratePublished(.init(day)), .ratePublished(.init(night))))
        let outcome = before.when(.cardPublished(.init(RateCard(rates: [day, night], terms: terms))), at: now)
        let change = try change(outcome)
        #expect((change.unchanged, change.published) == ([day.id, night.id], []))
        outcome.then(result: .cardPublished(change))
    }

    @Test func `a rate that was withdrawn is new when it comes back`() throws {
        let before = given(.open(5), at(.opening, .ratePublished(.init(day)), .rateWithdrawn(.init(day.id))))
        let outcome = before.when(.cardPublished(.init(RateCard(rates: [day]))), at: now)
        #expect(try change(outcome).published == [day.id])
        outcome.then(.ratePublished(.init(day)), result: .cardPublished(try change(outcome)))
    }

    @Test func `a vehicle type's card without rates is a card, and lets it park for nothing`() throws {
        var site = try Site(.open(5))
        try site.send(.ratePublished(.init(.hourly("day", 3))), at: now)
        let free = try site.send(.cardPublished(.init(RateCard(rates: []), on: .bike)), at: now)
        #expect(free.facts.map(\.event) == [.termsPublished(.init(Terms(), on: .bike))])
        try site.send(.opened(.anna, vehicle: .bike), at: now)
        let session = try #require(site.garage.session(of: .anna))
        guard case .charged(let charge) = site.garage.charge(of: session, until: now + .hours(2)) else {
            Issue.record("not priced")
            return
        }
        #expect((charge.card, charge.total) == (.bike, .zero))
        #expect(try site.send(.cardPublished(.init(RateCard(rates: []), on: .bike)), at: now).facts.isEmpty)
    }

    @Test func `cards do not touch each other`() throws {
        let before = given(.open(5), at(.opening, .ratePublished(.init(day)), .ratePublished(.init(night, on: .bike))))
        before.when(.rateWithdrawn(.init(day.id, on: .bike)), at: now).thenRefuses(.unknownRate(day.id, on: .bike))
        #expect(
            try before.when(.rateWithdrawn(.init(night.id, on: .bike)), at: now).decision.get().facts.map(\.event)
                == [.rateWithdrawn(.init(night.id, on: .bike))])
        // In force at the same time as the other card's.
        before.when(.ratePublished(.init(day, on: CardID("van")!)), at: now)
            .then(.ratePublished(.init(day, on: CardID("van")!)), result: .ratePublished(.init(day.id, [])))
    }

    @Test func `whoever withdraws a rate is told what is free from then on`() throws {
        var always = Rate.hourly("always", 9)
        always.tier = .advanced
        let both = given(.open(5), at(.opening, .ratePublished(.init(day)), .ratePublished(.init(always))))
        func findings(_ garage: Given, _ rate: RateID) throws -> [Finding.Kind] {
            guard
                case .rateWithdrawn(let withdrawn) = try garage.when(.rateWithdrawn(.init(rate)), at: now).decision
                    .get()
                    .result, withdrawn.rate == rate
            else { return [] }
            return withdrawn.findings.map(\.kind)
        }
        #expect(try findings(both, day.id).isEmpty)
        #expect(try findings(both, always.id) == [.gap])
        #expect(try findings(given(.open(5), at(.opening, .ratePublished(.init(day)))), day.id) == [.noRates])
    }

    @Test func `a rate is withdrawn once`() throws {
        let published = given(.open(5), at(.opening, .ratePublished(.init(day))))
        #expect(
            try published.when(.rateWithdrawn(.init(day.id)), at: now).decision.get().facts.map(\.event)
                == [.rateWithdrawn(.init(day.id))])
        let gone = given(.open(5), at(.opening, .ratePublished(.init(day)), .rateWithdrawn(.init(day.id))))
        gone.when(.rateWithdrawn(.init(day.id)), at: now).thenRefuses(.unknownRate(day.id, on: .standard))
    }

    @Test func `a card that makes no sense is refused, and says where`() throws {
        given(.open(5)).when(.cardPublished(.init(RateCard(rates: [day, day]))), at: now)
            .thenRefuses(.rate(RateError("rates[1].id", .twice)))
    }

    @Test func `an event's rate must say how it stands to the caps of its card`() {
        let capped = Terms(caps: [Cap(Money(minorUnits: 1_000), in: .calendarDay)])
        var concert = Rate.within("concert", 8, "18:00", "22:00")
        concert.tier = .event
        let before = given(.open(5), at(.opening, .ratePublished(.init(day)), .termsPublished(.init(capped))))
        before.when(.ratePublished(.init(concert)), at: now).thenRefuses(.cardCapsUnsaid(concert.id))
        #expect(throws: Never.self) {
            try before.when(.ratePublished(.init(concert, on: .bike)), at: now).decision.get()
        }
        concert.cardCaps = .excluded
        #expect(throws: Never.self) { try before.when(.ratePublished(.init(concert)), at: now).decision.get() }
    }

    @Test func `a card that does not decide between two rates is refused with all that is found`() throws {
        let both = RateCard(rates: [.within("late", 2, "20:00", "24:00"), day])
        let findings = try findings(given(.open(5)).when(.cardPublished(.init(both)), at: now))
        #expect(findings.first?.kind == .ratesOverlap)
        #expect(findings.first.map { Set($0.rates.map(\.text)) } == ["late", "day"])
        #expect(findings.first?.meeting == LocalDay.monday.at("20:00"))
        #expect(findings.contains { $0.severity == .warning })
    }

    @Test func `a card is published with what its operator should know`() throws {
        let change = try change(given(.open(5)).when(.cardPublished(.init(RateCard(rates: [day]))), at: now))
        #expect(change.findings.map(\.kind) == [.gap])
    }

    @Test func `a rate that is in force beside another of its kind is refused`() throws {
        let before = given(.open(5), at(.opening, .ratePublished(.init(day))))
        let findings = try findings(before.when(.ratePublished(.init(.within("late", 2, "20:00", "24:00"))), at: now))
        #expect(findings.map(\.kind) == [.ratesOverlap])
        // Under its own id it takes the other's place.
        before.when(.ratePublished(.init(.within("day", 2, "20:00", "24:00"))), at: now)
            .then(
                .ratePublished(.init(.within("day", 2, "20:00", "24:00"))),
                result: .ratePublished(.init(RateID("day")!, [])))
    }

    @Test func `what is undecided between others does not keep a rate out`() {
        let muddle = given(.open(5), at(.opening, .ratePublished(.init(day)), .ratePublished(.init(.hourly("old", 1)))))
        var event = Rate.within("concert", 8, "18:00", "22:00")
        event.windows = [.once(from: LocalDateTime(.monday, LocalTime("18:00")!), until: LocalDateTime(.tuesday))]
        event.tier = .event
        muddle.when(.ratePublished(.init(event)), at: now).then(
            .ratePublished(.init(event)), result: .ratePublished(.init(event.id, [])))
    }

    @Test func `a rate's answer carries the warnings that name it, and no others`() throws {
        let past = Rate(
            id: RateID("concert")!, tier: .event,
            windows: [.once(from: LocalDateTime(.monday.previous), until: LocalDateTime(.monday))],
            price: .once(Money(minorUnits: 500)))
        let decision = try given(.open(5)).when(.ratePublished(.init(past)), at: now).decision.get()
        guard case .ratePublished(let published) = decision.result else { throw RefusedOtherwise() }
        #expect(published.findings.map(\.kind) == [.rateIsPast])
    }
}

extension Rate {
    /// So many euros for every begun hour between two times of every day.
    fileprivate static func within(_ id: String, _ euros: Int64, _ from: String, _ until: String) -> Rate {
        var rate = Rate.hourly(id, euros)
        rate.windows = [.weekly(days: Set(Weekday.allCases), from: LocalTime(from)!, until: LocalTime(until)!)]
        return rate
    }
}
