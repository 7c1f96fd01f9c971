import JSON
import Money
import Parking
import Quoting
import Tariffs
import Testing

/// Whoever names a field that there is not is told which there are, wherever cards and hours are read.
@Suite struct UnknownFieldTests {
    private func refused(_ body: () throws(JSONError) -> Void) throws -> String {
        "\(try #require(throws: JSONError.self, performing: body))"
    }

    private func command(_ name: CommandName, _ body: String) throws(JSONError) -> CommandRequest {
        try CommandRequest.read(
            name, Array(body.utf8), CommandContext(currency: .euro, zones: EventCodec.here.zones))
    }

    @Test func `a rate that is published may also name its card`() throws {
        let said = try refused { () throws(JSONError) in
            _ = try command(.ratePublished, #"{"id":"hour","kard":"van"}"#)
        }
        #expect(
            said
                == #""kard" is not a field here; the fields are caps, card, cardCaps, conditions, earlyBird, flat, free, "#
                + "grace, group, id, name, price, tier, tolerance, validation, windows.")
    }

    @Test func `what is changed of a card names its place`() throws {
        let said = try refused { () throws(JSONError) in
            _ = try JSONReader.read(Array(#"{"rates":[{"price":{"steps":[{"ammount":"1"}]}}]}"#.utf8)) {
                (reader: inout JSONReader) throws(JSONError) in
                try reader.cardChange(in: .euro)
            }
        }
        #expect(
            said == #""rates[0].price.steps[0].ammount" is not a field here; the fields are amount, every, for."#)
    }

    static let quotes: [(body: String, said: String)] = [
        (
            #"{"garages":"mitte"}"#,
            #""garages" is not a field here; the fields are asOf, cards, curve, garage, hours, stays, subscription."#
        ),
        (
            #"{"stays":[{"out":"x"}]}"#,
            #""stays[0].out" is not a field here; the fields are agreement, covered, entry, exit, groups, validations, vehicle."#
        ),
        (
            #"{"stays":[{"covered":[{"to":"x"}]}]}"#,
            #""stays[0].covered[0].to" is not a field here; the fields are from, until."#
        ),
        (
            #"{"hours":{"at":"x"}}"#,
            #""hours.at" is not a field here; the fields are day, groups, hours, start, until, vehicle."#
        ),
        (
            #"{"subscription":{"card":"x"}}"#,
            #""subscription.card" is not a field here; the fields are from, id, renewals, vehicle."#
        ),
        (#"{"curve":{"to":"x"}}"#, #""curve.to" is not a field here; the fields are budget, every, stay, upTo."#),
        (
            #"{"curve":{"stay":{"exit":"x"}}}"#,
            #""curve.stay.exit" is not a field here; the fields are agreement, covered, entry, groups, validations, vehicle."#
        ),
    ]

    @Test(arguments: quotes.indices) func `a request for quotes, too`(index: Int) throws {
        let (body, expected) = Self.quotes[index]
        let said = try refused { () throws(JSONError) in _ = try QuoteRequest(json: Array(body.utf8)) }
        #expect(said == expected)
    }

    static let hours: [(settings: String, said: String)] = [
        (#""publicHours":{"window":[]}"#, #""publicHours.window" is not a field here; the fields are windows."#),
        (
            #""publicHours":{"windows":[{"at":"08:00"}]}"#,
            #""publicHours.windows[0].at" is not a field here; the fields are days, from, until."#
        ),
        (
            #""groupHours":[{"name":"staff"}]"#,
            #""groupHours[0].name" is not a field here; the fields are group, windows."#
        ),
    ]

    @Test(arguments: hours.indices) func `hours of a garage, too`(index: Int) throws {
        let (settings, expected) = Self.hours[index]
        let body = #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,\#(settings)}"#
        let said = try refused { () throws(JSONError) in
            _ = try command(.configureGarage, body)
        }
        #expect(said == expected)
    }
}
