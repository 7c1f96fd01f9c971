import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

/// What commands are answered.
@Suite struct ResultJSONTests {
    private func json(_ result: CommandResult) -> String {
        text(JSONWriter.object { result.write(&$0, in: .euro, zone: .berlin) })
    }

    private static let changed = GarageSettings(
        name: "Plain", zone: .utc, currency: .euro, capacity: 3, publicHours: .closed,
        reasons: [ReasonCode("misread")!], gates: [Gate(id: .north, lane: .both)],
        lostTicket: .price(Money(minorUnits: 250)))

    static let answers: [(CommandResult, String)] = [
        (.configured(.created), #"{"configured":true,"created":true}"#),
        (
            .configured(.changed(SettingsChange(from: DefaultTests.plain, to: DefaultTests.plain))),
            #"{"configured":true,"changes":[],"warnings":[]}"#
        ),
        (
            .configured(
                .changed(
                    SettingsChange(from: DefaultTests.plain, to: changed),
                    [
                        .reservations(.all, spots: 3, days: [.init(LocalDay("2026-03-02")!, reserved: 4)]),
                        .permits(2, spots: 1, on: LocalDay("2026-03-02")!), .gateGone(.north, waiting: 1),
                        .carsInside(4, capacity: 3), .hours(bookings: 2), .vehicleGone(CardID("van")!, permits: 1),
                    ])),
            #"{"configured":true,"changes":[{"setting":"capacity","from":5,"to":3},"#
                + #"{"setting":"publicHours","from":null,"to":"closed"},"#
                + #"{"setting":"reasons","from":[],"to":["misread"]},"#
                + #"{"setting":"lostTicket","from":{"claimedEntry":true},"to":{"price":"2.50"}}],"#
                + #""warnings":[{"code":"reservations-beyond-spots","sentence":"More spots are reserved than the 3 that "#
                + #"can be, on 2026-03-02 (4); they stand until they are cancelled.","spots":3,"dayCount":1,"#
                + #""days":[{"day":"2026-03-02","reserved":4}]},"#
                + #"{"code":"permits-beyond-spots","sentence":"On 2026-03-02 the permits that let a car park are 2, "#
                + #"and the spots kept for them 1; the others park where nobody has reserved, so revoke some or keep "#
                + #"more spots.","spots":1,"#
                + #""permits":2,"day":"2026-03-02"},"#
                + #"{"code":"cars-wait-at-removed-gate","sentence":"The gate north is gone, and a car waits to pass it; "#
                + #"withdraw-authorisation frees the spots at once.","gate":"north","waiting":1},"#
                + #"{"code":"cars-beyond-capacity","sentence":"4 cars are inside, and the garage holds 3; nobody is let "#
                + #"in until enough have left.","inside":4,"capacity":3},"#
                + #"{"code":"hours-are-booked","sentence":"No hours can be booked any more, and 2 bookings of hours that "#
                + #"are not over stand as before; cancel gives back what should not.","bookings":2},"#
                + #"{"code":"vehicle-type-has-permits","sentence":"The garage knows no vehicle van any more, and a "#
                + #"subscription for it stands and is renewed as before; revoke-permit ends what should not.","#
                + #""vehicle":"van","permits":1}]}"#
        ),
        (
            .ratePublished(.init(RateID("day")!, [], warnings: [.period(SubscriptionID("monthly")!, permits: 2)])),
            #"{"rate":"day","warnings":[{"code":"subscription-period-changed","sentence":"The card sells the subscription "#
                + #"monthly for another period, and 2 permits of it stand to their last days; none can be renewed.","#
                + #""subscription":"monthly","permits":2}]}"#
        ),
        (.rateWithdrawn(.init(RateID("day")!, [])), #"{"withdrawn":"day","warnings":[]}"#),
        (
            .validated(.init(SessionID(version: 3), ValidationID("cinema")!, repeated: false)),
            #"{"session":3,"validation":"cinema"}"#
        ),
        (
            .validated(.init(SessionID(version: 3), ValidationID("cinema")!, repeated: true)),
            #"{"session":3,"validation":"cinema","repeated":true}"#
        ),
        (
            .agreementApplied(.init(SessionID(version: 3), AgreementID("hospital")!, repeated: false)),
            #"{"session":3,"agreement":"hospital"}"#
        ),
        (
            .agreementApplied(.init(SessionID(version: 3), AgreementID("hospital")!, repeated: true)),
            #"{"session":3,"agreement":"hospital","repeated":true}"#
        ),
        (.corrected(.init(SessionID(version: 3), repeated: false)), #"{"session":3}"#),
        (.corrected(.init(SessionID(version: 3), repeated: true)), #"{"session":3,"repeated":true}"#),
        (.loopCounted(.init(counted: 3, known: 2, repeated: false)), #"{"counted":3,"known":2}"#),
        (
            .loopCounted(.init(counted: 3, known: 3, repeated: true)), #"{"counted":3,"known":3,"repeated":true}"#
        ),
        (.answered(.init(.deny(.closed), repeated: false)), #"{"answer":"deny","reason":"closed"}"#),
        (
            .ticketAsked(.init(.issued(TicketID("T17")!), repeated: false, pricedAs: .standard)),
            #"{"answer":"open","reason":"pays-by-time","ticket":"T17","pricedAs":"standard"}"#
        ),
        (
            .ticketAsked(.init(.refused(.garageFull), repeated: true)),
            #"{"answer":"deny","reason":"garage-full","repeated":true}"#
        ),
        (
            .gateOpened(.entered(SessionID(version: 3), repeated: false, isReused: true)),
            #"{"session":3,"reused":true}"#
        ),
        (
            .reserved(.init(ReservationID(version: 7), day: LocalDay("2026-03-02")!)),
            #"{"reservation":7,"day":"2026-03-02"}"#
        ),
        (.cancelled(.init(ReservationID(version: 7))), #"{"cancelled":7}"#),
        (
            .permitGranted(.init(PermitID(version: 7), firstDay: LocalDay("2026-03-02")!, lastDay: nil, nil)),
            #"{"permit":7,"firstDay":"2026-03-02"}"#
        ),
        (
            .permitGranted(
                .init(
                    PermitID(version: 7), firstDay: LocalDay("2026-03-02")!, lastDay: LocalDay("2026-12-31")!, nil)),
            #"{"permit":7,"firstDay":"2026-03-02","lastDay":"2026-12-31"}"#
        ),
        (
            .permitRevoked(.init(PermitID(version: 7), lastDay: LocalDay("2026-03-02")!, repeated: false)),
            #"{"permit":7,"lastDay":"2026-03-02"}"#
        ),
        (
            .permitRevoked(.init(PermitID(version: 7), lastDay: LocalDay("2026-03-02")!, repeated: true)),
            #"{"permit":7,"lastDay":"2026-03-02","repeated":true}"#
        ),
        (
            .answered(.init(.open(.entry(.permit(PermitID(version: 2)))), repeated: false)),
            #"{"answer":"open","reason":"permit","right":2}"#
        ),
        (
            .answered(.init(.open(.entry(.reserved(ReservationID(version: 2)))), repeated: false)),
            #"{"answer":"open","reason":"reserved","right":2}"#
        ),
        (.answered(.init(.open(.entry(.paysByTime)), repeated: false)), #"{"answer":"open","reason":"pays-by-time"}"#),
        (.answered(.init(.open(.leaving), repeated: true)), #"{"answer":"open","reason":"leaving","repeated":true}"#),
        (.answered(.init(.open(.leavingUnseen), repeated: false)), #"{"answer":"open","reason":"leaving-unseen"}"#),
        (.answered(.init(.deny(.garageFull), repeated: false)), #"{"answer":"deny","reason":"garage-full"}"#),
        (.gateOpened(.entered(SessionID(version: 3), repeated: false)), #"{"session":3}"#),
        (.gateOpened(.entered(SessionID(version: 3), repeated: true)), #"{"session":3,"repeated":true}"#),
        (.gateOpened(.exitOpened(repeated: false)), #"{"opened":true}"#),
        (.exited(.repeated(SessionID(version: 3))), #"{"session":3,"repeated":true}"#),
        (.exited(.repeated(nil)), #"{"repeated":true}"#),
        (
            .quarantined(.init(QuarantineID(version: 3), .clockAhead, repeated: false)),
            #"{"quarantined":3,"reason":"clock-ahead"}"#
        ),
        (
            .quarantined(.init(QuarantineID(version: 3), .clockBehind, repeated: true)),
            #"{"quarantined":3,"reason":"clock-behind","repeated":true}"#
        ),
    ]

    @Test(arguments: answers.indices) func `an answer has these fields`(index: Int) {
        #expect(json(Self.answers[index].0) == Self.answers[index].1)
    }

    @Test func `a card's publication lists what changed and what was found`() throws {
        var garage = Garage()
        let monday = Instant("2026-03-02T08:00:00+01:00")!
        garage.evolve(
            RecordedEvent(version: 1, occurredAt: monday, recordedAt: monday, event: .garageConfigured(.init(.mitte))))
        let office = Rate(
            id: RateID("office")!,
            windows: [.weekly(days: Set(Weekday.allCases), from: LocalTime("06:00")!, until: LocalTime("22:00")!)],
            price: .perUnit(Money(minorUnits: 250), every: .hours(1)))
        let first = try garage.decide(.cardPublished(.init(RateCard(rates: [office]))), at: monday)
        let answer = json(first.result)
        let beginning =
            #"{"card":"standard","published":["office"],"withdrawn":[],"unchanged":[],"termsPublished":true,"#
            + #""changes":[{"part":"crossing","change":"added"}],"kept":[],"warnings":[],"#
            + #""findings":[{"code":"gap","severity":"warning","rates":[],"meeting":"2026-03-02T00:00:00+01:00","#
            + #""sentence":""#
        #expect(answer.hasPrefix(beginning), "\(answer)")
        for (index, fact) in first.facts.enumerated() {
            garage.evolve(
                RecordedEvent(version: Int64(index) + 2, occurredAt: monday, recordedAt: monday, event: fact.event))
        }
        let always = Rate(id: RateID("always")!, price: .once(Money(minorUnits: 250)))
        let second = try garage.decide(.cardPublished(.init(RateCard(rates: [always]))), at: monday)
        #expect(
            json(second.result)
                == #"{"card":"standard","published":["always"],"withdrawn":["office"],"unchanged":[],"#
                + #""termsPublished":false,"changes":[],"kept":[],"warnings":[]}"#)
    }

    @Test func `a subscription's period says its days and what is paid, with the tax where there is one`() throws {
        func period(_ renewal: Int, _ tax: Tax?) throws -> SubscriptionPeriod {
            let sold = Subscription(
                id: .month, name: "Month", amount: Money(minorUnits: 300_000), period: .month)
            let card = RateCard(rates: [], terms: Terms(tax: tax, subscriptions: [sold]))
            return try Tariff([.standard: card], in: .berlin)
                .period(of: .month, from: LocalDay("2026-01-31")!, renewal: renewal)
        }
        func granted(_ period: SubscriptionPeriod) -> String {
            json(
                .permitGranted(
                    .init(
                        PermitID(version: 7), firstDay: period.firstDay, lastDay: period.lastDay, period)))
        }
        let days = #"{"permit":7,"firstDay":"2026-01-31","lastDay":"2026-02-27","subscription":"month""#
        #expect(try granted(period(0, nil)) == days + #","total":"3000.00"}"#)
        let top = Tax(name: "VAT", basisPoints: 1_900, isIncluded: false)
        #expect(try granted(period(0, top)) == days + #","total":"3570.00","tax":"570.00"}"#)
        let included = Tax(name: "VAT", basisPoints: 1_900, isIncluded: true)
        #expect(try granted(period(0, included)) == days + #","total":"3000.00","tax":"478.99"}"#)
        #expect(
            try json(.permitRenewed(.init(PermitID(version: 7), period(1, top))))
                == #"{"permit":7,"firstDay":"2026-02-28","lastDay":"2026-03-30","subscription":"month","#
                + #""total":"3570.00","tax":"570.00"}"#)
    }

    private func leave(_ rates: [Rate], entered: Bool) throws -> String {
        var events: [GarageEvent] = [.garageConfigured(.init(.mitte))]
        events += rates.map { .ratePublished(.init($0)) }
        if entered { events.append(.carEntered(.init(car: .plate(.anna), gate: .north, by: .gate, read: nil))) }
        let eight = Instant("2026-03-02T08:00:00+01:00")!
        var garage = Garage()
        for (index, event) in events.enumerated() {
            garage.evolve(
                RecordedEvent(version: Int64(index) + 1, occurredAt: eight, recordedAt: eight, event: event))
        }
        let exit = Command.exit(.init(.plate(.anna), Passage(gate: GateID("yard")!)))
        return json(try garage.decide(exit, at: eight + .minutes(90)).result)
    }

    static let times = #""enteredAt":"2026-03-02T08:00:00+01:00","exitedAt":"2026-03-02T09:30:00+01:00""#

    @Test func `a charge stands with its lines, in local time with the offset`() throws {
        let rate = Rate(id: RateID("day")!, price: .perUnit(Money(minorUnits: 250), every: .hours(1)))
        #expect(
            try leave([rate], entered: true) == #"{"session":3,\#(Self.times),"charge":{"card":"standard","#
                + #""currency":"EUR","total":"5.00","lines":[{"from":"2026-03-02T08:00:00+01:00","until":"2026-03-02T09:30:00+01:00","#
                + #""rate":"day","publishedBy":2,"quantity":2,"unit":"1 h","unitPrice":"2.50","amount":"5.00","#
                + #""why":"block"}],"leftOut":[],"engine":3,"zoneData":"2025b"}}"#)
    }

    @Test func `a charge that cannot be computed says why`() throws {
        let rate = Rate(id: RateID("day")!, price: .perUnit(Money(minorUnits: .max), every: .hours(1)))
        #expect(
            try leave([rate], entered: true)
                == #"{"session":3,\#(Self.times),"charge":{"notPriced":"An amount is too large to be computed."}}"#)
    }

    @Test func `an exit without an entry says so`() throws {
        #expect(
            try leave([], entered: false) == #"{"exitedAt":"2026-03-02T09:30:00+01:00","unseenEntry":true}"#)
    }
}
