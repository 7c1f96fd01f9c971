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

    @Test func `a command that leaves a setting out asks for the same as one that says its default`() throws {
        let said =
            Self.required.dropLast() + #","lateness":"3 days","antiPassback":"hard","admission":"open","guestSpots":0}"#
        let context = CommandContext(currency: nil, zones: EventCodec.here.zones)
        let texts = try [Self.required, String(said)].map { body in
            guard case .complete(let command) = try CommandRequest.read(.configureGarage, Array(body.utf8), context)
            else { throw JSONError("names a plate") }
            return text(command.canonical(currency: .euro))
        }
        #expect(texts[0] == texts[1])
        #expect(texts[0] == #"{"configure-garage":\#(Self.required)}"#)
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
