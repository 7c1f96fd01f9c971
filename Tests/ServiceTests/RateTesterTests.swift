@testable import Quoting
import SystemTime
import Chronology
import EventLog
import Money
import Parking
import JSON
@testable import Hosting
import Tariffs
import Testing

/// Cards that are tried out before anybody publishes them.
struct RateTesterTests {
    private static let zones = ZoneDatabase()

    /// A card with a rate by the hour.
    private func card(
        _ id: String, _ hourly: String, currency: String = "EUR", zone: String = "Europe/Berlin", more: String = ""
    ) throws -> RateCardDocument {
        let json = """
            {"card": "\(id)", "name": "Card", "currency": "\(currency)", "timeZone": "\(zone)", "crossing": "perBlock",
             "rates": [{"id": "hour", "price": {"perUnit": "\(hourly)", "every": "1 h"}}]\(more)}
            """
        return try RateCardDocument(json: Array(json.utf8))
    }

    private func tester(_ cards: RateCardDocument...) throws(QuoteError) -> RateTester {
        try RateTester(cards, zones: { Self.zones.rules($0) })
    }

    private func local(_ text: String) -> WallTime { .local(LocalDateTime(text)!) }

    private func stay(_ entry: String, _ exit: String, vehicle: String? = nil) -> QuotedStay {
        var stay = QuotedStay(entry: local(entry), exit: local(exit))
        stay.card = vehicle.flatMap(CardID.init) ?? .standard
        return stay
    }

    private func totals(_ tester: RateTester, _ stays: QuotedStay...) throws -> [Money] {
        var request = QuoteRequest(.cards([]))
        request.stays = stays
        return try tester.answer(request).charges.compactMap {
            guard case .charged(let charge) = $0.outcome else { return nil }
            return charge.total
        }
    }

    @Test func `a card alone prices every vehicle, whatever its name`() throws {
        let tester = try tester(card("car", "2.00"))
        let totals = try totals(
            tester, stay("2026-03-02T08:00", "2026-03-02T09:30"),
            stay("2026-03-02T08:00", "2026-03-02T10:30", vehicle: "truck"))
        #expect(totals == [Money(minorUnits: 400), Money(minorUnits: 600)])
        #expect(tester.currency.code == "EUR")
        #expect(tester.zone.name == "Europe/Berlin")
    }

    @Test func `of several cards each prices the vehicles of its name, the standard one all others`() throws {
        let agreed = #", "agreements": [{"id": "firm", "card": "firm"}]"#
        let tester = try tester(
            card("standard", "2.00"), card("truck", "5.00", more: agreed), card("firm", "1.00"))
        let times = ("2026-03-02T08:00", "2026-03-02T09:00")
        var firm = stay(times.0, times.1, vehicle: "truck")
        firm.agreement = AgreementID("firm")
        let totals = try totals(
            tester, stay(times.0, times.1), stay(times.0, times.1, vehicle: "bike"),
            stay(times.0, times.1, vehicle: "truck"), firm)
        #expect(totals == [200, 200, 500, 100].map { Money(minorUnits: $0) })
    }

    @Test func `a garage's longest stay is that of a quote, too, unless its entry is covered`() throws {
        var garage = Garage()
        let rate = Rate(
            id: RateID("day")!, price: .perUnit(Money(minorUnits: 2_00), every: .hours(1)))
        let terms = Terms(overstay: .feeAndRates(Money(minorUnits: 25_00)))
        var settings = GarageSettings(
            name: "Mitte", zone: .utc, currency: Currency(code: "EUR")!, capacity: 5,
            gates: [Gate(id: GateID("in")!, lane: .entry)])
        settings.longestStay = .hours(2)
        let then = Instant("2026-03-02T08:00:00Z")!
        for event in [
            GarageEvent.garageConfigured(.init(settings)), .ratePublished(.init(rate)), .termsPublished(.init(terms)),
        ] {
            garage.evolve(
                RecordedEvent(version: garage.version + 1, occurredAt: then, recordedAt: then, event: event))
        }
        let tester = try RateTester(garage)
        var covered = stay("2026-03-03T08:00", "2026-03-03T12:00")
        covered.covered = [.init(from: local("2026-03-03T08:00"), until: local("2026-03-03T12:00"))]
        let asked = try totals(
            tester, stay("2026-03-03T08:00", "2026-03-03T10:00"), stay("2026-03-03T08:00", "2026-03-03T12:00"), covered)
        #expect(asked.map(\.minorUnits) == [4_00, 33_00, 0])
        var file = QuotedStaysFile()
        let rows = try file.take(Array("entry,exit\n2026-03-03T08:00,2026-03-03T12:00\n".utf8)) + file.take([])
        #expect(rows.map { tester.price($0).total } == ["33.00"])
    }

