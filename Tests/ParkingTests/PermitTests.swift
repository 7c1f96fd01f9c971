import Chronology
import Money
import Parking
import Tariffs
import Testing

/// What grants, renews and revokes a plate's standing right.
@Suite struct PermitTests {
    let noon = LocalDay.monday.at("12:00")
    let sells = at(.opening, .termsPublished(.init(.selling(.every(.month, 30), .every(.week, 9)))))
    let month = SubscriptionID.monthly
    /// What a month from Monday is.
    let april = LocalDay("2026-04-01")!

    private func period(_ outcome: Outcome) throws -> SubscriptionPeriod {
        switch try outcome.decision.get().result {
        case .permitGranted(let granted):
            guard let period = granted.period else { throw Unexpected() }
            return period
        case .permitRenewed(let renewed): return renewed.period
        default: throw Unexpected()
        }
    }

    private struct Unexpected: Error {}

    @Test func `golden 30: a month from 31 January ends the day before the next one's anchor day, and so when renewed`()
        throws
    {
        let days = ["2026-01-31", "2026-02-27", "2026-02-28", "2026-03-30", "2026-03-31", "2026-04-29"].map {
            LocalDay($0)!
        }
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: .selling(.every(.month, 3_000))))), at: .opening)
        try site.send(.subscribe(.anna), at: days[0].at("09:00"))
        let dearer = RateCard(rates: [], terms: .selling(.every(.month, 3_300)))
        try site.send(.cardPublished(.init(dearer)), at: LocalDay("2026-02-10")!.at("09:00"))
        for _ in 1...2 { try site.send(.renewPermit(.init(PermitID(3))), at: days[1].at("23:59")) }
        let sold = PermitKind.subscription(
            PaidSubscription(id: month, period: .month, total: Money(minorUnits: 300_000)))
        let total = Money(minorUnits: 330_000)
        #expect(
            site.log.map(\.event).filter { if case .termsPublished = $0 { false } else { true } }.dropFirst() == [
                .permitGranted(.init(.anna, sold, firstDay: days[0], lastDay: days[1], groups: [])),
                .permitRenewed(.init(PermitID(3), firstDay: days[2], lastDay: days[3], renewal: 1, total: total)),
                .permitRenewed(.init(PermitID(3), firstDay: days[4], lastDay: days[5], renewal: 2, total: total)),
            ])
        let permit = try #require(site.garage.permit(PermitID(3)))
        #expect(permit.days == RightDays(first: days[0], last: days[5]))
        #expect((permit.source.permit, permit.renewals) == (sold, 2))
    }

    @Test func `the answer says what was bought, for which days and for how much`() throws {
        let outcome = given(.open(5), sells).when(.subscribe(.anna, .weekly, groups: [.residents]), at: noon)
        let sunday = LocalDay.monday.advanced(by: 6)
        let bought = PaidSubscription(id: .weekly, period: .week, total: Money(minorUnits: 900))
        let period = try period(outcome)
        outcome.then(
            .permitGranted(
                .init(
                    .anna, .subscription(bought), firstDay: .monday, lastDay: sunday, groups: [.residents])),
            result: .permitGranted(.init(PermitID(3), firstDay: .monday, lastDay: sunday, period)))
        #expect((period.firstDay, period.lastDay) == (.monday, sunday))
        #expect((period.total, period.tax) == (Money(minorUnits: 900), nil))
        #expect(period.subscription == .every(.week, 9))
    }

    @Test func `a pass and a membership begin today and have no end unless somebody says so`() {
        let garage = given(.open(5))
        garage.when(.pass(.anna), at: noon)
            .then(
                .pass(.anna, .monday),
                result: .permitGranted(.init(PermitID(2), firstDay: .monday, lastDay: nil, nil)))
        garage.when(.pass(.anna, .tuesday, .thursday, groups: [.staff]), at: noon)
            .then(
                .pass(.anna, .tuesday, .thursday, groups: [.staff]),
                result: .permitGranted(.init(PermitID(2), firstDay: .tuesday, lastDay: .thursday, nil)))
        garage.when(.membership(.anna, [.residents], nil, .tuesday), at: noon)
            .then(
                .membership(.anna, [.residents], .monday, .tuesday),
                result: .permitGranted(.init(PermitID(2), firstDay: .monday, lastDay: .tuesday, nil)))
    }

    @Test func `a tax on top is part of what is paid`() throws {
        let tax = Tax(name: "VAT", basisPoints: 1_900, isIncluded: false)
        let taxed = at(.opening, .termsPublished(.init(.selling(.every(.month, 30), tax: tax))))
        let outcome = given(.open(5), taxed).when(.subscribe(.anna), at: noon)
        #expect(try period(outcome).total == Money(minorUnits: 3_570))
        #expect(try period(outcome).tax?.amount == Money(minorUnits: 570))
        guard case .permitGranted(let granted)? = try outcome.decision.get().facts.first?.event else {
            throw Unexpected()
        }
        #expect(granted.kind.subscription?.total == Money(minorUnits: 3_570))
    }

    @Test func `a vehicle's own card sells it, the first time and again`() throws {
        let bikes = at(.opening, .termsPublished(.init(.selling(.every(.month, 5)), on: .bike)))
        var garage = given(.open(5), sells, bikes)
        let outcome = garage.when(.subscribe(.anna, vehicle: .bike), at: noon)
        let five = Money(minorUnits: 500)
        let bought = PaidSubscription(id: month, period: .month, vehicle: .bike, total: five)
        let granted = GarageEvent.permitGranted(
            .init(
                .anna, .subscription(bought), firstDay: .monday, lastDay: april, groups: []))
        #expect(try outcome.decision.get().facts.map(\.event) == [granted])
        garage.take(at(noon, granted))
        #expect(try period(garage.when(.renewPermit(.init(PermitID(4))), at: noon)).total == five)
        garage.when(.subscribe(.ben, .weekly, vehicle: .bike), at: noon)
            .thenRefuses(.booking(.unknownSubscription(.weekly)))
    }

    @Test func `where the vehicle's type has no card the standard one sells it, and the type is remembered`() throws {
        let van = CardID("van")!
        let outcome = given(.open(5), sells).when(.subscribe(.anna, vehicle: van), at: noon)
        guard case .permitGranted(let granted)? = try outcome.decision.get().facts.first?.event else {
            throw Unexpected()
        }
        #expect(
            granted.kind.subscription
                == PaidSubscription(id: month, period: .month, vehicle: van, total: Money(minorUnits: 3_000)))
    }

    @Test func `the standard card, said or not, is the same`() throws {
        let garage = given(.open(5), sells)
        let said = try garage.when(.subscribe(.anna, vehicle: .standard), at: noon).decision.get()
        #expect(try said == garage.when(.subscribe(.anna), at: noon).decision.get())
    }

    @Test func `what the card does not sell, or sells no more, cannot be bought or renewed`() {
        given(.open(5)).when(.subscribe(.anna), at: noon).thenRefuses(.booking(.unknownSubscription(month)))
        given(.open(5), sells, at(noon, .month(.anna, .monday, april)), at(noon, .termsPublished(.init(Terms()))))
            .when(.renewPermit(.init(PermitID(3))), at: noon).thenRefuses(.booking(.unknownSubscription(month)))
    }

    @Test func `one whose period has another length by now is not renewed`() {
        let longer = Subscription(id: month, amount: Money(minorUnits: 3_000), period: .year)
        given(.open(5), sells, at(noon, .month(.anna, .monday, april), .termsPublished(.init(.selling(longer)))))
            .when(.renewPermit(.init(PermitID(3))), at: noon).thenRefuses(.booking(.periodChanged(month)))
    }

    @Test func `one that has lapsed is not renewed: nobody pays for days gone by`() throws {
        let garage = given(.open(5), sells, at(noon, .month(.anna, .monday, april)))
        garage.when(.renewPermit(.init(PermitID(3))), at: april.next.at("00:00")).thenRefuses(
            .permitOver(PermitID(3), lastDay: april))
        let renewed = try period(garage.when(.renewPermit(.init(PermitID(3))), at: april.at("23:59:59")))
        #expect((renewed.firstDay, renewed.lastDay) == (april.next, LocalDay("2026-05-01")!))
    }

    @Test func `a machine renews by the plate: of its subscriptions the one that ends last`() throws {
        let may = LocalDay("2026-05-01")!
        let garage = given(
            .open(5), sells,
            at(noon, .month(.anna, .monday, april), .pass(.ben, .monday), .month(.carla, .monday, april)),
            at(noon, .permitRevoked(.init(PermitID(5), lastDay: .monday))))
        let renewed = try period(garage.when(.renewPermit(.init(.plate(.anna))), at: noon))
        #expect((renewed.firstDay, renewed.lastDay) == (april.next, may))
        for plate in [PlateID.ben, .carla] {
            garage.when(.renewPermit(.init(.plate(plate))), at: noon).thenRefuses(.noSubscription)
        }
        var twice = garage
        twice.take(at(noon, .month(.anna, LocalDay("2026-06-01")!, LocalDay("2026-06-30")!)))
        #expect(
            try period(twice.when(.renewPermit(.init(.plate(.anna))), at: noon)).firstDay == LocalDay("2026-07-01")!)
    }

    @Test func `only a subscription that stands is renewed`() {
        let garage = given(
            .open(5), sells,
            at(noon, .pass(.anna, .monday), .membership(.ben, [.staff]), .month(.carla, .monday, april)),
            at(noon, .permitRevoked(.init(PermitID(5), lastDay: .monday))))
        for id in [PermitID(3), PermitID(4), PermitID(5)] {
            garage.when(.renewPermit(.init(id)), at: noon).thenRefuses(.notRenewable(id))
        }
        garage.when(.renewPermit(.init(PermitID(9))), at: noon).thenRefuses(.unknownPermit(PermitID(9)))
    }

    @Test func `a right that begins more than 366 days from now is neither granted nor renewed`() throws {
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: .selling(.every(.year, 300))))), at: .opening)
        try site.send(.subscribe(.anna, .yearly), at: noon)
        try site.send(.renewPermit(.init(PermitID(3))), at: noon)
        let last = LocalDay.monday.advanced(by: 366)
        #expect(throws: Refusal.permitTooFar(last: last)) { try site.send(.renewPermit(.init(PermitID(3))), at: noon) }
        let garage = given(.open(5), at(.opening, .termsPublished(.init(.selling(.every(.year, 300))))))
        for command in [
            Command.pass(.anna, last.next), .subscribe(.anna, .yearly, from: last.next),
            .membership(.anna, [.staff], last.next),
        ] {
            garage.when(command, at: noon).thenRefuses(.permitTooFar(last: last))
        }
        garage.when(.pass(.anna, last), at: noon)
            .then(.pass(.anna, last), result: .permitGranted(.init(PermitID(3), firstDay: last, lastDay: nil, nil)))
    }

    @Test func `a right neither begins in the past nor ends before it begins`() {
        let sunday = LocalDay.monday.previous
        let garage = given(.open(5), sells)
        for command in [
            Command.pass(.anna, sunday), .subscribe(.anna, from: sunday), .membership(.anna, [.staff], sunday),
        ] {
            garage.when(command, at: noon).thenRefuses(.dayOver(sunday))
        }
        garage.when(.pass(.anna, .wednesday, .tuesday), at: noon)
            .thenRefuses(.endsBeforeStart(firstDay: .wednesday, lastDay: .tuesday))
        garage.when(.membership(.anna, [.staff], nil, sunday), at: noon)
            .thenRefuses(.endsBeforeStart(firstDay: .monday, lastDay: sunday))
    }

    @Test func `the days of no grant make the decider stumble`() {
        let garage = given(.open(5), sells)
        for day in [LocalDay(daysSinceEpoch: .min), LocalDay(daysSinceEpoch: .max)] {
            for command in [
                Command.pass(.anna, day), .membership(.anna, [.staff], day), .subscribe(.anna, from: day),
                .subscribe(.anna, .weekly, from: day),
            ] {
                #expect((try? garage.when(command, at: noon).decision.get()) == nil)
            }
        }
    }

    @Test func `a garage that is not configured grants nothing`() {
        for command in [Command.pass(.anna), .renewPermit(.init(PermitID(1))), .revokePermit(.init(PermitID(1)))] {
            Given().when(command, at: noon).thenRefuses(.unknownGarage)
        }
    }
}
