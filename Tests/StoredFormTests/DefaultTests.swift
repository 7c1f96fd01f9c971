import Chronology
import JSON
import Money
import Parking
import Tariffs
import Testing

/// What has its default is not written, so that a setting which is new changes no payload and no fingerprint of before.
@Suite struct DefaultTests {
    static let plain = GarageSettings(
        name: "Plain", zone: .utc, currency: .euro, capacity: 5, gates: [Gate(id: .north, lane: .both)])
    static let required =
        #"{"name":"Plain","timeZone":"UTC","currency":"EUR","capacity":5,"gates":[{"id":"north","lane":"both"}]}"#

    @Test func `settings that are all at their defaults are stored without them`() {
        let event = GarageEvent.garageConfigured(.init(Self.plain))
        #expect(text(EventCodec.here.encode(event, currency: .euro)) == Self.required)
    }

    @Test func `a command that leaves a setting out asks for something else than one that says its default`() throws {
        let said =
            Self.required.dropLast() + #","lateness":"3 days","antiPassback":"hard","publicHours":null,"guestSpots":0}"#
        let null =
            Self.required.dropLast() + #","guestSpots":null,"lateness":null,"publicHours":null,"antiPassback":null}"#
        let context = CommandContext(currency: nil, zones: EventCodec.here.zones)
        let texts = try [Self.required, String(said), String(null)].map { body in
            guard case .complete(let command) = try CommandRequest.read(.configureGarage, Array(body.utf8), context)
            else { throw JSONError("names a plate") }
            return text(command.canonical(currency: .euro))
        }
        #expect(texts[0] == #"{"configure-garage":\#(Self.required)}"#)
        // What stays as it is is no default.
        #expect(
            texts[1] == #"{"configure-garage":{"name":"Plain","timeZone":"UTC","currency":"EUR","capacity":5,"#
                + #""guestSpots":null,"publicHours":null,"antiPassback":null,"lateness":null,"#
                + #""gates":[{"id":"north","lane":"both"}]}}"#)
        #expect(texts[1] == texts[2])
    }

    @Test func `a rate and terms are stored without what they leave at its default`() {
        let rate = GarageEvent.ratePublished(.init(Rate(id: RateID("a")!, price: .once(Money(minorUnits: 100)))))
        #expect(
            text(EventCodec.here.encode(rate, currency: .euro))
                == #"{"currency":"EUR","rate":{"id":"a","name":"a","tier":"casual","price":{"once":"1.00"}}}"#)
        let terms = GarageEvent.termsPublished(.init(Terms()))
        #expect(
            text(EventCodec.here.encode(terms, currency: .euro))
                == #"{"currency":"EUR","terms":{"crossing":"perBlock"}}"#)
    }
}
