import Chronology
import Money
import JSON
import Tariffs
import Testing

/// What holds for a whole card, as operators write it.
@Suite struct TermsJSONTests {
    private func read(_ json: String, _ currency: Currency = .euro) throws(JSONError) -> Terms {
        try JSONReader.read(Array(json.utf8)) { (reader: inout JSONReader) throws(JSONError) in
            try reader.terms(in: currency)
        }
    }

    private func write(_ terms: Terms, _ currency: Currency = .euro) -> String {
        var json = JSONWriter()
        json.terms(terms, in: currency)
        return text(json.bytes)
    }

    @Test(arguments: [Currency.euro, .yen]) func `all terms read back as they were written`(currency: Currency) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = RandomEvent(seed)
        for index in 0..<1_000 {
            let terms = draw.terms()
            #expect(try read(write(terms, currency), currency) == terms, "seed \(seed), terms \(index)")
        }
    }

    @Test func `terms are written in this form`() throws {
        let terms = Terms(
            crossing: .unitStart, caps: [Cap(Money(minorUnits: 7_000), in: .elapsed(.hours(24)))],
            tax: Tax(name: "GST", basisPoints: 1_500, isIncluded: true),
            overstay: .feeAndRates(Money(minorUnits: 2_500)),
            agreements: [
                Agreement(id: AgreementID("clinic")!, effect: .minutesOff(.minutes(90))),
                Agreement(id: AgreementID("hotel")!, effect: .card(CardID("small-car")!)),
            ],
            subscriptions: [
                Subscription(
                    id: SubscriptionID("m")!, name: "Month", amount: Money(minorUnits: 300_000), period: .month)
            ])
        let json =
            #"{"crossing":"unitStart","caps":[{"amount":"70.00","per":"24 h"}],"#
            + #""tax":{"name":"GST","rate":"15.00","included":true},"overstay":{"fee":"25.00","then":"rates"},"#
            + #""agreements":[{"id":"clinic","minutesOff":"90 min"},{"id":"hotel","card":"small-car"}],"#
            + #""subscriptions":[{"id":"m","name":"Month","amount":"3000.00","period":"month"}]}"#
        #expect(write(terms) == json)
        #expect(try read(json) == terms)
    }

    @Test func `what is left out is the default, but how rates meet must be said`() throws {
        #expect(try read(#"{"crossing":"perBlock"}"#) == Terms())
        #expect(write(Terms()) == #"{"crossing":"perBlock"}"#)
        let error = #expect(throws: JSONError.self) { try read("{}") }
        #expect(error?.kind == .missingField && error?.path == "crossing")
    }

    @Test func `behind a fee there are the rates or nothing`() throws {
        let fee = Money(minorUnits: 2_500)
        #expect(try read(#"{"crossing":"perBlock","overstay":{"fee":"25","then":"nothing"}}"#).overstay == .fee(fee))
        #expect(
            try read(#"{"crossing":"perBlock","overstay":{"then":"rates","fee":"25"}}"#).overstay == .feeAndRates(fee))
    }

    @Test func `a grace stands beside a fee or alone`() throws {
        let fee = Money(minorUnits: 2_500)
        for (json, policy) in [
            (#"{"fee":"25.00","then":"nothing","grace":"15 min"}"#, .fee(fee, grace: .minutes(15))),
            (#"{"fee":"25.00","then":"rates","grace":"1 h"}"#, .feeAndRates(fee, grace: .hours(1))),
            (#"{"grace":"90 s"}"#, OverstayPolicy(.rates, grace: .seconds(90))),
        ] {
            let card = #"{"crossing":"perBlock","overstay":\#(json)}"#
            #expect(try read(card).overstay == policy)
            #expect(write(Terms(overstay: policy)) == card)
        }
        #expect(try read(#"{"crossing":"perBlock","overstay":{"grace":"0 min"}}"#) == Terms())
    }

    @Test func `a card says how much time beside booked hours is forgiven`() throws {
        let terms = Terms(bookings: Forgiveness(before: .minutes(10), after: .minutes(15)))
        let json = #"{"crossing":"perBlock","bookings":{"forgivenBefore":"10 min","forgivenAfter":"15 min"}}"#
        #expect(write(terms) == json)
        #expect(try read(json) == terms)
        let before = #"{"crossing":"perBlock","bookings":{"forgivenBefore":"1 h"}}"#
        #expect(try read(before).bookings == Forgiveness(before: .hours(1)))
        #expect(try read(#"{"crossing":"perBlock","bookings":{}}"#) == Terms())
    }

    static let percentages: [(String, Int64?)] = [
        ("19", 1_900), ("19.5", 1_950), ("19.50", 1_950), ("0.07", 7), ("007", 700), ("100.00", 10_000), ("-1", -100),
        ("-0.05", -5), ("", nil), ("-", nil), (".5", nil), ("5.", nil), ("5.123", nil), ("5,5", nil), ("1e2", nil),
        ("+5", nil), (" 5", nil), ("5%", nil), ("--5", nil), ("1.-5", nil), ("1.2.3", nil), ("1234567", nil),
        ("٥", nil),
    ]

    @Test(arguments: percentages) func `a tax's rate is percents with at most two decimals`(
        rate: String, basisPoints: Int64?
    ) {
        let tax = try? read(#"{"crossing":"perBlock","tax":{"name":"VAT","rate":"\#(rate)","included":false}}"#).tax
        #expect(tax?.basisPoints == basisPoints)
    }

    static let wrong: [(String, JSONError.Kind, String)] = [
        (#""crossing":"perblock""#, .value, "crossing"),
        (#""caps":[{"amount":"1","per":"24 h"},{"amount":"1","per":"x"}]"#, .value, "caps[1].per"),
        (#""tax":{"rate":"1","included":true}"#, .missingField, "tax.name"),
        (#""tax":{"name":"VAT","included":true}"#, .missingField, "tax.rate"),
        (#""tax":{"name":"VAT","rate":"1"}"#, .missingField, "tax.included"),
        (#""tax":{"name":"VAT","rate":19}"#, .value, "tax.rate"),
        (#""tax":{"included":"yes"}"#, .value, "tax.included"),
        (#""tax":null"#, .value, "tax"),
        (#""overstay":{"fee":"1"}"#, .missingField, "overstay.then"),
        (#""overstay":{"then":"rates"}"#, .missingField, "overstay.fee"),
        (#""overstay":{"then":"more"}"#, .value, "overstay.then"),
        (#""overstay":{"fee":"1.234"}"#, .value, "overstay.fee"),
        (#""overstay":{"fee":"1","grace":"1 h"}"#, .missingField, "overstay.then"),
        (#""overstay":{"grace":15}"#, .value, "overstay.grace"),
        (#""overstay":{}"#, .missingField, "overstay.fee"),
        (#""overstay":"rates""#, .value, "overstay"),
        (#""bookings":{"forgivenBefore":15}"#, .value, "bookings.forgivenBefore"),
        (#""bookings":{"forgiven":"1 h"}"#, .unknownField, "bookings.forgiven"),
        (#""agreements":[{"card":"a"}]"#, .missingField, "agreements[0].id"),
        (#""agreements":[{"id":"a"}]"#, .value, "agreements[0]"),
        (#""agreements":[{"id":"a","card":"a","minutesOff":"1 h"}]"#, .value, "agreements[0].minutesOff"),
        (#""agreements":[{"minutesOff":"1 h","card":"a"}]"#, .value, "agreements[0].card"),
        (#""agreements":[{"minutesOff":60}]"#, .value, "agreements[0].minutesOff"),
        (#""agreements":[{"card":"Ä"}]"#, .value, "agreements[0].card"),
        (#""subscriptions":[{"amount":"1","period":"week"}]"#, .missingField, "subscriptions[0].id"),
        (#""subscriptions":[{"id":"a","period":"week"}]"#, .missingField, "subscriptions[0].amount"),
        (#""subscriptions":[{"id":"a","amount":"1"}]"#, .missingField, "subscriptions[0].period"),
        (#""subscriptions":[{"period":"day"}]"#, .value, "subscriptions[0].period"),
        (#""rates":[]"#, .unknownField, "rates"),
    ]

    @Test(arguments: wrong.indices) func `what is wrong with terms is told by its place`(index: Int) throws {
        let (fields, kind, path) = Self.wrong[index]
        let error = try #require(throws: JSONError.self) { try read("{\(fields)}") }
        #expect((error.kind, error.path) == (kind, path), "\(error)")
    }
}
