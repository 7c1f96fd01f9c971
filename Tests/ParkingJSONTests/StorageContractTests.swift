import Chronology
import Parking
import ParkingJSON
import Testing

/// The bytes in which events are stored, for ever. Where one of these changes, logs that exist can no longer be read.
@Suite struct StorageContractTests {
    static let plate = #""plate":"00112233445566778899aabbccddeeff""#
    static let contract: [(GarageEvent, String, String)] = [
        (
            .garageConfigured(.mitte), "garage-configured",
            #"{"name":"Parkhaus \"Mitte\"","timeZone":"Europe/Berlin","currency":"EUR","capacity":95,"guestSpots":5,"#
                + #""permanentSpots":10,"fallbackSpots":2,"admission":"reservation-required","antiPassback":"soft","#
                + #""gates":[{"id":"north","lane":"in"},{"id":"yard","lane":"both"}],"duplicateReadWindow":"15 s","#
                + #""authorisationWait":"2 min","lateness":"3 days"}"#
        ),
        (
            .ratePublished(.rich), "rate-published",
            #"{"currency":"EUR","rate":{"id":"day.1","name":"Tag – Ä","group":"staff","tier":"event","windows":["#
                + #"{"days":["monday","sunday"],"from":"22:00","until":"06:30:15"},"#
                + #"{"from":"2026-03-02T18:00:00","until":"2026-03-03T02:00:00"}],"#
                + #""price":{"perUnit":"2.50","every":"15 min"},"caps":[{"amount":"20.00","per":"day"},"#
                + #"{"amount":"50.00","per":"2 days"},{"amount":"0.05","from":"18:00","until":"24:00"}],"#
                + #""grace":"5 min"}}"#
        ),
        (
            .dayReserved(plate: .anna, day: LocalDay("2026-03-02")!, holder: .guest), "day-reserved",
            "{\(plate)" + #","day":"2026-03-02","holder":"guest"}"#
        ),
        (.reservationCancelled(ReservationID(version: 7)), "reservation-cancelled", #"{"reservation":7}"#),
        (
            .entryAuthorised(
                plate: .anna, gate: .north, grounds: .paysByTime, until: Instant("2026-03-02T08:01:30.25Z")!,
                read: .seven), "entry-authorised",
            "{\(plate)"
                + #","gate":"north","grounds":"pays-by-time","until":"2026-03-02T08:01:30.250000Z","#
                + #""deviceEvent":"cam-7"}"#
        ),
        (
            .entryDenied(plate: .anna, gate: .north, reason: .garageFull, read: nil), "entry-denied",
            "{\(plate)" + #","gate":"north","reason":"garage-full"}"#
        ),
        (
            .exitAuthorised(plate: .anna, gate: .north, session: SessionID(version: 9), read: .seven),
            "exit-authorised", "{\(plate)" + #","gate":"north","session":9,"deviceEvent":"cam-7"}"#
        ),
        (
            .carEntered(
                car: .plate(.anna), gate: .north, by: .authorisation(AuthorisationID(version: 8)), read: .seven),
            "car-entered", "{\(plate)" + #","gate":"north","authorisation":8,"deviceEvent":"cam-7"}"#
        ),
        (
            .carEntered(car: .ticket(TicketID("T-1")!), gate: .north, by: .hand(Remark("Boom")!), read: nil),
            "car-entered", #"{"ticket":"T-1","gate":"north","byHand":"Boom"}"#
        ),
        (.carEntered(car: .unknown, gate: .north, by: .gate, read: nil), "car-entered", #"{"gate":"north"}"#),
        (.carEntered(car: .unknown, gate: nil, by: .imported, read: nil), "car-entered", #"{"imported":true}"#),
        (
            .carExited(session: SessionID(version: 9), gate: .north, read: .seven), "car-exited",
            #"{"session":9,"gate":"north","deviceEvent":"cam-7"}"#
        ),
        (
            .exitWithoutEntry(car: .plate(.anna), gate: .north, read: nil), "exit-without-entry",
            "{\(plate)" + #","gate":"north"}"#
        ),
        (.sessionOrphaned(SessionID(version: 9)), "session-orphaned", #"{"session":9}"#),
        (
            .exitGateOpened(gate: .north, remark: Remark("Boom")!, read: .seven), "exit-gate-opened",
            #"{"gate":"north","remark":"Boom","deviceEvent":"cam-7"}"#
        ),
    ]

    @Test(arguments: contract.indices) func `an event has these bytes, and these bytes are that event`(
        index: Int
    ) throws {
        let (event, type, json) = Self.contract[index]
        #expect(event.typeName == type)
        #expect(text(EventCodec.here.encode(event, currency: .euro)) == json)
        #expect(try EventCodec.here.decode(type: type, schemaVersion: 1, payload: Array(json.utf8)) == event)
    }

    @Test func `every kind of event has an example above`() {
        var draw = RandomEvent(1)
        let all = Set((0..<RandomEvent.kinds).map { draw.event($0).typeName })
        #expect(Set(Self.contract.map(\.1)) == all)
        #expect(all.count == 12)
        #expect(EventCodec.schemaVersion == 1)
    }

    @Test func `the names that events store are these`() {
        #expect(Holder.allCases.map(\.rawValue) == ["member", "guest"])
        #expect(EntryGrounds.allCases.map(\.rawValue) == ["reserved", "pays-by-time"])
        #expect(
            DenialReason.allCases.map(\.rawValue) == ["garage-full", "spots-kept", "no-reservation", "already-inside"])
        #expect(Admission.allCases.map(\.rawValue) == ["reservation-required", "open"])
        #expect(AntiPassback.allCases.map(\.rawValue) == ["hard", "soft"])
        #expect(Gate.Lane.allCases.map(\.rawValue) == ["in", "out", "both"])
        #expect(Direction.allCases.map(\.rawValue) == ["in", "out"])
    }
}
