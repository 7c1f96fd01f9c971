import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

/// The bodies of commands.
@Suite struct CommandRequestTests {
    static let passage = Passage(
        gate: .north, direction: .entry, occurredAt: Instant("2026-03-02T07:00:00Z")!, read: .seven)
    static let device = #""occurredAt":"2026-03-02T08:00:00+01:00","deviceEvent":"cam-7""#
    static let bodies = otherBodies + permitBodies
    private static let otherBodies: [(CommandName, String, Command)] = [
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":9,"gates":[{"id":"north","lane":"both"}]}"#,
            .configureGarage(
                .init(
                    GarageSettings(
                        name: "M", zone: .utc, currency: .euro, capacity: 9, gates: [Gate(id: .north, lane: .both)])))
        ),
        (
            .ratePublished, #"{"id":"day","price":{"perUnit":"2.50","every":"15 min"}}"#,
            .ratePublished(
                .init(
                    Rate(id: RateID("day")!, price: .perUnit(Money(minorUnits: 250), every: .minutes(15)))))
        ),
        (
            .ratePublished, #"{"card":"bike","id":"day","price":{"once":"2.50"}}"#,
            .ratePublished(.init(Rate(id: RateID("day")!, price: .once(Money(minorUnits: 250))), on: CardID("bike")!))
        ),
        (.rateWithdrawn, #"{"rate":"day"}"#, .rateWithdrawn(.init(RateID("day")!))),
        (.rateWithdrawn, #"{"rate":"day","card":"bike"}"#, .rateWithdrawn(.init(RateID("day")!, on: CardID("bike")!))),
        (
            .cardPublished, #"{"rates":[],"crossing":"unitStart"}"#,
            .cardPublished(.init(RateCard(rates: [], terms: Terms(crossing: .unitStart))))
        ),
        (
            .cardPublished,
            #"{"card":"bike","rates":[{"id":"day","price":{"once":"2.50"}}],"crossing":"perBlock","#
                + #""agreements":[{"id":"hospital","minutesOff":"1 h"}]}"#,
            .cardPublished(
                .init(
                    RateCard(
                        rates: [Rate(id: RateID("day")!, price: .once(Money(minorUnits: 250)))],
                        terms: Terms(
                            agreements: [Agreement(id: AgreementID("hospital")!, effect: .minutesOff(.hours(1)))])),
                    on: CardID("bike")!))
        ),
        (
            .validate, #"{"session":7,"validation":"cinema"}"#,
            .validate(.init(.session(SessionID(version: 7)), ValidationID("cinema")!))
        ),
        (
            .validate, #"{"plate":"b-xy 1","validation":"cinema"}"#,
            .validate(.init(.car(.plate(.anna)), ValidationID("cinema")!))
        ),
        (
            .validate, #"{"ticket":"T-1","validation":"cinema"}"#,
            .validate(.init(.car(.ticket(TicketID("T-1")!)), ValidationID("cinema")!))
        ),
        (
            .applyAgreement, #"{"agreement":"hospital","session":7}"#,
            .applyAgreement(.init(.session(SessionID(version: 7)), AgreementID("hospital")!))
        ),
        (
            .applyAgreement, #"{"agreement":"hospital","plate":"BXY1"}"#,
            .applyAgreement(.init(.car(.plate(.anna)), AgreementID("hospital")!))
        ),
        (
            .correctPlate, #"{"session":7,"plate":"B-XY 1","reason":"misread","remark":"Looked."}"#,
            .correctPlate(.init(SessionID(version: 7), .plate(.anna), .looked))
        ),
        (
            .correctPlate, #"{"session":7,"ticket":"T-1","reason":"misread"}"#,
            .correctPlate(.init(SessionID(version: 7), .ticket(TicketID("T-1")!), .misread))
        ),
        (
            .releasePassage, #"{"quarantined":7,"at":"1970-01-01T00:00:00Z","reason":"misread","remark":"Looked."}"#,
            .releasePassage(.init(QuarantineID(version: 7), at: Instant(microseconds: 0), .looked))
        ),
        (
            .plateSeen, #"{"plate":"BXY1","gate":"north","sentAt":"1970-01-01T00:00:00Z"}"#,
            .plateSeen(.init(.anna, Passage(gate: .north, sentAt: Instant(microseconds: 0))))
        ),
        (
            .gateOpen, #"{"gate":"north","sentAt":"1970-01-01T00:00:00Z"}"#,
            .gateOpen(.init(nil, Passage(gate: .north, sentAt: Instant(microseconds: 0)), nil))
        ),
        (
            .exit, #"{"gate":"north","sentAt":"1970-01-01T00:00:00Z"}"#,
            .exit(.init(nil, Passage(gate: .north, sentAt: Instant(microseconds: 0))))
        ),
        (
            .endSession, #"{"session":7,"at":"1970-01-01T00:00:00Z","reason":"misread"}"#,
            .endSession(.init(SessionID(version: 7), at: Instant(microseconds: 0), .misread))
        ),
        (
            .reopenSession, #"{"session":7,"reason":"misread","remark":"Looked."}"#,
            .reopenSession(.init(SessionID(version: 7), .looked))
        ),
        (
            .linkExit, #"{"session":7,"exit":8,"reason":"misread"}"#,
            .linkExit(.init(ExitID(version: 8), to: SessionID(version: 7), .misread))
        ),
        (
            .correctPassage, #"{"exit":7,"at":"1970-01-01T00:00:00Z","reason":"misread"}"#,
            .correctPassage(.init(.exit(ExitID(version: 7)), at: Instant(microseconds: 0), .misread))
        ),
        (.writeOff, #"{"session":7,"reason":"misread"}"#, .writeOff(.init(SessionID(version: 7), .misread))),
        (.correctCount, #"{"inside":7,"reason":"misread"}"#, .correctCount(.init(7, .misread))),
        (
            .splitSession,
            #"{"session":7,"leftAt":"1970-01-01T00:00:00Z","returnedAt":"1970-01-01T00:00:01Z","reason":"misread"}"#,
            .splitSession(
                .init(
                    SessionID(version: 7), leftAt: Instant(microseconds: 0),
                    returnedAt: Instant(microseconds: 1_000_000), .misread))
        ),
        (
            .withdrawAuthorisation, #"{"authorisation":7,"reason":"misread"}"#,
            .withdrawAuthorisation(.init(AuthorisationID(version: 7), .misread))
        ),
        (
            .plateSeen, #"{"plate":"BXY1","gate":"north","confidence":60,"alternatives":["BXZ1"]}"#,
            .plateSeen(.init(.anna, Passage(gate: .north), confidence: Confidence(percent: 60)!))
        ),
        (
            .assignException, #"{"exception":7,"owner":"ada"}"#,
            .assignException(.init(ExceptionID(version: 7), to: Actor("ada")!))
        ),
        (
            .dismissException, #"{"exception":7,"reason":"misread"}"#,
            .dismissException(.init(ExceptionID(version: 7), .misread))
        ),
        (.resetInventory, #"{"reason":"misread"}"#, .resetInventory(.init(.misread))),
        (
            .lostTicket, #"{"gate":"north","session":7,"reason":"lost","remark":"Looked."}"#,
            .lostTicket(
                .init(
                    Passage(gate: .north), of: SessionID(version: 7), reason: ReasonCode("lost")!,
                    remark: Remark("Looked.")!))
        ),
        (
            .lostTicket, #"{"gate":"north","enteredAt":"1970-01-01T00:00:00Z","deviceEvent":"cam-7"}"#,
            .lostTicket(.init(Passage(gate: .north, read: .seven), enteredAt: Instant(microseconds: 0)))
        ),
        (
            .loopCounted,
            #"{"gate":"north","direction":"in","cars":12,"from":"1970-01-01T00:00:00Z","until":"1970-01-01T01:00:00Z","#
                + #""deviceEvent":"cam-7"}"#,
            .loopCounted(
                .init(
                    12, at: .north, .entry, from: Instant(microseconds: 0),
                    until: Instant(microseconds: 3_600_000_000), read: .seven))
        ),
        (.ticketAsked, #"{"gate":"north"}"#, .ticketAsked(.init(Passage(gate: .north)))),
        (
            .ticketAsked, #"{"gate":"north","direction":"in","vehicle":"bike","deviceEvent":"cam-7","ticket":"R5"}"#,
            .ticketAsked(
                .init(
                    Passage(gate: .north, direction: .entry, vehicle: CardID("bike")!, read: .seven),
                    ticket: TicketID("R5")!))
        ),
        (
            .plateSeen, #"{"plate":"BXY1","gate":"north","vehicle":"bike"}"#,
            .plateSeen(.init(.anna, Passage(gate: .north, vehicle: CardID("bike")!)))
        ),
        (
            .gateOpen, #"{"gate":"north","vehicle":"bike"}"#,
            .gateOpen(.init(nil, Passage(gate: .north, vehicle: CardID("bike")!), nil))
        ),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":9,"gates":[{"id":"north","lane":"both"}],"#
                + #""publicHours":{"windows":[{"from":"07:00","until":"19:00"}]}}"#,
            .configureGarage(
                .init(
                    GarageSettings(
                        name: "M", zone: .utc, currency: .euro, capacity: 9,
                        publicHours: .windows([
                            .weekly(
                                days: Set(Weekday.allCases), from: LocalTime("07:00")!, until: LocalTime("19:00")!)
                        ]), gates: [Gate(id: .north, lane: .both)])))
        ),
        (
            .reserve, #"{"plate":"b-xy 1","day":"2026-03-02","holder":"guest"}"#,
            .reserve(.init(plate: .anna, day: LocalDay("2026-03-02")!, holder: .guest))
        ),
        (
            .reserve, #"{"day":"2026-03-02","plate":"B XY1"}"#,
            .reserve(.init(plate: .anna, day: LocalDay("2026-03-02")!, holder: .member))
        ),
        (
            .reserve, #"{"plate":"BXY1","start":"2026-03-02T07:30","hours":4,"vehicle":"bike"}"#,
            .reserve(
                .init(
                    plate: .anna,
                    HoursBooking(start: LocalDateTime("2026-03-02T07:30")!, hours: 4, card: CardID("bike")!),
                    holder: .member))
        ),
        (.cancel, #"{"reservation":7}"#, .cancel(.init(ReservationID(version: 7)))),
        (.plateSeen, #"{"plate":"BXY1","gate":"north"}"#, .plateSeen(.init(.anna, Passage(gate: .north)))),
        (
            .plateSeen, #"{"plate":"BXY1","gate":"north","direction":"in",\#(device)}"#,
            .plateSeen(.init(.anna, passage))
        ),
        (
            .gateOpen, #"{"plate":"BXY1","gate":"north","direction":"in",\#(device),"remark":"Boom"}"#,
            .gateOpen(.init(.plate(.anna), passage, Remark("Boom")))
        ),
        (
            .gateOpen, #"{"ticket":"T-1","gate":"north"}"#,
            .gateOpen(.init(.ticket(TicketID("T-1")!), Passage(gate: .north), nil))
        ),
        (.gateOpen, #" { "gate" : "north" } "#, .gateOpen(.init(nil, Passage(gate: .north), nil))),
        (
            .exit, #"{"plate":"BXY1","gate":"north",\#(device)}"#,
            .exit(.init(.plate(.anna), Passage(gate: .north, occurredAt: passage.occurredAt, read: .seven)))
        ),
        (.exit, #"{"ticket":"T-1","gate":"north"}"#, .exit(.init(.ticket(TicketID("T-1")!), Passage(gate: .north)))),
        (.exit, #"{"gate":"north"}"#, .exit(.init(nil, Passage(gate: .north)))),
    ]

    private func read(_ name: CommandName, _ body: String, _ currency: Currency? = .euro) throws(JSONError) -> Command {
        switch try CommandRequest.read(
            name, Array(body.utf8), CommandContext(currency: currency, zones: EventCodec.here.zones))
        {
        case .complete(let command): return command
        case .naming(let plate, let command):
            guard plate == Plate("BXY1") else { throw JSONError("is another plate") }
            return command(.anna)
        case .reading(let plate, _, let command):
            guard plate == Plate("BXY1") else { throw JSONError("is another plate") }
            return command(.anna, [])
        }
    }

    @Test(arguments: bodies.indices) func `a body is read as its command`(index: Int) throws {
        let (name, body, command) = Self.bodies[index]
        #expect(try read(name, body) == command)
    }

    @Test func `every command has a body here`() {
        #expect(Set(Self.bodies.map(\.0)) == Set(CommandName.allCases))
    }

    @Test(arguments: bodies.indices) func `a body cut short anywhere is refused`(index: Int) {
        let (name, body, _) = Self.bodies[index]
        let bytes = Array(body.utf8.reversed().drop { $0 == 32 }.reversed())
        for end in bytes.indices {
            #expect(throws: JSONError.self, "\(end)") {
                try CommandRequest.read(
                    name, Array(bytes[..<end]), CommandContext(currency: .euro, zones: EventCodec.here.zones))
            }
        }
    }

    @Test func `a rate has amounts in the currency of its garage, so there must be one`() throws {
        let yen = try read(.ratePublished, #"{"id":"day","price":{"once":"500"}}"#, .yen)
        #expect(yen == .ratePublished(.init(Rate(id: RateID("day")!, price: .once(Money(minorUnits: 500))))))
        #expect(throws: JSONError("has amounts of a garage that is not configured yet")) {
            try read(.ratePublished, #"{"id":"day","price":{"once":"500"}}"#, nil)
        }
        #expect(throws: JSONError("has amounts of a garage that is not configured yet")) {
            try read(.cardPublished, #"{"rates":[],"crossing":"perBlock"}"#, nil)
        }
    }

    static let wrong = otherWrong + permitWrong
    private static let otherWrong: [(CommandName, String, JSONError.Kind, String)] = [
        (.reserve, #"{"day":"2026-03-02"}"#, .missingField, "plate"),
        (.reserve, #"{"plate":"BXY1"}"#, .missingField, "day"),
        (.reserve, #"{"plate":"BXY1","hours":4}"#, .missingField, "start"),
        (.reserve, #"{"plate":"BXY1","start":"2026-03-02T07:30"}"#, .missingField, "hours"),
        (.reserve, #"{"plate":"BXY1","day":"2026-03-02","start":"2026-03-02T07:30","hours":1}"#, .value, "day"),
        (.reserve, #"{"plate":"BXY1","day":"2026-03-02","vehicle":"bike"}"#, .value, "vehicle"),
        (.reserve, #"{"plate":"BXY1","start":"2026-03-02T07:30+01:00","hours":1}"#, .value, "start"),
        (.reserve, #"{"plate":"BXY1","day":"2026-02-30"}"#, .day, "day"),
        (.reserve, #"{"plate":"🚗"}"#, .plate, "plate"),
        (.reserve, #"{"plate":""}"#, .plate, "plate"),
        (.reserve, #"{"plate":7}"#, .value, "plate"),
        (.reserve, #"{"gate":"north"}"#, .unknownField, "gate"),
        (.cancel, "{}", .missingField, "reservation"),
        (.cancel, #"{"reservation":0}"#, .value, "reservation"),
        (.cancel, #"{"reservation":1.5}"#, .value, "reservation"),
        (.cancel, #"{"reservation":9223372036854775808}"#, .value, "reservation"),
        (.cancel, #"{"reservation":1,"reservation":2}"#, .syntax, "reservation"),
        (.reserve, #"{"groups":["staff"]}"#, .unknownField, "groups"),
        (.plateSeen, #"{"plate":"BXY1"}"#, .missingField, "gate"),
        (.plateSeen, #"{"gate":"north"}"#, .missingField, "plate"),
        (.plateSeen, #"{"ticket":"T-1"}"#, .unknownField, "ticket"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","direction":"up"}"#, .value, "direction"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","occurredAt":"yesterday"}"#, .value, "occurredAt"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","occurredAt":"2026-03-02T08:00:00"}"#, .value, "occurredAt"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","deviceEvent":"a b"}"#, .value, "deviceEvent"),
        (.gateOpen, #"{"plate":"BXY1","ticket":"T-1","gate":"north"}"#, .value, "ticket"),
        (.gateOpen, #"{"gate":"north","remark":"a\nb"}"#, .value, "remark"),
        (.gateOpen, #"{"gate":"north","remark":null}"#, .value, "remark"),
        (.exit, #"{"gate":"north","direction":"out"}"#, .unknownField, "direction"),
        (.exit, #"{"gate":"north","remark":"x"}"#, .unknownField, "remark"),
        (.exit, "null", .value, ""),
        (
            .lostTicket, #"{"gate":"north","session":7,"enteredAt":"1970-01-01T00:00:00Z"}"#, .value, "enteredAt"
        ),
        (.lostTicket, #"{"gate":"north","ticket":"R5"}"#, .unknownField, "ticket"),
        (.loopCounted, #"{"gate":"north","cars":1001}"#, .value, "cars"),
        (.loopCounted, #"{"gate":"north","cars":1,"from":"1970-01-01T00:00:00Z"}"#, .missingField, "until"),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"lostTicket":{"price":"2.505"}}"#, .value,
            "lostTicket.price"
        ),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"lostTicket":{"claimedEntry":false}}"#,
            .value, "lostTicket"
        ),
        (.ticketAsked, #"{"ticket":"R5"}"#, .missingField, "gate"),
        (.ticketAsked, #"{"gate":"north","ticket":"R 5"}"#, .value, "ticket"),
        (.ticketAsked, #"{"gate":"north","plate":"BXY1"}"#, .unknownField, "plate"),
        (.exit, #"{"gate":"north","vehicle":"bike"}"#, .unknownField, "vehicle"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","vehicle":"Bike"}"#, .value, "vehicle"),
        (.ratePublished, #"{"card":"Bike"}"#, .value, "card"),
        (.ratePublished, #"{"cards":"bike"}"#, .unknownField, "cards"),
        (.rateWithdrawn, #"{"card":"bike"}"#, .missingField, "rate"),
        (.rateWithdrawn, #"{"rate":7}"#, .value, "rate"),
        (.rateWithdrawn, #"{"plate":"BXY1"}"#, .unknownField, "plate"),
        (.cardPublished, #"{"crossing":"perBlock"}"#, .missingField, "rates"),
        (.cardPublished, #"{"rates":[]}"#, .missingField, "crossing"),
        (.cardPublished, #"{"rates":[{"id":"a"}]}"#, .missingField, "rates[0].price"),
        (.validate, #"{"session":7}"#, .missingField, "validation"),
        (.validate, #"{"validation":"cinema"}"#, .missingField, ""),
        (.validate, #"{"validation":"The Cinema"}"#, .value, "validation"),
        (.validate, #"{"session":7,"plate":"BXY1","validation":"cinema"}"#, .value, "session"),
        (.validate, #"{"session":7,"ticket":"T-1","validation":"cinema"}"#, .value, "session"),
        (.validate, #"{"plate":"BXY1","ticket":"T-1","validation":"cinema"}"#, .value, "ticket"),
        (.validate, #"{"session":7,"agreement":"hospital"}"#, .unknownField, "agreement"),
        (.applyAgreement, #"{"session":0,"agreement":"hospital"}"#, .value, "session"),
        (.applyAgreement, #"{"plate":"BXY1"}"#, .missingField, "agreement"),
        (.correctPlate, #"{"session":7,"plate":"BXY1"}"#, .missingField, "reason"),
        (.endSession, #"{"session":7,"reason":"misread"}"#, .missingField, "at"),
        (.releasePassage, #"{"quarantined":7,"reason":"misread"}"#, .missingField, "at"),
        (.releasePassage, #"{"quarantined":0,"at":"1970-01-01T00:00:00Z"}"#, .value, "quarantined"),
        (.releasePassage, #"{"quarantined":7,"at":"1970-01-01T00:00:00Z"}"#, .missingField, "reason"),
        (.exit, #"{"gate":"north","sentAt":"now"}"#, .value, "sentAt"),
        (.correctPassage, #"{"at":"1970-01-01T00:00:00Z","reason":"misread"}"#, .missingField, ""),
        (.correctCount, #"{"inside":-1,"reason":"misread"}"#, .value, "inside"),
        (.resetInventory, #"{}"#, .missingField, "reason"),
        (.assignException, #"{"exception":7,"owner":"a b"}"#, .value, "owner"),
        (.dismissException, #"{"exception":7}"#, .missingField, "reason"),
        (.splitSession, #"{"session":7,"leftAt":"1970-01-01T00:00:00Z"}"#, .missingField, "returnedAt"),
        (.withdrawAuthorisation, #"{"authorisation":0,"reason":"misread"}"#, .value, "authorisation"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","confidence":101}"#, .value, "confidence"),
        (.plateSeen, #"{"plate":"BXY1","gate":"north","alternatives":["?"]}"#, .plate, "alternatives[0]"),
        (.reopenSession, #"{"session":7,"reason":"Mis read"}"#, .value, "reason"),
        (.linkExit, #"{"session":7,"exit":0,"reason":"misread"}"#, .value, "exit"),
        (.correctPlate, #"{"session":7,"reason":"misread"}"#, .missingField, ""),
        (.correctPlate, #"{"plate":"BXY1","reason":"misread"}"#, .missingField, "session"),
        (
            .configureGarage, #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"publicHours":"always"}"#,
            .value, "publicHours"
        ),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"groupHours":[{"windows":[]}]}"#, .value,
            "groupHours[0].windows"
        ),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"groupHours":[{"group":"a"},{}]}"#,
            .missingField, "groupHours[1].group"
        ),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"groupHours":[{"group":"a","hours":1}]}"#,
            .unknownField, "groupHours[0].hours"
        ),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"publicHours":{"windows":[{"from":"07:00"}]}}"#,
            .missingField,
            "publicHours.windows[0].until"
        ),
        (.configureGarage, #"{"name":"M"}"#, .missingField, "timeZone"),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"gates":[{"id":"a","lane":"in"},{"id":"B"}]}"#,
            .value, "gates[1].id"
        ),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"gates":[{"id":"a","lane":"in"},{"id":"b"}]}"#,
            .missingField, "gates[1].lane"
        ),
        (
            .configureGarage, #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"gates":[{"gates":1}]}"#,
            .unknownField, "gates[0].gates"
        ),
        (.configureGarage, #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"gates":{}}"#, .value, "gates"),
        (
            .configureGarage, #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1000000001}"#, .value,
            "capacity"
        ),
        (.configureGarage, #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":-1}"#, .value, "capacity"),
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":1,"lateness":"999999999 days"}"#, .value,
            "lateness"
        ),
        (.configureGarage, #"{"name":"M","timeZone":"UTC","currency":"eur"}"#, .value, "currency"),
    ]

    @Test(arguments: wrong.indices) func `what is wrong is told by its kind and its place`(index: Int) throws {
        let (name, body, kind, path) = Self.wrong[index]
        let error = try #require(throws: JSONError.self) { try read(name, body) }
        #expect((error.kind, error.path) == (kind, path), "\(error)")
    }

    @Test func `what was read of a wrong plate does not return in the error`() throws {
        let error = try #require(throws: JSONError.self) { try read(.reserve, #"{"plate":"GEHEIM_1"}"#) }
        #expect(!"\(error)\(error.problem)".contains("GEHEIM"))
    }
}
