import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

/// Events as the log stores them.
@Suite struct EventCodecTests {
    private func forAllEvents(_ count: Int, _ check: (GarageEvent, Currency, Comment) throws -> Void) rethrows {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = RandomEvent(seed)
        for index in 0..<count {
            let event = draw.event(index % RandomEvent.kinds)
            try check(event, draw.one(of: [.euro, .yen]), "seed \(seed), event \(index)")
        }
    }

    private func read(_ type: String, _ payload: String, schema: Int16 = 1) throws(EventCodecError) -> GarageEvent {
        try EventCodec.here.decode(type: type, schemaVersion: schema, payload: Array(payload.utf8))
    }

    @Test func `every event reads back as it was written, and writes the same bytes again`() throws {
        try forAllEvents(2_400) { event, currency, comment in
            let bytes = EventCodec.here.encode(event, currency: currency)
            let again = try EventCodec.here.decode(
                type: event.typeName, schemaVersion: event.schemaVersion, payload: bytes)
            #expect(again == event, comment)
            #expect(EventCodec.here.encode(again, currency: currency) == bytes, comment)
        }
    }

    @Test func `an event cut short anywhere is malformed`() {
        forAllEvents(48) { event, currency, comment in
            let bytes = EventCodec.here.encode(event, currency: currency)
            for end in bytes.indices {
                let outcome = Result { () throws(EventCodecError) in
                    try EventCodec.here.decode(
                        type: event.typeName, schemaVersion: 1, payload: Array(bytes[..<end]))
                }
                guard case .failure(.malformed(type: event.typeName, _)) = outcome else {
                    Issue.record("read \(end) of \(bytes.count) bytes", sourceLocation: #_sourceLocation)
                    continue
                }
            }
        }
    }

    @Test func `a log read from storage makes the same garage`() throws {
        let at = Instant("2026-03-02T08:00:00Z")!
        let events: [GarageEvent] = [
            .garageConfigured(.init(.mitte)), .ratePublished(.init(.rich)),
            .termsPublished(.init(Terms(), on: CardID("bike")!)),
            .rateWithdrawn(.init(Rate.rich.id)),
            .dayReserved(.init(plate: .anna, day: LocalDay("2026-03-02")!, holder: .guest)),
            .entryAuthorised(
                .init(
                    plate: .anna, gate: .north, grounds: .reserved(ReservationID(version: 2)), until: at, read: .seven)),
            .carEntered(
                .init(
                    car: .plate(.anna), gate: .north, by: .authorisation(AuthorisationID(version: 6)),
                    vehicle: CardID("bike")!, read: .seven)),
            .sessionValidated(.init(SessionID(version: 7), ValidationID("cinema")!)),
            .agreementApplied(.init(SessionID(version: 7), AgreementID("hospital")!)),
            .permitGranted(
                .init(
                    .anna, .subscription(.month), firstDay: LocalDay("2026-03-02")!, lastDay: LocalDay("2026-04-02")!,
                    groups: [GroupID("staff")!])),
            .permitRenewed(
                .init(
                    PermitID(version: 10), firstDay: LocalDay("2026-04-03")!, lastDay: LocalDay("2026-05-02")!,
                    renewal: 1,
                    total: Money(minorUnits: 300_000))),
            .permitGranted(.init(.anna, .pass, firstDay: LocalDay("2026-05-03")!, lastDay: nil, groups: [])),
            .permitRevoked(.init(PermitID(version: 12), lastDay: LocalDay("2026-03-02")!)),
        ]
        var (written, stored) = (Garage(), Garage())
        for (index, event) in events.enumerated() {
            let payload = EventCodec.here.encode(event, currency: .euro)
            let again = try EventCodec.here.decode(type: event.typeName, schemaVersion: 1, payload: payload)
            let version = Int64(index) + 1
            written.evolve(RecordedEvent(version: version, occurredAt: at, recordedAt: at, event: event))
            stored.evolve(RecordedEvent(version: version, occurredAt: at, recordedAt: at, event: again))
        }
        #expect(written == stored)
        #expect(stored.inside == 1)
        #expect(stored.sessions[SessionID(version: 7)]?.validations.count == 1)
        #expect(stored.permit(PermitID(version: 10))?.days.last == LocalDay("2026-05-02")!)
        #expect(stored.permit(PermitID(version: 12)) == nil)
    }

    @Test(arguments: ["car-flown", "", "CarEntered", "car-entered "]) func `an unknown type stops the reader`(
        type: String
    ) {
        #expect(throws: EventCodecError.unknownType(type, schemaVersion: 1)) { try read(type, "{}") }
    }

    @Test(arguments: [Int16(0), 2, -1, .max]) func `so does a schema version that this program does not know`(
        schema: Int16
    ) {
        #expect(throws: EventCodecError.unknownType("car-entered", schemaVersion: schema)) {
            try read("car-entered", "{}", schema: schema)
        }
    }

