import Chronology
import Money
import Parking
import JSON
import Tariffs

extension Currency {
    static let euro = Currency(code: "EUR")!
    static let yen = Currency(code: "JPY")!
}

extension ZoneRules {
    static let berlin = ZoneRules(
        name: "Europe/Berlin", version: "2025b", offset: 3600,
        changes: [(at: 1_774_746_000, offset: 7200), (at: 1_792_890_000, offset: 3600)])
}

extension EventCodec {
    /// The codec of a world with two time zones.
    static let here = EventCodec { name in [ZoneRules.utc, .berlin].first { $0.name == name } }
}

extension PlateID {
    static let anna = PlateID(hex: "00112233445566778899aabbccddeeff")!
}

extension SubscriptionID {
    static let month = SubscriptionID("month")!
}

extension PaidSubscription {
    /// A month of the standard card.
    static let month = PaidSubscription(id: .month, period: .month, total: Money(minorUnits: 300_000))
}

extension GateID {
    static let north = GateID("north")!
}

extension DeviceEventID {
    static let seven = DeviceEventID("cam-7")!
}

extension GarageSettings {
    static let mitte = GarageSettings(
        name: "Parkhaus \"Mitte\"", zone: .berlin, currency: .euro, capacity: 95, guestSpots: 5, permanentSpots: 10,
        fallbackSpots: 2, admission: .reservationRequired, antiPassback: .soft,
        gates: [Gate(id: .north, lane: .entry), Gate(id: GateID("yard")!, lane: .both)],
        duplicateReadWindow: .seconds(15), authorisationWait: .minutes(2), lateness: .hours(72))
}

extension Rate {
    /// One of the short term.
    static let rich = Rate(
        id: RateID("day.1")!, name: "Tag – Ä", audience: .group(GroupID("staff")!), tier: .event,
        windows: [
            .weekly(days: [.monday, .sunday], from: LocalTime("22:00")!, until: LocalTime("06:30:15")!),
            .once(from: LocalDateTime("2026-03-02T18:00")!, until: LocalDateTime("2026-03-03T02:00")!),
        ],
        price: .perUnit(Money(minorUnits: 250), every: .minutes(15)),
        caps: [
            Cap(Money(minorUnits: 2_000), in: .calendarDay), Cap(Money(minorUnits: 5_000), in: .elapsed(.days(2))),
            Cap(Money(minorUnits: 5), in: .clock(from: LocalTime("18:00")!, until: .endOfDay)),
        ],
        grace: .minutes(5))

    /// One with everything that rich has not.
    static let bird = Rate(
        id: RateID("bird")!, name: "Early bird", audience: .validation(ValidationID("cinema")!), tier: .advanced,
        earlyBird: EarlyBird(
            entry: .weekly(days: [.monday], from: LocalTime("07:00")!, until: LocalTime("09:30")!),
            exit: .weekly(days: [.monday], from: LocalTime("15:00")!, until: LocalTime("18:00")!)),
        conditions: StayConditions(entryDays: [.monday], minimumStay: .hours(6), maximumStay: .days(2)),
        price: .steps([
            Step(Money(minorUnits: 300), every: .minutes(30), lasting: .hours(1)),
            Step(Money(minorUnits: 500), every: .hours(1)),
        ]), flat: true, cardCaps: .included, free: .minutes(30), tolerance: .minutes(5))
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
