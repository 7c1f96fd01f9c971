import Quoting
import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

/// What the rate tester answers.
@Suite struct QuoteAnswerTests {
    private let entry = Instant("2026-03-02T08:00:00+01:00")!
    private let sold = [
        Subscription(id: SubscriptionID("month")!, name: "Month", amount: Money(minorUnits: 10_000), period: .month),
        Subscription(id: SubscriptionID("week")!, amount: Money(minorUnits: 5_000), period: .week),
    ]
    private static let head = #"{"currency":"EUR","timeZone":"Europe/Berlin","zoneData":"2025b","engine":3"#

    private func tariff(_ tax: Tax? = nil) throws -> Tariff {
        let hourly = Rate(id: RateID("day")!, price: .perUnit(Money(minorUnits: 250), every: .hours(1)))
        let hour = WeekHour(.monday, 8)!
        let grid = WeekGrid([GridCell(name: "morning", amount: Money(minorUnits: 400), hours: [hour])])
        let flex = Rate(id: RateID("flex")!, audience: .group(GroupID("flex")!), price: .weekGrid(grid))
        let terms = Terms(tax: tax, subscriptions: sold)
        return try Tariff([.standard: RateCard(rates: [hourly, flex], terms: terms)], in: .berlin)
    }

    private func json(_ fill: (inout QuoteAnswer) throws -> Void) throws -> String {
        var answer = QuoteAnswer(currency: .euro, zone: .berlin)
        try fill(&answer)
        var json = JSONWriter()
        json.quote(answer)
        return text(json.bytes)
    }

    @Test func `what was not asked is left out`() throws {
        #expect(try json { _ in } == Self.head + "}")
    }

    @Test func `each stay stands with its charge, or with why it has none`() throws {
        let stay = Stay(entry: entry, exit: entry + .minutes(90))
        let charge = try tariff().price(stay)
        let written = try json {
            $0.charges = [
                (stay, .charged(charge)), (Stay(entry: entry, exit: entry), .notPriced(.exitBeforeEntry)),
            ]
        }
        var alone = JSONWriter()
        alone.charge(charge, in: .euro, zone: .berlin)
        var refused = JSONWriter()
        refused.chargeOutcome(.notPriced(.exitBeforeEntry), in: .euro, zone: .berlin)
        let eight = "2026-03-02T08:00:00+01:00"
        #expect(
            written == Self.head + #","charges":[{"entry":"\#(eight)","exit":"2026-03-02T09:30:00+01:00","charge":"#
                + text(alone.bytes) + #"},{"entry":"\#(eight)","exit":"\#(eight)","charge":"# + text(refused.bytes)
                + "}]}")
        #expect(text(refused.bytes).hasPrefix(#"{"notPriced":""#))
    }

    @Test func `booked hours stand with their times and their charge`() throws {
        let booking = HoursBooking(
            start: LocalDateTime("2026-03-02T08:30")!, hours: 2, groups: [GroupID("flex")!])
        let tariff = try tariff()
        let charge = try tariff.price(booking)
        let written = try json { $0.hours = .booked(try tariff.hours(of: booking), charge) }
        var alone = JSONWriter()
        alone.charge(charge, in: .euro, zone: .berlin)
        #expect(text(alone.bytes).contains(#""total":"4.00""#))
        #expect(
            written == Self.head
                + #","hours":{"from":"2026-03-02T08:00:00+01:00","until":"2026-03-02T10:00:00+01:00","charge":"#
                + text(alone.bytes) + "}}")
    }

    @Test func `a range is its least and its most`() throws {
        let range = Money(minorUnits: 50)...Money(minorUnits: 1_000)
        #expect(
            try json { $0.hours = .range(range) } == Self.head + #","hours":{"least":"0.50","most":"10.00"}}"#)
        let vat = try tariff(Tax(name: "VAT", basisPoints: 1_900, isIncluded: false))
        let periods = try sold.map { try vat.period(of: $0.id, from: LocalDay("2026-01-31")!) }
        let written = try json { $0.subscription = .range(range, periods) }
        #expect(
            written == Self.head + #","subscription":{"least":"0.50","most":"10.00","sold":["#
                + #"{"id":"month","name":"Month","amount":"119.00","period":"month"},"#
                + #"{"id":"week","name":"week","amount":"59.50","period":"week"}]}}"#)
    }

    @Test func `a subscription's period has its days, and its tax where there is one`() throws {
        let day = LocalDay("2026-01-31")!
        let plain = try json { $0.subscription = .period(try tariff().period(of: sold[0].id, from: day)) }
        let head = #","subscription":{"id":"month","name":"Month","firstDay":"2026-01-31","lastDay":"2026-02-27","#
        #expect(plain == Self.head + head + #""total":"100.00"}}"#)
        let vat = Tax(name: "VAT", basisPoints: 1_900, isIncluded: false)
        let taxed = try json { $0.subscription = .period(try tariff(vat).period(of: sold[0].id, from: day)) }
        #expect(taxed == Self.head + head + #""total":"119.00","tax":"19.00"}}"#)
    }

    @Test func `a curve is its points, and an amount lasts as long as is told`() throws {
        let tariff = try tariff()
        let stay = Stay(entry: entry, exit: entry)
        let written = try json {
            $0.curve = PriceCurve(
                points: [
                    try tariff.point(of: stay, lasting: .minutes(45)),
                    try tariff.point(of: stay, lasting: .minutes(90)),
                ])
            $0.affordable = try tariff.affordable(Money(minorUnits: 499), for: stay, upTo: .minutes(90))
        }
        #expect(
            written == Self.head
                + #","curve":[{"length":"45 min","total":"2.50"},{"length":"90 min","total":"5.00"}],"#
                + #""affordable":{"unbroken":"1 h","then":"5.00","longest":"1 h"}}"#)
        let rich = try json {
            $0.affordable = try tariff.affordable(Money(minorUnits: 500), for: stay, upTo: .minutes(90))
        }
        #expect(rich == Self.head + #","affordable":{"unbroken":"90 min","longest":"90 min"}}"#)
    }

    @Test func `an amount without minor units has none`() throws {
        var answer = QuoteAnswer(currency: .yen, zone: .utc)
        answer.hours = .range(Money(minorUnits: 0)...Money(minorUnits: 1_200))
        var json = JSONWriter()
        json.quote(answer)
        #expect(text(json.bytes).hasSuffix(#""hours":{"least":"0","most":"1200"}}"#))
    }

    @Test(arguments: [
        (BookingError.noGrid, "grid"), (.hours(most: 12), "1 to 12"), (.leavesDay, "within the day"),
        (.skippedHour, "skip"), (.unknownSubscription(SubscriptionID("gym")!), "gym"), (.nothingSold, "sells no"),
        (.over, "are over"), (.periodChanged(SubscriptionID("gym")!), "gym has a period of another length"),
        (.beyondCalendar, "9999"), (.tariff(.overflow), TariffError.overflow.sentence),
    ])
    func `what cannot be booked is said in a sentence`(error: BookingError, part: String) {
        #expect(error.sentence.contains(part))
        #expect(error.sentence.hasSuffix("."))
    }
}
