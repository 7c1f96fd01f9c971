import Parking
import Chronology
import Money
import JSON
import Tariffs
import Testing

/// Rate cards as files of their own, and as bodies.
@Suite struct RateCardTests {
    private func read(_ json: String) throws(JSONError) -> RateCardDocument {
        try RateCardDocument(json: Array(json.utf8))
    }

    @Test func `every example is a card that makes sense, and reads back as it was written`() throws {
        let cards = try Documents.cards()
        #expect(
            cards.map(\.name) == [
                "austin", "bike", "car", "flex-grid", "flexopus-day", "guest", "inugo", "light-truck", "office",
                "small-car",
            ])
        for (name, json) in cards {
            let document = try RateCardDocument(json: json)
            #expect(throws: Never.self, "\(name)") { try document.rateCard.validate() }
            let findings = document.rateCard.lint(in: .utc, from: LocalDay("2026-03-02")!)
            #expect(findings.filter { $0.severity == .error } == [], "\(name)")
            #expect(try RateCardDocument(json: document.json) == document, "\(name)")
            #expect(document.rateCard.rates.allSatisfy { $0.name != $0.id.text }, "a driver reads the rates of \(name)")
        }
    }

    @Test func `every card reads back as it was written, and writes the same bytes again`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = RandomEvent(seed)
        for index in 0..<300 {
            let document = draw.document()
            let again = try RateCardDocument(json: document.json)
            #expect(again == document, "seed \(seed), card \(index)")
            #expect(again.json == document.json, "seed \(seed), card \(index)")
        }
    }

    static let small =
        #"{"card":"car","name":"Cars","currency":"JPY","timeZone":"Asia/Tokyo","#
        + #""rates":[{"id":"day","name":"Day","tier":"casual","price":{"perDay":"1200"}}],"crossing":"perBlock"}"#

    @Test func `a card is written in this form`() throws {
        let rate = Rate(id: RateID("day")!, name: "Day", price: .perDay(Money(minorUnits: 1_200)))
        let document = RateCardDocument(
            card: CardID("car")!, name: "Cars", currency: .yen, timeZone: "Asia/Tokyo",
            rateCard: RateCard(rates: [rate]))
        #expect(text(document.json) == Self.small)
        #expect(try read(Self.small) == document)
    }

    @Test func `the currency may stand behind the amounts that are in it`() throws {
        let document = try read(
            #" {"rates":[{"id":"a","price":{"once":"1.5"}}],"crossing":"perBlock","name":"A","timeZone":"UTC","#
                + #""currency":"EUR"} "#)
        #expect(document.rateCard.rates.map(\.price) == [.once(Money(minorUnits: 150))])
        #expect(document.card == .standard)
    }

    @Test func `a garage's own card needs neither name nor currency nor time zone`() throws {
        let json = #"{"card":"car","rates":[{"id":"a","price":{"once":"2"}}],"crossing":"unitStart"}"#
        func read(_ json: String) throws(JSONError) -> (id: CardID, change: CardChange) {
            try JSONReader.read(Array(json.utf8)) { (reader: inout JSONReader) throws(JSONError) in
                try reader.cardChange(in: .euro)
            }
        }
        let named = try read(json)
        let rate = Rate(id: RateID("a")!, price: .once(Money(minorUnits: 200)))
        let card = RateCard(rates: [rate], terms: Terms(crossing: .unitStart))
        #expect(named == (CardID("car")!, CardChange(rates: [rate], [.crossing], of: card.terms)))
        #expect(named.change.over(RateCard(rates: [])) == card)
        var writer = JSONWriter()
        writer.cardChange(named.change, of: named.id, in: .euro)
        #expect(try read(text(writer.bytes)) == named)
        #expect(try read(#"{"rates":[],"crossing":"perBlock"}"#).id == .standard)
        let error = #expect(throws: JSONError.self) { try read(#"{"currency":"EUR"}"#) }
        #expect(error?.kind == .unknownField && error?.path == "currency")
    }

    static let wrong: [(String, JSONError.Kind, String)] = [
        ("", .value, ""),
        ("[]", .value, ""),
        ("{}", .missingField, "currency"),
        (#"{"currency":"eur"}"#, .value, "currency"),
        (#"{"currency":"EUR","currency":"EUR"}"#, .syntax, "currency"),
        (#"{"currency":"EUR"}"#, .missingField, "rates"),
        (#"{"currency":"EUR","rates":[]}"#, .missingField, "crossing"),
        (#"{"currency":"EUR","rates":[],"crossing":"perBlock"}"#, .missingField, "name"),
        (#"{"currency":"EUR","rates":[],"crossing":"perBlock","name":"A"}"#, .missingField, "timeZone"),
        (#"{"currency":"EUR","name":""}"#, .value, "name"),
        (#"{"currency":"EUR","card":"Car"}"#, .value, "card"),
        (#"{"currency":"EUR","rates":[{},7]}"#, .missingField, "rates[0].id"),
        (#"{"currency":"EUR","rates":[{"id":"a","price":{"once":1.5}}]}"#, .value, "rates[0].price.once"),
        (
            #"{"rates":[{"id":"a","price":{"once":"1"}},{"id":"b","price":{"once":"1"}},{"price":{"evry":"1 h"}}],"#
                + #""currency":"EUR"}"#, .unknownField, "rates[2].price.evry"
        ),
        (#"{"rates":[{"caps":[tru]}],"currency":"EUR"}"#, .syntax, "rates[0].caps[0]"),
        (#"{"currency":"EUR","name":"A"}}"#, .syntax, ""),
    ]

    @Test(arguments: wrong.indices) func `what is wrong with a card is told by its place`(index: Int) throws {
        let (json, kind, path) = Self.wrong[index]
        let error = try #require(throws: JSONError.self) { try read(json) }
        #expect((error.kind, error.path) == (kind, path), "\(error)")
    }

    private func card(rates count: Int) -> String {
        let rates = (0..<count).map { #"{"id":"r\#($0)","price":{"once":"1"}}"# }.joined(separator: ",")
        return #"{"currency":"EUR","name":"A","timeZone":"UTC","crossing":"perBlock","rates":[\#(rates)]}"#
    }

    @Test func `ten thousand rates are read and refused, more are not read`() throws {
        let card = try read(card(rates: 10_000)).rateCard
        let error = #expect(throws: RateError.self) { try card.validate() }
        #expect(error?.description == "rates has more than 1000 parts")
        let unread = #expect(throws: JSONError.self) { try read(self.card(rates: 10_001)) }
        #expect(unread?.path == "rates")
    }

    @Test func `a card that is nested too deep is refused`() throws {
        let deep = String(repeating: "[", count: 100_000)
        for json in [#"{"rates":\#(deep)"#, #"{"currency":"EUR","rates":\#(deep)"#] {
            let error = try #require(throws: JSONError.self) { try read(json) }
            #expect(error.problem == "is nested too deep")
        }
    }

    /// The fields of a rate that make no sense, and how the card's error names them.
    static let senseless: [(String, String)] = [
        (#""price":{"perUnit":"-1","every":"1 h"}"#, "price.perUnit is negative"),
        (#""price":{"perUnit":"1","every":"90 s"}"#, "price.every is not a whole number of minutes"),
        (#""price":{"once":"-1"}"#, "price.once is negative"),
        (#""price":{"perDay":"-1"}"#, "price.perDay is negative"),
        (#""price":{"steps":[{"amount":"-1","every":"1 h"}]}"#, "price.steps[0].amount is negative"),
        (#""price":{"steps":[{"amount":"1","every":"1 h","for":"1 h"}]}"#, "price.steps[0].for ends the last step"),
        (#""price":{"weekGrid":[{"name":"a","amount":"1","hours":[]}]}"#, "price.weekGrid[0].hours is empty"),
        (#""price":{"once":"1"},"caps":[{"amount":"1","per":"0 h"}]"#, "caps[0].per has no length"),
        (#""price":{"once":"1"},"caps":[{"amount":"1","from":"24:00","until":"01:00"}]"#, "caps[0].from is 24:00"),
        (#""price":{"once":"1"},"windows":[{"days":[],"from":"01:00","until":"01:00"}]"#, "windows[0].days is empty"),
        (
            #""price":{"once":"1"},"earlyBird":{"exit":{"from":"24:00","until":"01:00"}}"#,
            "earlyBird.exit.from is 24:00"
        ),
        (#""price":{"once":"1"},"earlyBird":{}"#, "earlyBird is empty"),
        (#""price":{"once":"1"},"conditions":{"maximumStay":"0 s"}"#, "conditions.maximumStay has no length"),
        (#""price":{"once":"1"},"tolerance":"5 min""#, "tolerance follows no unit"),
    ]

    @Test(arguments: senseless.indices) func `what makes no sense is named by its path in the text`(index: Int) throws {
        let (fields, problem) = Self.senseless[index]
        let card = try read(
            #"{"currency":"EUR","name":"A","timeZone":"UTC","crossing":"perBlock","rates":[{"id":"a",\#(fields)}]}"#)
        let error = try #require(throws: RateError.self) { try card.rateCard.validate() }
        #expect(error.description.hasPrefix("rates[0].\(problem)"), "\(error)")
    }
}