    @Test func `cards that do not go together are refused by name`() throws {
        let car = try card("car", "2.00")
        #expect(throws: QuoteError.unlikeCards(CardID("bike")!)) {
            try tester(car, card("bike", "2", currency: "JPY"))
        }
        #expect(throws: QuoteError.unlikeCards(CardID("bike")!)) {
            try tester(car, card("bike", "2.00", zone: "Europe/Paris"))
        }
        #expect(throws: QuoteError.cardTwice(CardID("car")!)) { try tester(car, car) }
        #expect(throws: QuoteError.unknownZone(CardID("car")!, "Mars/North")) {
            try tester(card("car", "2.00", zone: "Mars/North"))
        }
        let error = #expect(throws: QuoteError.self) { try tester(card("car", "-2.00")) }
        guard case .card(CardID("car")!, let faulty) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(faulty.field == "rates[0].price.perUnit" && faulty.problem == .negative)
    }

    @Test func `each stay is priced by itself, also beside one that cannot be`() throws {
        let tester = try tester(card("car", "2.00"))
        var request = QuoteRequest(.cards([]))
        request.stays = [
            stay("2026-03-02T08:00", "2026-03-02T09:00"), stay("2026-03-02T09:00", "2026-03-02T08:00"),
            stay("9999-12-31T23:00", "9999-12-31T23:59"), stay("0001-01-01T00:00", "0001-01-01T02:00"),
            stay("2026-10-25T02:30", "2026-10-25T03:00"),
        ]
        request.stays[0].covered = [
            QuotedStay.Covered(from: local("2026-03-02T08:00"), until: local("2026-03-02T09:00"))
        ]
        let answer = try tester.answer(request)
        #expect(answer.charges.count == 5)
        guard case .charged(let covered) = answer.charges[0].outcome else {
            Issue.record("\(answer.charges[0])")
            return
        }
        #expect(covered.lines.map(\.reason) == [.covered])
        #expect(answer.charges[1].outcome == .notPriced(.exitBeforeEntry))
        // By Berlin's clock the first hours of the year 1 lie before its beginning.
        #expect(answer.charges[3].outcome == .notPriced(.beyondCalendar))
        // From the hour's first showing.
        #expect(answer.charges[4].stay.exit - answer.charges[4].stay.entry == .minutes(90))
        #expect(answer.hours == nil && answer.subscription == nil && answer.curve == nil && answer.affordable == nil)
    }

    @Test func `a stay of a leap year is the longest`() throws {
        let tester = try tester(card("car", "2.00"))
        var request = QuoteRequest(.cards([]))
        request.stays = [
            stay("2027-06-01T08:00", "2028-06-01T08:00"), stay("2027-06-01T08:00", "2028-06-01T08:00:00.000001"),
        ]
        #expect(throws: QuoteError.stayTooLong(1)) { try tester.answer(request) }
        request.stays.removeLast()
        #expect(try tester.answer(request).charges.count == 1)
    }

    private static let flex = """
        {"card": "flex", "name": "Flex", "currency": "EUR", "timeZone": "Europe/Berlin", "crossing": "perBlock",
         "rates": [{"id": "flex", "price": {"weekGrid": [
            {"name": "morning", "amount": "4.00", "hours": [{"days": ["monday"], "from": "08:00", "until": "10:00"}]}]}}],
         "subscriptions": [{"id": "month", "name": "Month", "amount": "90.00", "period": "month"},
                           {"id": "week", "name": "Week", "amount": "30.00", "period": "week"}]}
        """

    private func flex() throws -> RateTester {
        try tester(RateCardDocument(json: Array(Self.flex.utf8)))
    }

    private func hours(_ start: QuotedHours.Start, _ hours: Int) throws(QuoteError) -> QuoteAnswer.Hours? {
        var request = QuoteRequest(.cards([]))
        request.hours = QuotedHours(start: start, hours: hours)
        guard let tester = try? flex() else { return nil }
        return try tester.answer(request).hours
    }

    @Test func `hours cost what they cost, and those of a day a range`() throws {
        for start in [local("2026-03-02T08:59"), .instant(Instant("2026-03-02T07:01:00Z")!)] {
            guard case .booked(let stay, let charge) = try hours(.time(start), 3) else {
                Issue.record("\(start) is not booked")
                continue
            }
            #expect(stay.entry == Instant("2026-03-02T07:00:00Z"))
            #expect(stay.exit == Instant("2026-03-02T10:00:00Z"))
            #expect(charge.total == Money(minorUnits: 800))
        }
        let monday = LocalDay("2026-03-02")!
        #expect(try hours(.day(monday), 1) == .range(.zero...Money(minorUnits: 400)))
        #expect(try hours(.day(monday.next), 1) == .range(.zero...(.zero)))
        let late = local("2026-03-02T23:00")
        for (start, count, error) in [
            (QuotedHours.Start.time(late), 2, BookingError.leavesDay), (.time(late), 13, .hours(most: 12)),
            (.day(monday), 0, .hours(most: 12)), (.time(local("2026-03-29T02:15")), 1, .skippedHour),
        ] {
            #expect(throws: QuoteError.booking(error)) { try hours(start, count) }
        }
        var request = QuoteRequest(.cards([]))
        request.hours = QuotedHours(start: .time(late), hours: 1)
        let gridless = try tester(card("car", "2.00"))
        #expect(throws: QuoteError.booking(.noGrid)) { try gridless.answer(request) }
    }

    @Test func `subscriptions cost a period's price, or range over all that are sold`() throws {
        let tester = try flex()
        func sold(_ id: String?, _ day: String, renewals: Int = 0) throws -> QuoteAnswer.SubscriptionPrice? {
            var request = QuoteRequest(.cards([]))
            request.subscription = QuotedSubscription(id: id.flatMap { SubscriptionID($0) }, from: LocalDay(day)!)
            request.subscription?.renewals = renewals
            return try tester.answer(request).subscription
        }
        guard case .period(let period) = try sold("month", "2026-01-31", renewals: 1) else {
            Issue.record("no period")
            return
        }
        #expect(period.firstDay == LocalDay("2026-02-28") && period.lastDay == LocalDay("2026-03-30"))
        guard case .range(let range, let all) = try sold(nil, "2026-01-31") else {
            Issue.record("no range")
            return
        }
        #expect(range == Money(minorUnits: 3_000)...Money(minorUnits: 9_000))
        #expect(all.map(\.subscription.id.text) == ["month", "week"])
        #expect(throws: QuoteError.booking(.unknownSubscription(SubscriptionID("day")!))) {
            try sold("day", "2026-01-31")
        }
        #expect(throws: QuoteError.booking(.beyondCalendar)) { try sold("month", "9999-12-31") }
        var request = QuoteRequest(.cards([]))
        request.subscription = QuotedSubscription(id: nil, from: LocalDay("2026-01-31")!)
        let none = try self.tester(card("car", "2.00"))
        #expect(throws: QuoteError.booking(.nothingSold)) { try none.answer(request) }
    }

    private func curve(
        upTo: TimeSpan, every: TimeSpan, budget: String? = nil, currency: String = "EUR"
    ) throws -> QuoteAnswer {
        var request = QuoteRequest(.cards([]))
        var curve = QuotedCurve(stay("2026-03-02T08:00", "2026-03-02T08:00"))
        (curve.upTo, curve.every, curve.budget) = (upTo, every, budget)
        request.curve = curve
        return try tester(card("car", "2", currency: currency)).answer(request)
    }

    @Test func `a curve has 1 to 3 000 points within a leap year`() throws {
        for (upTo, every, points) in [
            (TimeSpan.hours(3), TimeSpan.hours(3), 1), (.minutes(3_000), .minutes(1), 3_000),
            (.days(366), .days(1), 366),
        ] {
            #expect(try curve(upTo: upTo, every: every).curve?.points.count == points)
        }
        for (upTo, every) in [
            (TimeSpan.hours(3), TimeSpan.zero), (.hours(3), .hours(4)), (.zero, .zero), (.minutes(3_001), .minutes(1)),
            (.days(366) + .seconds(1), .days(1)), (.zero, .minutes(1)),
        ] {
            #expect(throws: QuoteError.curve, "\(upTo.text) \(every.text)") {
                try curve(upTo: upTo, every: every)
            }
        }
    }

    @Test func `a budget is an amount of the currency, and is followed along a month`() throws {
        let answer = try curve(upTo: .days(31), every: .days(1), budget: "7.99")
        #expect(answer.affordable?.unbroken == .hours(3))
        #expect(answer.affordable?.then == Money(minorUnits: 800))
        #expect(answer.affordable?.longest == .hours(3))
        #expect(answer.curve?.points.count == 31)
        #expect(throws: QuoteError.curve) {
            try curve(upTo: .days(31) + .seconds(1), every: .days(1), budget: "7.99")
        }
        for (budget, currency) in [("", "EUR"), ("-1.00", "EUR"), ("1.999", "EUR"), ("5.0", "JPY"), ("much", "EUR")] {
            let error = QuoteError.budget(Currency(code: currency)!)
            #expect(throws: error, "\(budget)") {
                try curve(upTo: .days(1), every: .hours(1), budget: budget, currency: currency)
            }
        }
        #expect(try curve(upTo: .hours(1), every: .hours(1), budget: "0").affordable?.unbroken == .zero)
    }
}
