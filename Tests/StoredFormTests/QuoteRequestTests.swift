import Quoting
import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

/// What somebody asks the rate tester.
@Suite struct QuoteRequestTests {
    private func read(_ json: String) throws(JSONError) -> QuoteRequest {
        try QuoteRequest(json: Array(json.utf8))
    }

    /// A request by a garage's book, with these fields beside it.
    private func asked(_ fields: String) throws(JSONError) -> QuoteRequest {
        try read(#"{"garage":"mitte",\#(fields)}"#)
    }

    private static func local(_ text: String) -> WallTime { .local(LocalDateTime(text)!) }

    static let stay = #"{"entry":"2026-03-02T08:00","exit":"2026-03-02T10:00"}"#
    private static let eightToTen = QuotedStay(entry: local("2026-03-02T08:00"), exit: local("2026-03-02T10:00"))

    @Test func `a stay needs its entry and its exit alone`() throws {
        let request = try asked(#""stays":[\#(Self.stay)]"#)
        var expected = QuoteRequest(.garage(GarageID("mitte")!, asOf: nil))
        expected.stays = [Self.eightToTen]
        #expect(request == expected)
    }

    @Test func `every field is read`() throws {
        let request = try asked(
            #"""
            "asOf":"2026-03-01T12:00:00+01:00",
            "stays":[{"entry":"2026-03-02T08:00:00Z","exit":"2026-03-02T10:00:30+01:00","vehicle":"truck",
              "groups":["staff","residents"],"validations":["cinema"],"agreement":"hospital",
              "covered":[{"from":"2026-03-02T08:30","until":"2026-03-02T09:00:00Z"}]}],
            "hours":{"start":"2026-03-02T07:30","hours":4,"vehicle":"truck","groups":["staff"]},
            "subscription":{"id":"monthly","from":"2026-01-31","renewals":2,"vehicle":"truck"},
            "curve":{"stay":{"entry":"2026-03-02T08:00","groups":["staff"]},"upTo":"2 days","every":"90 s","budget":"5.00"}
            """#)
        var expected = QuoteRequest(
            .garage(GarageID("mitte")!, asOf: Instant("2026-03-01T11:00:00Z")!))
        var stay = QuotedStay(
            entry: .instant(Instant("2026-03-02T08:00:00Z")!), exit: .instant(Instant("2026-03-02T09:00:30Z")!))
        stay.card = .truck
        stay.groups = [.staff, GroupID("residents")!]
        stay.validations = [ValidationID("cinema")!]
        stay.agreement = AgreementID("hospital")!
        let json = try asked(#""stays":[{"entry":"2026-03-02T08:00","exit":"2026-03-02T08:00","covered":[]}]"#)
        #expect(json.stays[0].covered == [])
        stay.covered = request.stays[0].covered
        #expect(stay.covered.map(\.from) == [Self.local("2026-03-02T08:30")])
        #expect(stay.covered.map(\.until) == [.instant(Instant("2026-03-02T09:00:00Z")!)])
        expected.stays = [stay]
        var hours = QuotedHours(start: .time(Self.local("2026-03-02T07:30")), hours: 4)
        hours.card = .truck
        hours.groups = [.staff]
        expected.hours = hours
        var subscription = QuotedSubscription(id: SubscriptionID("monthly")!, from: LocalDay("2026-01-31")!)
        subscription.renewals = 2
        subscription.card = .truck
        expected.subscription = subscription
        var open = QuotedStay(entry: Self.local("2026-03-02T08:00"), exit: Self.local("2026-03-02T08:00"))
        open.groups = [.staff]
        var curve = QuotedCurve(open)
        curve.upTo = .days(2)
        curve.every = .seconds(90)
        curve.budget = "5.00"
        expected.curve = curve
        #expect(request == expected)
    }

    @Test func `hours are quoted until the day's end`() throws {
        let hours = try asked(#""hours":{"start":"2026-03-02T09:20","until":"day-end"}"#).hours
        #expect(hours == QuotedHours(start: .time(Self.local("2026-03-02T09:20")), hours: nil))
        for (fields, field) in [
            (#""start":"2026-03-02T09:20","until":"day-end","hours":2"#, "hours.hours"),
            (#""day":"2026-03-02","until":"day-end""#, "hours.day"),
            (#""start":"2026-03-02T09:20","until":"noon""#, "hours.until"),
            (#""start":"2026-03-02T09:20""#, "hours.hours"), (#""until":"day-end""#, "hours.start"),
        ] {
            let error = #expect(throws: JSONError.self) { try asked(#""hours":{\#(fields)}"#) }
            #expect(error?.path == field)
        }
    }

    @Test func `what is left out has its usual value`() throws {
        let hours = try #require(try asked(#""hours":{"day":"2026-03-02","hours":1}"#).hours)
        #expect(hours == QuotedHours(start: .day(LocalDay("2026-03-02")!), hours: 1))
        #expect(hours.card == .standard && hours.groups.isEmpty)
        let subscription = try #require(try asked(#""subscription":{"from":"2026-03-02"}"#).subscription)
        #expect(subscription == QuotedSubscription(id: nil, from: LocalDay("2026-03-02")!))
        #expect(subscription.renewals == 0 && subscription.card == .standard)
        let curve = try #require(try asked(#""curve":{"stay":{"entry":"2026-03-02T08:00"}}"#).curve)
        #expect(curve.upTo == .hours(24) && curve.every == .minutes(15) && curve.budget == nil)
    }

    @Test func `cards that nobody has published stand in the request`() throws {
        let small = RateCardTests.small
        let one = try read(#"{"cards":[\#(small)],"stays":[\#(Self.stay)]}"#)
        let document = try RateCardDocument(json: Array(small.utf8))
        #expect(one.book == .cards([document]))
        let two = try read(#"{"stays":[\#(Self.stay)],"cards":[\#(small),\#(small)]}"#)
        #expect(two.book == .cards([document, document]))
        #expect(two.stays == [Self.eightToTen])
    }

    @Test func `times are by the clock on the wall or with their offset`() throws {
        let berlin = ZoneRules.berlin
        for (text, instant) in [
            ("2026-03-02T08:00", "2026-03-02T07:00:00Z"), ("2026-03-02T08:00:30", "2026-03-02T07:00:30Z"),
            ("2026-03-02T08:00Z", "2026-03-02T08:00:00Z"), ("2026-03-02T08:00:00+05:30", "2026-03-02T02:30:00Z"),
            // The clocks skip that hour: the instant of the skip.
            ("2026-03-29T02:30", "2026-03-29T01:00:00Z"),
            // They repeat that one: its first showing, unless the offset tells.
            ("2026-10-25T02:30", "2026-10-25T00:30:00Z"), ("2026-10-25T02:30+01:00", "2026-10-25T01:30:00Z"),
        ] {
            let stay = try asked(#""stays":[{"entry":"\#(text)","exit":"\#(text)"}]"#).stays[0].stay(in: berlin)
            #expect(stay.entry == Instant(instant), "\(text)")
            #expect(stay.exit == Instant(instant), "\(text)")
        }
        let shown = WallTime("2026-03-02T08:00:00Z")?.local(in: berlin)
        #expect(shown == LocalDateTime("2026-03-02T09:00"))
        #expect(WallTime("2026-03-02T08:00")?.local(in: berlin) == LocalDateTime("2026-03-02T08:00"))
        for text in ["", "2026-03-02", "08:00", "2026-03-02T24:00:01", "2026-02-30T08:00", "now", "2026-03-02T08:00+1"]
        {
            #expect(WallTime(text) == nil, "\(text)")
        }
    }

    @Test func `covered times are on the same clock, and those that run backwards cover nothing`() throws {
        let request = try asked(
            #"""
            "stays":[{"entry":"2026-03-02T08:00","exit":"2026-03-02T18:00","covered":[
              {"from":"2026-03-02T09:00","until":"2026-03-02T10:00"},
              {"from":"2026-03-02T12:00","until":"2026-03-02T12:00"},
              {"from":"2026-03-02T15:00","until":"2026-03-02T14:00"}]}]
            """#)
        let stay = request.stays[0].stay(in: .berlin)
        #expect(stay.covered == [Instant("2026-03-02T08:00:00Z")!..<Instant("2026-03-02T09:00:00Z")!])
        #expect(stay.card == .standard && stay.agreement == nil && stay.validations.isEmpty && stay.groups.isEmpty)
    }

    static let wrong: [(json: String, kind: JSONError.Kind, path: String)] = [
        ("", .value, ""), ("[]", .value, ""), ("{}", .missingField, "garage"),
        (#"{"stays":[\#(stay)]}"#, .missingField, "garage"),
        (#"{"asOf":"2026-03-01T12:00:00Z","stays":[\#(stay)]}"#, .missingField, "garage"),
        (#"{"garage":"mitte"}"#, .value, ""), (#"{"garage":"mitte","stays":[]}"#, .value, ""),
        (#"{"garage":"Mitte"}"#, .value, "garage"), (#"{"garage":null}"#, .value, "garage"),
        (#"{"cards":[]}"#, .value, "cards"), (#"{"cards":{}}"#, .value, "cards"),
        (#"{"cards":[{}]}"#, .missingField, "cards[0].currency"),
        (#"{"cards":[\#(RateCardTests.small),{"currency":"EUR","price":1}]}"#, .unknownField, "cards[1].price"),
        (#"{"cards":[\#(RateCardTests.small)],"garage":"mitte"}"#, .value, "cards"),
        (#"{"cards":[\#(RateCardTests.small)],"asOf":"2026-03-01T12:00:00Z"}"#, .value, "asOf"),
        (#"{"garage":"mitte","asOf":"2026-03-01T12:00"}"#, .value, "asOf"),
        (#"{"garage":"mitte","asof":"2026-03-01T12:00:00Z"}"#, .unknownField, "asof"),
        (#"{"garage":"mitte","garage":"mitte"}"#, .syntax, "garage"),
        (#"{"stays":[{}]}"#, .missingField, "stays[0].entry"),
        (#"{"stays":[{"entry":"2026-03-02T08:00"}]}"#, .missingField, "stays[0].exit"),
        (#"{"stays":[\#(stay),{"entry":"2026-03-02"}]}"#, .value, "stays[1].entry"),
        (#"{"stays":[{"exit":1772438400}]}"#, .value, "stays[0].exit"),
        (#"{"stays":[{"card":"truck"}]}"#, .unknownField, "stays[0].card"),
        (#"{"stays":[{"vehicle":"Truck"}]}"#, .value, "stays[0].vehicle"),
        (#"{"stays":[{"groups":"staff"}]}"#, .value, "stays[0].groups"),
        (#"{"stays":[{"groups":["staff",""]}]}"#, .value, "stays[0].groups[1]"),
        (#"{"stays":[{"validations":[7]}]}"#, .value, "stays[0].validations[0]"),
        (#"{"stays":[{"agreement":["a"]}]}"#, .value, "stays[0].agreement"),
        (#"{"stays":[{"covered":[{"from":"2026-03-02T08:00"}]}]}"#, .missingField, "stays[0].covered[0].until"),
        (#"{"stays":[{"covered":[{"until":"2026-03-02T08:00"}]}]}"#, .missingField, "stays[0].covered[0].from"),
        (#"{"stays":[{"covered":[{"to":"2026-03-02T08:00"}]}]}"#, .unknownField, "stays[0].covered[0].to"),
        (#"{"hours":{}}"#, .missingField, "hours.start"),
        (#"{"hours":{"start":"2026-03-02T07:30"}}"#, .missingField, "hours.hours"),
        (#"{"hours":{"start":"2026-03-02T07:30","day":"2026-03-02","hours":4}}"#, .value, "hours.day"),
        (#"{"hours":{"day":"2026-03-02","start":"2026-03-02T07:30","hours":4}}"#, .value, "hours.day"),
        (#"{"hours":{"day":"2026-02-29"}}"#, .day, "hours.day"), (#"{"hours":{"hours":-1}}"#, .value, "hours.hours"),
        (#"{"hours":{"hours":1.5}}"#, .value, "hours.hours"), (#"{"hours":{"exit":1}}"#, .unknownField, "hours.exit"),
        (#"{"hours":{"validations":[]}}"#, .unknownField, "hours.validations"),
        (#"{"subscription":{}}"#, .missingField, "subscription.from"),
        (#"{"subscription":{"from":"2026-02-29"}}"#, .day, "subscription.from"),
        (#"{"subscription":{"from":"2026-03-02","renewals":1}}"#, .value, "subscription.renewals"),
        (#"{"subscription":{"renewals":0,"from":"2026-03-02"}}"#, .value, "subscription.renewals"),
        (#"{"subscription":{"id":"a","renewals":-1}}"#, .value, "subscription.renewals"),
        (#"{"subscription":{"groups":["staff"]}}"#, .unknownField, "subscription.groups"),
        (#"{"curve":{}}"#, .missingField, "curve.stay"), (#"{"curve":{"stay":{}}}"#, .missingField, "curve.stay.entry"),
        (#"{"curve":{"stay":\#(stay)}}"#, .unknownField, "curve.stay.exit"),
        (#"{"curve":{"upTo":"1 month"}}"#, .value, "curve.upTo"), (#"{"curve":{"every":15}}"#, .value, "curve.every"),
        (#"{"curve":{"budget":5}}"#, .value, "curve.budget"),
        (#"{"curve":{"step":"1 h"}}"#, .unknownField, "curve.step"),
    ]

    @Test(arguments: wrong.indices) func `a request that asks for nothing clear is refused by the field`(index: Int) {
        let (json, kind, path) = Self.wrong[index]
        let error = #expect(throws: JSONError.self, "\(json)") { try read(json) }
        #expect(error?.kind == kind, "\(json): \(error?.description ?? "")")
        #expect(error?.path == path, "\(json): \(error?.description ?? "")")
    }

    @Test func `lists have an end`() throws {
        func list(_ element: String, _ count: Int) -> String {
            "[" + [String](repeating: element, count: count).joined(separator: ",") + "]"
        }
        let times = #""entry":"2026-03-02T08:00","exit":"2026-03-02T08:00""#
        let covered = #"{"from":"2026-03-02T08:00","until":"2026-03-02T09:00"}"#
        for (most, path, body) in [
            (1_000, "stays", { #""stays":\#(list(Self.stay, $0))"# }),
            (100, "stays[0].groups", { #""stays":[{\#(times),"groups":\#(list(#""g""#, $0))}]"# }),
            (100, "stays[0].validations", { #""stays":[{\#(times),"validations":\#(list(#""v""#, $0))}]"# }),
            (1_000, "stays[0].covered", { #""stays":[{\#(times),"covered":\#(list(covered, $0))}]"# }),
        ] as [(Int, String, (Int) -> String)] {
            #expect(throws: Never.self) { try asked(body(most)) }
            let error = #expect(throws: JSONError.self) { try asked(body(most + 1)) }
            #expect(error?.path == path)
        }
        func cards(_ count: Int) -> String {
            #"{"cards":\#(list(RateCardTests.small, count)),"stays":[\#(Self.stay)]}"#
        }
        #expect(throws: Never.self) { try read(cards(100)) }
        #expect(throws: JSONError.self) { try read(cards(101)) }
    }

    @Test func `a request cut short anywhere is refused`() throws {
        let json = Array(#"{"cards":[\#(RateCardTests.small)],"stays":[\#(Self.stay)]}"#.utf8)
        #expect(throws: Never.self) { try QuoteRequest(json: json) }
        for end in json.indices {
            #expect(throws: JSONError.self, "\(end)") { try QuoteRequest(json: Array(json[..<end])) }
        }
    }
}

extension CardID {
    fileprivate static let truck = CardID("truck")!
}

extension GroupID {
    fileprivate static let staff = GroupID("staff")!
}
