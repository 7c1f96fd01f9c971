import Chronology
import Money
import Parking
import JSON
import Tariffs
import Testing

extension CommandRequestTests {
    /// What a garage cannot begin without.
    private static let needed: Set<String> = ["name", "timeZone", "currency", "capacity", "gates"]
    private static let nine = GarageSettings(
        name: "M", zone: .utc, currency: .euro, capacity: 9, gates: [Gate(id: .north, lane: .both)])
    private static let strict = GarageSettings(
        name: "M", zone: .utc, currency: .euro, capacity: 9, publicHours: .closed,
        gates: [Gate(id: .north, lane: .both)], lostTicket: .price(Money(minorUnits: 250)))
    /// The bodies of what is set up, published and reserved.
    static let otherBodies: [(CommandName, String, Command)] = [
        (
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":9,"gates":[{"id":"north","lane":"both"}]}"#,
            .configureGarage(.init(NamedSettings(needed, of: nine)))
        ),
        (
            .changeSettings, #"{"capacity":9,"guestSpots":null,"lostTicket":null}"#,
            .changeSettings(.init(NamedSettings(["capacity", "guestSpots", "lostTicket"], of: nine)))
        ),
        (
            .changeSettings, #"{"lostTicket":{"price":"2.50"},"publicHours":"closed"}"#,
            .changeSettings(.init(NamedSettings(["lostTicket", "publicHours"], of: strict)))
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
            .cardPublished(.init(CardChange(rates: [], [.crossing], of: Terms(crossing: .unitStart))))
        ),
        (
            .cardPublished,
            #"{"card":"bike","tax":null,"caps":[],"agreements":[{"id":"hospital","minutesOff":"1 h"}]}"#,
            .cardPublished(
                .init(
                    CardChange(
                        [.tax, .caps, .agreements],
                        of: Terms(agreements: [Agreement(id: AgreementID("hospital")!, effect: .minutesOff(.hours(1)))])
                    ),
                    on: CardID("bike")!))
        ),
        (
            .cardPublished,
            #"{"card":"bike","rates":[{"id":"day","price":{"once":"2.50"}}],"crossing":"perBlock","#
                + #""agreements":[{"id":"hospital","minutesOff":"1 h"}]}"#,
            .cardPublished(
                .init(
                    CardChange(
                        rates: [Rate(id: RateID("day")!, price: .once(Money(minorUnits: 250)))],
                        [.crossing, .agreements],
                        of: Terms(
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
            .configureGarage,
            #"{"name":"M","timeZone":"UTC","currency":"EUR","capacity":9,"gates":[{"id":"north","lane":"both"}],"#
                + #""publicHours":{"windows":[{"from":"07:00","until":"19:00"}]}}"#,
            .configureGarage(
                .init(
                    NamedSettings(
                        needed.union(["publicHours"]),
                        of: GarageSettings(
                            name: "M", zone: .utc, currency: .euro, capacity: 9,
                            publicHours: .windows([
                                .weekly(
                                    days: Set(Weekday.allCases), from: LocalTime("07:00")!, until: LocalTime("19:00")!)
                            ]), gates: [Gate(id: .north, lane: .both)]))))
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
            .reserve, #"{"plate":"BXY1","until":"day-end","vehicle":"bike","holder":"guest"}"#,
            .reserve(.init(plate: .anna, untilDayEnd: CardID("bike")!, holder: .guest))
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
    ]

    /// What is wrong in some of them.
    static let otherWrong: [(CommandName, String, JSONError.Kind, String)] = [
        (.reserve, #"{"day":"2026-03-02"}"#, .missingField, "plate"),
        (.reserve, #"{"plate":"BXY1"}"#, .missingField, "day"),
        (.reserve, #"{"plate":"BXY1","hours":4}"#, .missingField, "start"),
        (.reserve, #"{"plate":"BXY1","start":"2026-03-02T07:30"}"#, .missingField, "hours"),
        (.reserve, #"{"plate":"BXY1","day":"2026-03-02","start":"2026-03-02T07:30","hours":1}"#, .value, "day"),
        (.reserve, #"{"plate":"BXY1","day":"2026-03-02","vehicle":"bike"}"#, .value, "vehicle"),
        (.reserve, #"{"plate":"BXY1","start":"2026-03-02T07:30+01:00","hours":1}"#, .value, "start"),
        (.reserve, #"{"plate":"BXY1","day":"2026-02-30"}"#, .day, "day"),
        (.reserve, #"{"plate":"BXY1","until":"day-end","day":"2026-03-02"}"#, .value, "day"),
        (.reserve, #"{"plate":"BXY1","until":"day-end","hours":2}"#, .value, "hours"),
        (.reserve, #"{"plate":"BXY1","until":"day-end","start":"2026-03-02T07:30"}"#, .value, "start"),
        (.reserve, #"{"plate":"BXY1","until":"noon"}"#, .value, "until"),
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
        (.ratePublished, #"{"card":"Bike"}"#, .value, "card"),
        (.ratePublished, #"{"cards":"bike"}"#, .unknownField, "cards"),
        (.rateWithdrawn, #"{"card":"bike"}"#, .missingField, "rate"),
        (.rateWithdrawn, #"{"rate":7}"#, .value, "rate"),
        (.rateWithdrawn, #"{"plate":"BXY1"}"#, .unknownField, "plate"),
        (.cardPublished, #"{"crossing":null}"#, .value, "crossing"),
        (.cardPublished, #"{"rates":null}"#, .value, "rates"),
        (.cardPublished, #"{"taxes":null}"#, .unknownField, "taxes"),
        (.cardPublished, #"{"tax":{"name":null}}"#, .value, "tax.name"),
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
        (.configureGarage, #"{"name":"M","capacity":null}"#, .value, "capacity"),
        (.configureGarage, #"{"guestspots":1}"#, .unknownField, "guestspots"),
        (.changeSettings, #"{"gates":null}"#, .value, "gates"),
        (.changeSettings, #"{"guestSpots":"1"}"#, .value, "guestSpots"),
        (.changeSettings, #"{"garage":"mitte"}"#, .unknownField, "garage"),
        (.changeSettings, #"{"lostTicket":{"price":"2.505"}}"#, .value, "lostTicket.price"),
        (.changeSettings, #"{"reasons":[null]}"#, .value, "reasons[0]"),
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
}
