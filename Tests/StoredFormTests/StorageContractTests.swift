import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

/// The bytes in which events are stored, for ever. Where one of these changes, logs that exist can no longer be read.
@Suite struct StorageContractTests {
    static let plate = #""plate":"00112233445566778899aabbccddeeff""#
    static let off = #""claimedAt":"2026-03-02T08:20:00Z","clockSkew":-1200"#
    static let contract = otherEvents + gateEvents + stayEvents
    private static let otherEvents: [(GarageEvent, String, String)] = [
        (
            .garageConfigured(.init(.mitte)), "garage-configured",
            #"{"name":"Parkhaus \"Mitte\"","timeZone":"Europe/Berlin","currency":"EUR","capacity":95,"guestSpots":5,"#
                + #""permanentSpots":10,"fallbackSpots":2,"admission":"reservation-required","antiPassback":"soft","#
                + #""authorisationWait":"2 min","gates":[{"id":"north","lane":"in"},{"id":"yard","lane":"both"}]}"#
        ),
        (
            .garageConfigured(
                .init(
                    .utrecht(
                        publicHours: .windows([
                            .weekly(days: [.monday], from: LocalTime("07:00")!, until: LocalTime("19:00")!)
                        ])))), "garage-configured",
            #"{"name":"Utrecht","timeZone":"UTC","currency":"EUR","capacity":1,"#
                + #""publicHours":{"windows":[{"days":["monday"],"from":"07:00","until":"19:00"}]},"gates":[]}"#
        ),
        (
            .garageConfigured(
                .init(
                    .utrecht(
                        publicHours: .closed,
                        groupHours: [
                            GroupHours(GroupID("staff")!),
                            GroupHours(
                                GroupID("cleaners")!,
                                windows: [
                                    .weekly(days: [.monday], from: LocalTime("05:00")!, until: LocalTime("07:00")!)
                                ]),
                        ]))), "garage-configured",
            #"{"name":"Utrecht","timeZone":"UTC","currency":"EUR","capacity":1,"publicHours":"closed","#
                + #""groupHours":[{"group":"staff"},"#
                + #"{"group":"cleaners","windows":[{"days":["monday"],"from":"05:00","until":"07:00"}]}],"gates":[]}"#
        ),
        (
            .ratePublished(.init(.rich)), "rate-published",
            #"{"currency":"EUR","rate":{"id":"day.1","name":"Tag – Ä","group":"staff","tier":"event","windows":["#
                + #"{"days":["monday","sunday"],"from":"22:00","until":"06:30:15"},"#
                + #"{"from":"2026-03-02T18:00:00","until":"2026-03-03T02:00:00"}],"#
                + #""price":{"perUnit":"2.50","every":"15 min"},"caps":[{"amount":"20.00","per":"day"},"#
                + #"{"amount":"50.00","per":"2 days"},{"amount":"0.05","from":"18:00","until":"24:00"}],"#
                + #""grace":"5 min"}}"#
        ),
        (
            .ratePublished(.init(.bird)), "rate-published",
            #"{"currency":"EUR","rate":{"id":"bird","name":"Early bird","validation":"cinema","tier":"advanced","#
                + #""earlyBird":{"entry":{"days":["monday"],"from":"07:00","until":"09:30"},"#
                + #""exit":{"days":["monday"],"from":"15:00","until":"18:00"}},"#
                + #""conditions":{"days":["monday"],"minimumStay":"6 h","maximumStay":"2 days"},"#
                + #""price":{"steps":[{"amount":"3.00","every":"30 min","for":"1 h"},{"amount":"5.00","every":"1 h"}]},"#
                + #""flat":true,"cardCaps":"included","free":"30 min","tolerance":"5 min"}}"#
        ),
        (
            .ratePublished(.init(Rate(id: RateID("day")!, price: .once(Money(minorUnits: 150))), on: CardID("bike")!)),
            "rate-published",
            #"{"card":"bike","currency":"EUR","rate":{"id":"day","name":"day","tier":"casual","price":{"once":"1.50"}}}"#
        ),
        (.rateWithdrawn(.init(RateID("day")!)), "rate-withdrawn", #"{"rate":"day"}"#),
        (
            .rateWithdrawn(.init(RateID("day")!, on: CardID("bike")!)), "rate-withdrawn",
            #"{"card":"bike","rate":"day"}"#
        ),
        (
            .termsPublished(.init(Terms())), "terms-published",
            #"{"currency":"EUR","terms":{"crossing":"perBlock"}}"#
        ),
        (
            .termsPublished(
                .init(
                    Terms(
                        crossing: .unitStart, caps: [Cap(Money(minorUnits: 750), in: .calendarDay)],
                        agreements: [Agreement(id: AgreementID("hospital")!, effect: .minutesOff(.hours(1)))]),
                    on: CardID("bike")!)), "terms-published",
            #"{"card":"bike","currency":"EUR","terms":{"crossing":"unitStart","caps":[{"amount":"7.50","per":"day"}],"#
                + #""agreements":[{"id":"hospital","minutesOff":"1 h"}]}}"#
        ),
        (
            .dayReserved(.init(plate: .anna, day: LocalDay("2026-03-02")!, holder: .guest)), "day-reserved",
            "{\(plate)" + #","day":"2026-03-02","holder":"guest"}"#
        ),
        (
            .dayReserved(
                .init(
                    plate: .anna, day: LocalDay("2026-03-02")!, holder: .member,
                    hours: PaidHours(
                        from: Instant("2026-03-02T06:00:00Z")!, until: Instant("2026-03-02T10:00:00Z")!,
                        vehicle: CardID("bike")!, total: Money(minorUnits: 1000)))), "day-reserved",
            "{\(plate)" + #","day":"2026-03-02","holder":"member","from":"2026-03-02T06:00:00Z","#
                + #""until":"2026-03-02T10:00:00Z","vehicle":"bike","currency":"EUR","total":"10.00"}"#
        ),
        (
            .dayReserved(
                .init(
                    plate: .anna, day: LocalDay("2026-03-02")!, holder: .member,
                    hours: PaidHours(
                        from: Instant("2026-03-02T06:00:00Z")!, until: Instant("2026-03-02T10:00:00Z")!,
                        total: Money(minorUnits: 1000),
                        forgiven: Forgiveness(before: .minutes(10), after: .minutes(15))))), "day-reserved",
            "{\(plate)" + #","day":"2026-03-02","holder":"member","from":"2026-03-02T06:00:00Z","#
                + #""until":"2026-03-02T10:00:00Z","currency":"EUR","total":"10.00","forgivenBefore":"10 min","#
                + #""forgivenAfter":"15 min"}"#
        ),
        (.reservationCancelled(.init(ReservationID(version: 7))), "reservation-cancelled", #"{"reservation":7}"#),
        (
            .reservationCancelled(.init(ReservationID(version: 7), credit: Money(minorUnits: 250))),
            "reservation-cancelled", #"{"reservation":7,"currency":"EUR","credit":"2.50"}"#
        ),
        (
            .permitRevoked(
                .init(PermitID(version: 7), lastDay: LocalDay("2026-03-02")!, credit: Money(minorUnits: 250))),
            "permit-revoked", #"{"permit":7,"lastDay":"2026-03-02","currency":"EUR","credit":"2.50"}"#
        ),
        (
            .permitGranted(.init(.anna, .pass, firstDay: LocalDay("2026-03-02")!, lastDay: nil, groups: [])),
            "permit-granted",
            "{\(plate)" + #","kind":"pass","firstDay":"2026-03-02"}"#
        ),
        (
            .permitGranted(
                .init(
                    .anna, .membership, firstDay: LocalDay("2026-03-02")!, lastDay: LocalDay("2026-12-31")!,
                    groups: [GroupID("staff")!, GroupID("residents")!])), "permit-granted",
            "{\(plate)"
                + #","kind":"membership","firstDay":"2026-03-02","lastDay":"2026-12-31","#
                + #""groups":["residents","staff"]}"#
        ),
        (
            .permitGranted(
                .init(
                    .anna, .subscription(.month), firstDay: LocalDay("2026-01-31")!, lastDay: LocalDay("2026-02-28")!,
                    groups: [])), "permit-granted",
            "{\(plate)"
                + #","kind":"subscription","firstDay":"2026-01-31","lastDay":"2026-02-28","subscription":"month","#
                + #""period":"month","currency":"EUR","total":"3000.00"}"#
        ),
        (
            .permitGranted(
                .init(
                    .anna,
                    .subscription(
                        PaidSubscription(
                            id: SubscriptionID("w")!, period: .week, vehicle: CardID("bike")!,
                            total: Money(minorUnits: 595))), firstDay: LocalDay("2026-03-02")!,
                    lastDay: LocalDay("2026-03-09")!, groups: [GroupID("staff")!])), "permit-granted",
            "{\(plate)"
                + #","kind":"subscription","firstDay":"2026-03-02","lastDay":"2026-03-09","groups":["staff"],"#
                + #""subscription":"w","period":"week","vehicle":"bike","currency":"EUR","total":"5.95"}"#
        ),
        (
            .permitRenewed(
                .init(
                    PermitID(version: 3), firstDay: LocalDay("2026-03-01")!, lastDay: LocalDay("2026-03-31")!,
                    renewal: 1,
                    total: Money(minorUnits: 300_000))), "permit-renewed",
            #"{"permit":3,"firstDay":"2026-03-01","lastDay":"2026-03-31","renewal":1,"currency":"EUR","#
                + #""total":"3000.00"}"#
        ),
        (
            .permitRevoked(.init(PermitID(version: 3), lastDay: LocalDay("2026-03-02")!)), "permit-revoked",
            #"{"permit":3,"lastDay":"2026-03-02"}"#
        ),
        (
            .garageConfigured(.init(.utrecht(publicHours: .always, lostTicket: .price(Money(minorUnits: 25_00))))),
            "garage-configured",
            #"{"name":"Utrecht","timeZone":"UTC","currency":"EUR","capacity":1,"lostTicket":{"price":"25.00"},"#
                + #""gates":[]}"#
        ),
        (
            .garageConfigured(
                .init(
                    .utrecht(
                        publicHours: .always,
                        vehicleTypes: [
                            VehicleType(id: CardID("bike")!, name: "Bike", colour: "#d04020", capacity: 5),
                            VehicleType(id: CardID("van")!, name: "Van"),
                        ]))),
            "garage-configured",
            #"{"name":"Utrecht","timeZone":"UTC","currency":"EUR","capacity":1,"#
                + ##""vehicleTypes":[{"id":"bike","name":"Bike","colour":"#d04020","capacity":5},{"id":"van","name":"Van"}],"##
                + #""gates":[]}"#
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
        #expect(all.count == 55)
        #expect((0..<RandomEvent.kinds).allSatisfy { draw.event($0).schemaVersion == 1 })
    }

    @Test func `the names that events store are these`() {
        #expect(Holder.allCases.map(\.rawValue) == ["member", "guest"])
        #expect(
            [EntryGrounds.reserved(ReservationID(version: 1)), .permit(PermitID(version: 1)), .paysByTime].map(\.name)
                == ["reserved", "permit", "pays-by-time"])
        #expect(
            DenialReason.allCases.map(\.rawValue) == [
                "garage-full", "spots-kept", "no-reservation", "before-hours", "closed", "no-return", "suspended",
                "quota-full", "already-inside",
            ])
        #expect(Admission.allCases.map(\.rawValue) == ["reservation-required", "open"])
        #expect(AntiPassback.allCases.map(\.rawValue) == ["hard", "soft"])
        #expect(Gate.Lane.allCases.map(\.rawValue) == ["in", "out", "both"])
        #expect(PermitKind.Name.allCases.map(\.rawValue) == ["pass", "subscription", "membership", "further"])
        #expect(Subscription.Period.allCases.map(\.rawValue) == ["week", "month", "year"])
        #expect(Direction.allCases.map(\.rawValue) == ["in", "out"])
        #expect(PassageQuarantined.Kind.allCases.map(\.rawValue) == ["gate-open", "exit"])
        #expect(QuarantineReason.allCases.map(\.rawValue) == ["clock-ahead", "clock-behind"])
    }
}

extension GarageSettings {
    fileprivate static func utrecht(
        publicHours: PublicHours, groupHours: [GroupHours] = [], lostTicket: LostTicketRule = .claimedEntry,
        vehicleTypes: [VehicleType] = []
    ) -> GarageSettings {
        GarageSettings(
            name: "Utrecht", zone: .utc, currency: .euro, capacity: 1, publicHours: publicHours,
            groupHours: groupHours, gates: [], lostTicket: lostTicket, vehicleTypes: vehicleTypes)
    }
}

extension DeviceTime {
    static let off = DeviceTime(claimedAt: Instant("2026-03-02T08:20:00Z")!, skew: .minutes(-20))
}

extension Correction {
    static let misread = Correction(ReasonCode("misread")!)
    static let looked = Correction(ReasonCode("misread")!, Remark("Looked.")!)
}
