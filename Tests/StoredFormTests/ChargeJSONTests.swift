import Chronology
import Money
import JSON
import Tariffs
import Testing

/// Charges as they are answered and read.
@Suite struct ChargeJSONTests {
    private func charge(_ card: RateCard, _ change: (inout Stay) -> Void = { _ in }, hours: Int64 = 2) throws
        -> JSONValue
    {
        let eight = Instant("2026-03-02T08:00:00+01:00")!
        var stay = Stay(entry: eight, exit: eight + .hours(hours))
        change(&stay)
        let charge = try Tariff([.standard: card], in: .berlin).price(stay)
        var json = JSONWriter()
        json.charge(charge, in: .euro, zone: .berlin)
        return try JSONValue(reading: json.bytes)
    }

    private func hourly(
        _ euros: Int64, _ id: String = "day", _ change: (inout Rate) -> Void = { _ in }
    ) -> Rate {
        var rate = Rate(id: RateID(id)!, price: .perUnit(Money(minorUnits: euros * 100), every: .hours(1)))
        change(&rate)
        return rate
    }

    private func value(_ json: String) throws -> JSONValue { try JSONValue(reading: Array(json.utf8)) }

    @Test func `a charge names its card, and nothing that it does not have`() throws {
        let charge = try charge(RateCard(rates: [hourly(3)]))
        #expect(
            Set(charge.fields.map(\.name)) == ["card", "currency", "total", "lines", "leftOut", "engine", "zoneData"])
        #expect(charge["card"] == .text("standard"))
    }

    @Test(arguments: [true, false]) func `a tax is named with its part of the total`(included: Bool) throws {
        let terms = Terms(tax: Tax(name: "VAT", basisPoints: 1_900, isIncluded: included))
        let charge = try charge(RateCard(rates: [hourly(50)], terms: terms))
        let amount = included ? "15.97" : "19.00"
        #expect(
            try charge["tax"]
                == value(#"{"name":"VAT","rate":"19.00","included":\#(included),"amount":"\#(amount)"}"#))
        #expect(charge["total"] == .text(included ? "100.00" : "119.00"))
        #expect(charge["lines"]?.elements?.last?["why"] == .text(included ? "block" : "tax"))
    }

    @Test func `the ways in which a stay could be priced are listed, with the one that was chosen`() throws {
        let bird = Rate(
            id: RateID("bird")!,
            earlyBird: EarlyBird(
                entry: .weekly(days: [.monday], from: LocalTime("07:00")!, until: LocalTime("09:30")!)),
            price: .once(Money(minorUnits: 500)))
        let cinema = hourly(1, "cinema") { $0.audience = .validation(ValidationID("cinema")!) }
        let charge = try charge(RateCard(rates: [hourly(3), bird, cinema])) {
            $0.validations = [ValidationID("cinema")!]
        }
        #expect(
            try charge["candidates"]
                == value(
                    #"[{"way":"layered","total":"6.00","chosen":false},{"way":"validated","total":"2.00","chosen":true},"#
                        + #"{"way":"early-bird","rate":"bird","publishedBy":2,"total":"5.00","chosen":false}]"#))
    }

    @Test func `an agreement is named by its line, or as unknown`() throws {
        let clinic = AgreementID("clinic")!
        let terms = Terms(agreements: [Agreement(id: clinic, effect: .minutesOff(.hours(1)))])
        let known = try charge(RateCard(rates: [hourly(3)], terms: terms)) { $0.agreement = clinic }
        let line = known["lines"]?.elements?.first
        #expect(line?["why"] == .text("agreement") && line?["agreement"] == .text("clinic"))
        #expect(known["unknownAgreement"] == nil)
        let unknown = try charge(RateCard(rates: [hourly(3)])) { $0.agreement = clinic }
        #expect(unknown["unknownAgreement"] == .text("clinic"))
    }

    @Test func `hours of a grid are counted by their cells`() throws {
        let hours = Set((8...9).map { WeekHour(.monday, $0)! })
        let grid = WeekGrid([GridCell(name: "morning", amount: Money(minorUnits: 400), hours: hours)])
        let charge = try charge(RateCard(rates: [Rate(id: RateID("flex")!, price: .weekGrid(grid))]))
        let line = charge["lines"]?.elements?.first
        #expect(line?["unit"] == .text("hour") && line?["cell"] == .text("morning"))
        #expect(line?["quantity"] == .number(2) && line?["unitPrice"] == .text("4.00"))
    }

    @Test func `what is cut to the second is counted in seconds of a unit`() throws {
        let second = hourly(4, "late") {
            $0.windows = [.weekly(days: [.monday], from: LocalTime("08:30")!, until: LocalTime("20:00")!)]
            $0.tier = .event
        }
        let charge = try charge(RateCard(rates: [hourly(3), second], terms: Terms(crossing: .lastStepOnTotal)))
        let line = charge["lines"]?.elements?.first
        #expect(line?["unit"] == .text("1 h, by the second"))
        #expect(line?["quantity"] == .number(1_800) && line?["amount"] == .text("1.50"))
    }

    static let units: [(ChargeUnit, String)] = [
        (.span(.minutes(30)), "30 min"), (.span(.hours(24)), "24 h"),
        (.share(of: .minutes(90)), "90 min, by the second"),
        (.once, "once"), (.day, "day"), (.hour("morning"), "hour"), (.free, "free"),
    ]

    @Test(arguments: units) func `a unit is written as a person counts it`(unit: ChargeUnit, text: String) {
        #expect(unit.text == text)
    }

    @Test func `the reasons that are answered and read are these`() {
        let reasons: [LineReason] = [
            .block, .cap(Cap(.zero, in: .calendarDay)), .grace, .free, .agreement(AgreementID("a")!), .tolerance,
            .covered, .forgiven, .overstay, .overstayGrace, .gap, .lostTicket,
            .tax(Tax(name: "VAT", basisPoints: 0, isIncluded: true)),
        ]
        #expect(
            reasons.map(\.name) == [
                "block", "cap", "grace", "free", "agreement", "tolerance", "covered", "forgiven", "overstay",
                "overstay-grace", "gap", "lost-ticket", "tax",
            ])
        #expect(
            LeftOut.Reason.allCases.map(\.rawValue) == [
                "published-later", "withdrawn", "other-audience", "condition-not-met", "outside-windows", "outranked",
                "dearer", "graced", "nothing-to-pay",
            ])
    }

    @Test func `terms that make no sense are told with their card`() {
        let terms = Terms(tax: Tax(name: "VAT", basisPoints: -1, isIncluded: true))
        let error = #expect(throws: TariffError.self) {
            try Tariff([CardID("car")!: RateCard(rates: [], terms: terms)], in: .utc)
        }
        #expect(error?.sentence == "The terms of the card car make no sense: tax.rate is negative.")
    }
}
