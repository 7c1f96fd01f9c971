import Chronology
import Money
import Parking
import Tariffs

/// Where a garage stands and what it costs.
struct SimulatedSite {
    static let places = [("Europe/Berlin", "EUR"), ("Europe/London", "GBP"), ("America/New_York", "USD")]
    static let (north, south, exit) = (GateID("north")!, GateID("south")!, GateID("exit")!)
    static let staff = GroupID("staff")!
    static let month = SubscriptionID("resident")!
    static let shop = ValidationID("shop")!
    static let clinic = AgreementID("clinic")!
    static let hours = CardID("hours")!

    var settings: GarageSettings
    var card: RateCard
    /// What hours cost that are booked ahead.
    let grid: RateCard

    /// A place of its own: some are tight, some open to those with a right only, some strict about who pays.
    init(_ name: String, zone: ZoneRules, currency: Currency, carsPerDay: Int, _ draw: inout SplitMix64) {
        let capacity = max(16, carsPerDay * draw.number(35...80) / 100)
        settings = GarageSettings(
            name: "Simulated \(name)", zone: zone, currency: currency, capacity: capacity,
            guestSpots: max(1, capacity / 20), permanentSpots: max(4, capacity / 8),
            fallbackSpots: max(1, capacity / 30),
            admission: draw.happens(60) ? .reservationRequired : .open,
            antiPassback: draw.happens(500) ? .hard : .soft, readConfidence: Confidence(percent: 60)!,
            gates: [
                Gate(id: SimulatedSite.north, lane: .entry), Gate(id: SimulatedSite.south, lane: .entry),
                Gate(id: SimulatedSite.exit, lane: .exit),
            ], lostTicket: .price(Money(minorUnits: 30_00)), unpaidExit: draw.one(of: UnpaidExit.allCases),
            longestStay: draw.happens(300) ? .hours(24) : .zero,
            suspension: draw.happens(300) ? SuspensionPolicy(overstays: 3, within: .days(30), days: 7) : nil,
            noShowAfter: draw.happens(500) ? LocalTime(hour: 12) : nil)
        let unit = Int64(draw.number(10...40)) * 10
        grid = RateCard(rates: [SimulatedSite.grid(unit)])
        card = RateCard(
            rates: [
                SimulatedSite.hourly(unit),
                Rate(
                    id: RateID("night")!, name: "At night", tier: .advanced,
                    windows: [
                        .weekly(days: Set(Weekday.allCases), from: LocalTime(hour: 22)!, until: LocalTime(hour: 6)!)
                    ], price: .perUnit(Money(minorUnits: unit / 2), every: .hours(1))),
                Rate(
                    id: RateID("staff")!, name: "Staff", audience: .group(SimulatedSite.staff),
                    price: .perUnit(Money(minorUnits: 50), every: .hours(1))),
            ],
            terms: Terms(
                tax: Tax(name: "VAT", basisPoints: 1900, isIncluded: true),
                agreements: [Agreement(id: SimulatedSite.clinic, effect: .minutesOff(.minutes(60)))],
                subscriptions: [
                    Subscription(
                        id: SimulatedSite.month, name: "Resident, one month", amount: Money(minorUnits: unit * 25),
                        period: .month)
                ]))
    }

    /// What everybody pays by the hour.
    static func hourly(_ minorUnits: Int64) -> Rate {
        Rate(
            id: RateID("hourly")!, name: "By the hour",
            price: .perUnit(Money(minorUnits: minorUnits), every: .hours(1)),
            caps: [Cap(Money(minorUnits: minorUnits * 8), in: .calendarDay)], grace: .minutes(10))
    }

    /// The day costs more than the night.
    static func grid(_ minorUnits: Int64) -> Rate {
        let hours = Weekday.allCases.flatMap { day in (0..<24).compactMap { WeekHour(day, $0) } }
        let (day, night) = (hours.filter { (7..<19).contains($0.hour) }, hours.filter { !(7..<19).contains($0.hour) })
        return Rate(
            id: RateID("booked")!, name: "Booked hours",
            price: .weekGrid(
                WeekGrid([
                    GridCell(name: "Day", amount: Money(minorUnits: minorUnits), hours: Set(day)),
                    GridCell(name: "Night", amount: Money(minorUnits: minorUnits / 2), hours: Set(night)),
                ])))
    }

    /// What an evening costs, which is published days before.
    static func event(_ day: LocalDay, _ minorUnits: Int64) -> Rate {
        Rate(
            id: RateID("event")!, name: "Event", tier: .event,
            windows: [
                .once(
                    from: LocalDateTime(day, LocalTime(hour: 18)!), until: LocalDateTime(day, LocalTime(hour: 23)!))
            ], price: .perUnit(Money(minorUnits: minorUnits), every: .hours(1)))
    }
}
