import Chronology
import Money
import Parking
import ParkingJSON
import Tariffs
import Testing

/// What commands are answered.
@Suite struct ResultJSONTests {
    private func json(_ result: CommandResult) -> String {
        var writer = JSONWriter()
        writer.result(result, in: .euro, zone: .berlin)
        return text(writer.bytes)
    }

    static let answers: [(CommandResult, String)] = [
        (.configured, #"{"configured":true}"#),
        (.ratePublished(RateID("day")!), #"{"rate":"day"}"#),
        (.reserved(ReservationID(version: 7), day: LocalDay("2026-03-02")!), #"{"reservation":7,"day":"2026-03-02"}"#),
        (.cancelled(ReservationID(version: 7)), #"{"cancelled":7}"#),
        (.answered(.open(.entry(.reserved)), repeated: false), #"{"answer":"open","reason":"reserved"}"#),
        (.answered(.open(.entry(.paysByTime)), repeated: false), #"{"answer":"open","reason":"pays-by-time"}"#),
        (.answered(.open(.leaving), repeated: true), #"{"answer":"open","reason":"leaving","repeated":true}"#),
        (.answered(.open(.leavingUnseen), repeated: false), #"{"answer":"open","reason":"leaving-unseen"}"#),
        (.answered(.deny(.garageFull), repeated: false), #"{"answer":"deny","reason":"garage-full"}"#),
        (.entered(SessionID(version: 3), repeated: false), #"{"session":3}"#),
        (.entered(SessionID(version: 3), repeated: true), #"{"session":3,"repeated":true}"#),
        (.exitGateOpened(repeated: false), #"{"opened":true}"#),
        (.exitRepeated(SessionID(version: 3)), #"{"session":3,"repeated":true}"#),
        (.exitRepeated(nil), #"{"repeated":true}"#),
    ]

    @Test(arguments: answers.indices) func `an answer has these fields`(index: Int) {
        #expect(json(Self.answers[index].0) == Self.answers[index].1)
    }

    private func leave(_ rates: [Rate], entered: Bool) throws -> String {
        var events: [GarageEvent] = [.garageConfigured(.mitte)]
        events += rates.map { .ratePublished($0) }
        if entered { events.append(.carEntered(car: .plate(.anna), gate: .north, by: .gate, read: nil)) }
        let eight = Instant("2026-03-02T08:00:00+01:00")!
        var garage = Garage()
        for (index, event) in events.enumerated() {
            garage.evolve(
                RecordedEvent(version: Int64(index) + 1, occurredAt: eight, recordedAt: eight, event: event))
        }
        let exit = Command.exit(.plate(.anna), Passage(gate: GateID("yard")!))
        return json(try garage.decide(exit, at: eight + .minutes(90)).result)
    }

    static let times = #""enteredAt":"2026-03-02T08:00:00+01:00","exitedAt":"2026-03-02T09:30:00+01:00""#

    @Test func `a charge stands with its lines, in local time with the offset`() throws {
        let rate = Rate(id: RateID("day")!, price: .perUnit(Money(minorUnits: 250), every: .hours(1)))
        #expect(
            try leave([rate], entered: true) == #"{"session":3,\#(Self.times),"charge":{"currency":"EUR","#
                + #""total":"5.00","lines":[{"from":"2026-03-02T08:00:00+01:00","until":"2026-03-02T09:30:00+01:00","#
                + #""rate":"day","publishedBy":2,"quantity":2,"unit":"1 h","unitPrice":"2.50","amount":"5.00","#
                + #""why":"block"}],"leftOut":[],"engine":1,"zoneData":"2025b"}}"#)
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