    static let malformed: [(String, String, JSONError.Kind, String)] = [
        ("car-exited", "{}", .missingField, "session"),
        ("car-exited", #"{"session":0}"#, .value, "session"),
        ("car-exited", #"{"session":-1}"#, .value, "session"),
        ("car-exited", #"{"session":"3"}"#, .value, "session"),
        ("car-exited", #"{"session":3,"speed":9}"#, .unknownField, "speed"),
        ("car-exited", #"{"session":3,"clockSkew":10000000001}"#, .value, "clockSkew"),
        ("car-exited", #"{"session":3,"clockSkew":-9223372036854775808}"#, .value, "clockSkew"),
        ("passage-quarantined", #"{"kind":"plate-seen","gate":"north"}"#, .value, "kind"),
        ("passage-released", #"{"quarantined":3}"#, .missingField, "reason"),
        ("car-exited", #"{"session":3,"session":3}"#, .syntax, "session"),
        ("car-exited", #"{"session":3} {}"#, .syntax, ""),
        ("car-exited", "[]", .value, ""),
        ("car-exited", "", .value, ""),
        ("day-reserved", #"{"plate":"00112233445566778899AABBCCDDEEFF"}"#, .value, "plate"),
        (
            "day-reserved", #"{"plate":"00112233445566778899aabbccddeeff","day":"2026-02-29","holder":"member"}"#, .day,
            "day"
        ),
        (
            "day-reserved", #"{"plate":"00112233445566778899aabbccddeeff","day":"2026-02-28","holder":"king"}"#, .value,
            "holder"
        ),
        (
            "entry-denied", #"{"plate":"00112233445566778899aabbccddeeff","gate":"north","reason":"bad-mood"}"#, .value,
            "reason"
        ),
        (
            "entry-authorised",
            #"{"plate":"00112233445566778899aabbccddeeff","gate":"north","grounds":"reserved","right":2,"until":"2026-03-02T08:00:00"}"#,
            .value, "until"
        ),
        (
            "entry-authorised", #"{"plate":"00112233445566778899aabbccddeeff","gate":"north","grounds":"smile"}"#,
            .value, "grounds"
        ),
        ("exit-gate-opened", #"{"gate":"North"}"#, .value, "gate"),
        ("exit-gate-opened", #"{"gate":"north","remark":" "}"#, .value, "remark"),
        ("exit-gate-opened", #"{"gate":"north","authorisation":0}"#, .value, "authorisation"),
        ("car-entered", #"{"imported":1}"#, .value, "imported"),
        ("rate-published", #"{"currency":"XXX"}"#, .value, "currency"),
        (
            "rate-published", #"{"currency":"EUR","rate":{"price":{"once":"1.234"}}}"#, .value,
            "rate.price.once"
        ),
        ("rate-published", #"{"card":"Bike"}"#, .value, "card"),
        ("rate-published", #"{"rate":{"id":"a"},"currency":"EUR"}"#, .missingField, "rate.price"),
        ("rate-published", #"{"rate":{"id":"a"}}"#, .missingField, "currency"),
        ("rate-withdrawn", #"{"card":"bike"}"#, .missingField, "rate"),
        ("rate-withdrawn", #"{"rate":{"id":"a"}}"#, .value, "rate"),
        ("terms-published", #"{"currency":"EUR"}"#, .missingField, "terms"),
        ("terms-published", #"{"currency":"EUR","terms":{}}"#, .missingField, "terms.crossing"),
        ("terms-published", #"{"terms":{"crossing":"perBlock"}}"#, .missingField, "currency"),
        ("car-entered", #"{"vehicle":"Big Car"}"#, .value, "vehicle"),
        ("session-validated", #"{"session":1}"#, .missingField, "validation"),
        ("agreement-applied", #"{"agreement":"a"}"#, .missingField, "session"),
        ("permit-granted", #"{"kind":"pass","firstDay":"2026-03-02"}"#, .missingField, "plate"),
        (
            "permit-granted", #"{"plate":"00112233445566778899aabbccddeeff","firstDay":"2026-03-02"}"#, .missingField,
            "kind"
        ),
        (
            "permit-granted", #"{"plate":"00112233445566778899aabbccddeeff","kind":"pass"}"#, .missingField, "firstDay"
        ),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"subscription","firstDay":"2026-03-02"}"#,
            .missingField, "subscription"
        ),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"subscription","firstDay":"2026-03-02","subscription":"m"}"#,
            .missingField, "period"
        ),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"subscription","firstDay":"2026-03-02","subscription":"m","period":"week","currency":"EUR"}"#,
            .missingField, "total"
        ),
        ("permit-granted", #"{"plate":"00112233445566778899aabbccddeeff","kind":"king"}"#, .value, "kind"),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"subscription","firstDay":"2026-03-02","subscription":"m","period":"day"}"#,
            .value, "period"
        ),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"subscription","firstDay":"2026-03-02","subscription":"A Month"}"#,
            .value, "subscription"
        ),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"pass","firstDay":"2026-03-02","groups":["Staff"]}"#,
            .value, "groups[0]"
        ),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"pass","firstDay":"2026-03-02","groups":"staff"}"#,
            .value, "groups"
        ),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"pass","firstDay":"2026-03-02","lastDay":"2026-02-29"}"#,
            .day, "lastDay"
        ),
        (
            "permit-granted",
            #"{"plate":"00112233445566778899aabbccddeeff","kind":"subscription","firstDay":"2026-03-02","subscription":"m","period":"week","total":"1.00"}"#,
            .missingField, "currency"
        ),
        ("permit-renewed", #"{"firstDay":"2026-03-02"}"#, .missingField, "permit"),
        ("permit-renewed", #"{"permit":3,"firstDay":"2026-03-02"}"#, .missingField, "lastDay"),
        (
            "permit-renewed", #"{"permit":3,"firstDay":"2026-03-02","lastDay":"2026-03-09"}"#, .missingField, "renewal"
        ),
        (
            "permit-renewed",
            #"{"permit":3,"firstDay":"2026-03-02","lastDay":"2026-03-09","renewal":1,"currency":"EUR"}"#,
            .missingField, "total"
        ),
        ("permit-renewed", #"{"permit":0}"#, .value, "permit"),
        (
            "permit-renewed", #"{"permit":3,"firstDay":"2026-03-02","lastDay":"2026-03-09","renewal":-1}"#, .value,
            "renewal"
        ),
        ("permit-revoked", #"{"permit":3}"#, .missingField, "lastDay"),
        ("permit-revoked", #"{"lastDay":"2026-03-02"}"#, .missingField, "permit"),
        ("permit-revoked", #"{"permit":3,"firstday":"2026-03-02"}"#, .unknownField, "firstday"),
        (
            "garage-configured",
            #"{"name":"x","timeZone":"UTC","currency":"EUR","capacity":1,"publicHours":"sometimes"}"#, .value,
            "publicHours"
        ),
        (
            "garage-configured", #"{"name":"x","timeZone":"UTC","currency":"EUR","capacity":1,"publicHours":{}}"#,
            .missingField, "publicHours.windows"
        ),
        (
            "garage-configured",
            #"{"name":"x","timeZone":"UTC","currency":"EUR","capacity":1,"publicHours":{"days":1}}"#, .unknownField,
            "publicHours.days"
        ),
        (
            "garage-configured", #"{"name":"x","timeZone":"UTC","currency":"EUR","capacity":1,"publicHours":null}"#,
            .value, "publicHours"
        ),
        ("garage-configured", #"{"name":"x","timeZone":"Mars/Base"}"#, .value, "timeZone"),
        ("garage-configured", #"{"name":"x"}"#, .missingField, "timeZone"),
    ]

    @Test(arguments: malformed) func `a payload that is not its type's says where`(
        type: String, payload: String, kind: JSONError.Kind, path: String
    ) throws {
        let error = try #require(throws: EventCodecError.self) { try read(type, payload) }
        guard case .malformed(type, let reason) = error else {
            Issue.record("not malformed: \(error)")
            return
        }
        #expect((reason.kind, reason.path) == (kind, path))
    }
}
