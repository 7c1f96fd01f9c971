import Chronology
import Money
import Parking
import Hosting
import Tariffs

/// A garage with a day of traffic, the same for the same seed and day: to look at, and to try commands on.
struct DemoGarage: Sendable {
    /// Its name.
    static let id = GarageID("demo")!

    /// What the day left behind that is worth a look.
    struct Highlights: Sendable {
        /// A stay that began before the event rate was published and lasted through the event.
        var beforeEventRate: SessionID
        /// A stay that began after it.
        var afterEventRate: SessionID
        /// The car that should have left yesterday.
        var overstay: SessionID
    }

    let zone: ZoneRules
    let today: LocalDay

    /// The demo garage for the day before today.
    init(zone: ZoneRules, now: Instant) {
        self.zone = zone
        today = zone.day(of: now)
    }

    var yesterday: LocalDay { today.previous }

    var settings: GarageSettings {
        GarageSettings(
            name: "Demo garage at the station", zone: zone, currency: Currency(code: "EUR")!, capacity: 60,
            guestSpots: 4, permanentSpots: 4, fallbackSpots: 2, admission: .open,
            gates: [
                Gate(id: GateID("north")!, lane: .entry), Gate(id: GateID("south")!, lane: .both),
                Gate(id: GateID("exit")!, lane: .exit),
            ])
    }

    /// 3.00 for every begun hour, at most 18.00 a day, the first ten minutes free.
    var hourly: Rate {
        Rate(
            id: RateID("hourly")!, name: "By the hour", price: .perUnit(Money(minorUnits: 300), every: .hours(1)),
            caps: [Cap(Money(minorUnits: 1800), in: .calendarDay)], grace: .minutes(10))
    }

    /// Nights at 1.00 an hour, from an advanced rate.
    var night: Rate {
        Rate(
            id: RateID("night")!, name: "At night", tier: .advanced,
            windows: [.weekly(days: Set(Weekday.allCases), from: LocalTime(hour: 22)!, until: LocalTime(hour: 6)!)],
            price: .perUnit(Money(minorUnits: 100), every: .hours(1)))
    }

    /// A concert yesterday evening, published only at noon.
    var concert: Rate {
        Rate(
            id: RateID("concert")!, name: "Concert", tier: .event,
            windows: [
                .once(
                    from: LocalDateTime(yesterday, LocalTime(hour: 18)!),
                    until: LocalDateTime(yesterday, LocalTime(hour: 22)!))
            ], price: .perUnit(Money(minorUnits: 800), every: .hours(1)))
    }

    /// What residents may buy.
    var resident: Subscription {
        Subscription(
            id: SubscriptionID("resident")!, name: "Resident, one month", amount: Money(minorUnits: 7900),
            period: .month)
    }

    /// All of that on one card.
    var card: RateCard { RateCard(rates: [hourly, night, concert], terms: Terms(subscriptions: [resident])) }
}
