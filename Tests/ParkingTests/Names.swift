import Chronology
import Money
import Parking
import Tariffs

// Who and what the tests talk about: cars, gates, days of March 2026 in Berlin.

extension PlateID {
    init(_ number: Int) {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        self.init(bytes: Array(repeating: 0, count: 8) + bytes)!
    }

    static let anna = PlateID(1)
    static let ben = PlateID(2)
    static let carla = PlateID(3)
    static let dora = PlateID(4)
}

extension CarIdentity {
    static let anna = CarIdentity.plate(.anna)
    static let ben = CarIdentity.plate(.ben)
    static let carla = CarIdentity.plate(.carla)
    static let ticket = CarIdentity.ticket(TicketID("T-1")!)
}

extension GateID {
    static let entry = GateID("north")!
    static let exit = GateID("south")!
    static let both = GateID("yard")!
    static let nowhere = GateID("nowhere")!
}

extension Remark {
    static let boom = Remark("The boom was stuck.")!
}

extension Correction {
    static let misread = Correction(ReasonCode("misread")!)
}

extension ZoneRules {
    /// Berlin in 2026: the clocks go forward on 29 March and back on 25 October.
    static let berlin = ZoneRules(
        name: "Europe/Berlin", version: "2025b", offset: 3600,
        changes: [(at: 1_774_746_000, offset: 7200), (at: 1_792_890_000, offset: 3600)])
}

extension LocalDay {
    static let monday = LocalDay("2026-03-02")!
    static let tuesday = LocalDay.monday.next
    static let wednesday = LocalDay.tuesday.next
    static let thursday = LocalDay.wednesday.next

    /// A time of the day in Berlin.
    func at(_ time: String) -> Instant { ZoneRules.berlin.instant(of: LocalDateTime(self, LocalTime(time)!)) }
}

extension Instant {
    /// When the garages of the tests are configured.
    static let opening = LocalDay("2026-01-01")!.at("00:00")
}

extension GarageSettings {
    /// An open garage in Berlin with a gate in, a gate out and one for both.
    static func open(_ capacity: Int, _ change: (inout GarageSettings) -> Void = { _ in }) -> GarageSettings {
        var settings = GarageSettings(
            name: "Mitte", zone: .berlin, currency: Currency(code: "EUR")!, capacity: capacity,
            gates: [
                Gate(id: .entry, lane: .entry), Gate(id: .exit, lane: .exit), Gate(id: .both, lane: .both),
            ])
        change(&settings)
        return settings
    }

    /// One that admits reservations only.
    static func reserved(_ capacity: Int, _ change: (inout GarageSettings) -> Void = { _ in }) -> GarageSettings {
        .open(capacity) {
            $0.admission = .reservationRequired
            change(&$0)
        }
    }
}

extension CardID {
    static let bike = CardID("bike")!
}

extension ValidationID {
    static let cinema = ValidationID("cinema")!
    static let shop = ValidationID("shop")!
}

extension AgreementID {
    static let hospital = AgreementID("hospital")!
    static let church = AgreementID("church")!
}

extension GroupID {
    static let residents = GroupID("residents")!
    static let staff = GroupID("staff")!
}

extension SubscriptionID {
    static let monthly = SubscriptionID("monthly")!
    static let weekly = SubscriptionID("weekly")!
    static let yearly = SubscriptionID("yearly")!
}

extension Subscription {
    /// One that costs so many euros a period, named after it.
    static func every(_ period: Period, _ euros: Int64) -> Subscription {
        let ids: [Period: SubscriptionID] = [.week: .weekly, .month: .monthly, .year: .yearly]
        return Subscription(id: ids[period]!, amount: .euros(euros), period: period)
    }
}

extension Terms {
    /// Of a card that sells this.
    static func selling(_ subscriptions: Subscription..., tax: Tax? = nil) -> Terms {
        Terms(tax: tax, subscriptions: subscriptions)
    }
}

extension Rate {
    /// So many euros for every begun hour.
    static func hourly(_ id: String, _ euros: Int64) -> Rate {
        Rate(id: RateID(id)!, price: .perUnit(.euros(euros), every: .hours(1)))
    }
}

extension Money {
    static func euros(_ euros: Int64) -> Money { Money(minorUnits: euros * 100) }
}
