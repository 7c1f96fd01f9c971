import Chronology
import Money
import Parking
import Tariffs
import Testing

/// A card's change names what it changes; what it leaves out stays.
@Suite struct CardChangeTests {
    let now = LocalDay.monday.at("08:00")
    let day = Rate.hourly("day", 3)
    /// Terms of which every part is said.
    static let full = Terms(
        crossing: .unitStart, caps: [Cap(Money(minorUnits: 9_00), in: .calendarDay)],
        tax: Tax(name: "VAT", basisPoints: 1_900, isIncluded: true), overstay: .fee(Money(minorUnits: 25_00)),
        bookings: Forgiveness(before: .minutes(5)),
        agreements: [Agreement(id: .hospital, effect: .minutesOff(.hours(1)))], subscriptions: [.every(.month, 30)],
        refunds: RefundPolicy(permits: .unusedDays))

    private func standing() throws -> Site {
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [day], terms: Self.full))), at: now)
        return site
    }

    private func publish(
        _ change: CardChange, on site: Site, at instant: Instant? = nil
    ) throws -> (events: [GarageEvent], outcome: PublishCard.Outcome) {
        let decision = try site.garage.decide(.cardPublished(.init(change)), at: instant ?? now)
        guard case .cardPublished(let outcome) = decision.result else { throw OtherAnswer() }
        return (decision.facts.map(\.event), outcome)
    }

    private struct OtherAnswer: Error {}

    @Test func `rates that are named replace all rates, and the terms stay`() throws {
        let dearer = Rate.hourly("day", 4)
        let (events, outcome) = try publish(CardChange(rates: [dearer], [], of: Terms()), on: try standing())
        #expect(events == [.ratePublished(.init(dearer))])
        #expect(outcome.changes == [])
        #expect(
            outcome.kept == [
                "crossing", "caps", "tax", "overstay", "bookings", "agreements", "subscriptions", "refunds",
            ])
    }

    @Test(arguments: TermsPart.allCases) func `a part that is named changes, and all else stays`(part: TermsPart) throws
    {
        // A part that is named with nothing in it goes; how rates meet cannot.
        var left = Self.full
        switch part {
        case .crossing: left.crossing = .perBlock
        case .caps: left.caps = []
        case .tax: left.tax = nil
        case .overstay: left.overstay = .rates
        case .bookings: left.bookings = Forgiveness()
        case .agreements: left.agreements = []
        case .subscriptions: left.subscriptions = []
        case .refunds: left.refunds = RefundPolicy()
        }
        let (events, outcome) = try publish(CardChange([part], of: Terms()), on: try standing())
        #expect(events == [.termsPublished(.init(left))])
        #expect(outcome.changes == [PartChange(part, part == .crossing ? .changed : .removed)])
        #expect(outcome.kept == ["rates"] + TermsPart.allCases.filter { $0 != part }.map(\.rawValue))
        #expect(outcome.unchanged == [day.id])
    }

    @Test func `a part that is new is added, one that differs is changed, and one that is the same is neither`() throws
    {
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [day], terms: Terms(tax: Self.full.tax)))), at: now)
        var said = Self.full
        said.tax?.basisPoints = 700
        let (events, outcome) = try publish(CardChange([.tax, .caps, .crossing, .agreements], of: said), on: site)
        var terms = Terms(crossing: .unitStart, caps: said.caps, tax: said.tax)
        terms.agreements = said.agreements
        #expect(events == [.termsPublished(.init(terms))])
        #expect(
            outcome.changes == [
                PartChange(.crossing, .changed), PartChange(.caps, .added), PartChange(.tax, .changed),
                PartChange(.agreements, .added),
            ])
        #expect(outcome.kept == ["rates"])
        #expect(try publish(CardChange([.tax], of: Self.full), on: try standing()).events == [])
    }

    @Test func `a card that is new is what is said of it, and needs rates and a crossing`() throws {
        let new = try publish(CardChange(rates: [day], [.crossing, .tax], of: Self.full), on: try Site(.open(5)))
        let terms = Terms(crossing: .unitStart, tax: Self.full.tax)
        #expect(new.events == [.termsPublished(.init(terms)), .ratePublished(.init(day))])
        #expect(new.outcome.changes == [PartChange(.crossing, .added), PartChange(.tax, .added)])
        #expect(new.outcome.kept == [])
        given(.open(5)).when(.cardPublished(.init(CardChange([.crossing], of: Terms()), on: .bike)), at: now)
            .thenRefuses(.partOfNewCardMissing("rates", .bike))
        given(.open(5)).when(.cardPublished(.init(CardChange(rates: [], [.tax], of: Terms()))), at: now)
            .thenRefuses(.partOfNewCardMissing("crossing", .standard))
    }

    @Test func `a change that makes the whole card impossible is refused`() throws {
        let site = try standing()
        let concert = Rate(id: RateID("concert")!, tier: .event, price: .once(Money(minorUnits: 8_00)))
        #expect(throws: Refusal.rate(RateError("rates[1].cardCaps", .unsaid))) {
            try publish(CardChange(rates: [day, concert], [], of: Terms()), on: site)
        }
    }

    // MARK: What goes on

    @Test func `a subscription that is gone is told with the permits of it that stand`() throws {
        var site = try standing()
        for car in 1...2 { try site.send(.subscribe(PlateID(car)), at: now) }
        try site.send(.subscribe(PlateID(3), vehicle: CardID("van")!), at: now)
        try site.send(.pass(PlateID(4)), at: now)
        let gone = CardChange([.subscriptions], of: .selling(.every(.week, 9)))
        #expect(try publish(gone, on: site).outcome.warnings == [.subscription(.monthly, permits: 3)])
        // The van has a card of its own by now, so that it does not renew by this one.
        try site.send(.cardPublished(.init(RateCard(rates: []), on: CardID("van")!)), at: now)
        let warnings = try publish(gone, on: site).outcome.warnings
        #expect(warnings == [.subscription(.monthly, permits: 2)])
        #expect(
            warnings.first?.sentence.hasPrefix("The card sells no subscription monthly any more, and 2 permits") == true
        )
        // All are over by then.
        #expect(try publish(gone, on: site, at: now + .days(60)).outcome.warnings == [])
    }

    @Test func `a subscription that is sold for another period is told with the permits that cannot be renewed`() throws
    {
        var site = try standing()
        try site.send(.subscribe(.anna), at: now)
        let weekly = Subscription(id: .monthly, amount: Money(minorUnits: 9_00), period: .week)
        let warnings = try publish(CardChange([.subscriptions], of: .selling(weekly)), on: site).outcome.warnings
        #expect(warnings == [.period(.monthly, permits: 1)])
        #expect(warnings.first?.code == "subscription-period-changed")
        #expect(warnings.first?.sentence.contains("a permit of it") == true)
    }

    @Test func `the first card of a type of vehicles is told with what the standard card sold for them`() throws {
        var site = try standing()
        let van = try #require(CardID("van"))
        try site.send(.subscribe(.anna, vehicle: van), at: now)
        try site.send(.subscribe(.ben), at: now)
        let card = PublishCard(RateCard(rates: [day]), on: van)
        guard case .cardPublished(let whole) = try site.garage.decide(.cardPublished(card), at: now).result else {
            throw OtherAnswer()
        }
        #expect(whole.warnings == [.subscription(.monthly, permits: 1)])
        // One rate makes the card as well.
        guard case .ratePublished(let one) = try site.garage.decide(.ratePublished(.init(day, on: van)), at: now).result
        else { throw OtherAnswer() }
        #expect(one.warnings == [.subscription(.monthly, permits: 1)])
        guard case .ratePublished(let own) = try site.garage.decide(.ratePublished(.init(day)), at: now).result else {
            throw OtherAnswer()
        }
        #expect(own.warnings == [], "the card sells what it sold")
    }

    @Test func `an agreement or a validation that is gone is told with the open stays that have it`() throws {
        var site = try standing()
        let cinema = Rate(id: RateID("cinema")!, audience: .validation(.cinema), price: .once(Money(minorUnits: 1_00)))
        try site.send(.cardPublished(.init(CardChange(rates: [day, cinema], [], of: Terms()))), at: now)
        try site.drive(.anna, at: now + .minutes(1))
        try site.drive(.ben, at: now + .minutes(2))
        let later = now + .minutes(3)
        try site.send(.applyAgreement(.init(.car(.anna), .hospital)), at: later)
        try site.send(.validate(.init(.car(.anna), .cinema)), at: later)
        try site.send(.validate(.init(.car(.ben), .cinema)), at: later)
        let gone = CardChange(rates: [day], [.agreements], of: Terms())
        #expect(
            try publish(gone, on: site, at: later).outcome.warnings
                == [.agreement(.hospital, stays: 1), .validation(.cinema, stays: 2)])
    }

    @Test func `a grid that is gone is told with the booked hours that are not over`() throws {
        let cell = GridCell(
            name: "any", amount: Money(minorUnits: 2_00), hours: Set((0..<24).compactMap { WeekHour(.tuesday, $0) }))
        let grid = Rate(id: RateID("grid")!, price: .weekGrid(WeekGrid([cell])))
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [grid]))), at: now)
        for (car, hour) in [(1, "08:00"), (2, "12:00")] {
            let start = LocalDateTime(.tuesday, LocalTime(hour)!)
            try site.send(
                .reserve(.init(plate: PlateID(car), HoursBooking(start: start, hours: 2), holder: .member)), at: now)
        }
        let gone = CardChange(rates: [day], [], of: Terms())
        #expect(try publish(gone, on: site).outcome.warnings == [.hours(bookings: 2)])
        #expect(try publish(gone, on: site, at: LocalDay.tuesday.at("10:00")).outcome.warnings == [.hours(bookings: 1)])
    }
}
