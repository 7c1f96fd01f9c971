import Chronology
import Money
import Parking
import Tariffs

/// What reports should say, computed from a whole list of events with no state in between, and by a price that is plain.
struct ReportReckoning {
    let events: [RecordedEvent]
    let zone: ZoneRules

    struct Stay {
        let session: SessionID
        let plate: PlateID?
        let vehicle: String
        let enteredAt: Instant
        let exitedAt: Instant
        let exit: RecordedEvent
        let isReserved: Bool
        let isValidated: Bool
        /// What it costs in cents, as it was settled.
        let cents: Int64
        /// What it would cost without its validation.
        let plainCents: Int64

        var minutes: Int64 { (exitedAt.microseconds - enteredAt.microseconds) / 60_000_000 }
    }

    func day(_ instant: Instant) -> LocalDay { zone.day(of: instant) }

    /// 3.00 for every hour that has begun, and the first 20 minutes for nothing; a bike pays nothing.
    private func plain(_ minutes: Int64, _ vehicle: String) -> Int64 {
        vehicle == "bike" || minutes <= 20 ? 0 : (minutes + 59) / 60 * 300
    }

    var stays: [Stay] {
        events.compactMap { entered in
            guard case .carEntered(let car) = entered.event else { return nil }
            let session = SessionID(version: entered.version)
            let exit = events.first { event in
                guard case .carExited(let left) = event.event else { return false }
                return left.session == session
            }
            guard let exit else { return nil }
            let (from, until) = (entered.occurredAt, exit.occurredAt)
            let vehicle = car.vehicle?.text ?? "standard"
            let isReserved = events.contains { event in
                guard case .dayReserved(let reserved) = event.event else { return false }
                return .plate(reserved.plate) == car.car && reserved.day == day(from)
            }
            let isValidated = events.contains { event in
                guard case .sessionValidated(let validated) = event.event else { return false }
                return validated.session == session
            }
            func minutes(_ end: Instant) -> Int64 { (end.microseconds - from.microseconds) / 60_000_000 }
            let plainCents = isReserved ? 0 : plain(minutes(until), vehicle)
            var cents = isValidated ? min(plainCents, (minutes(until) + 59) / 60 * 100) : plainCents
            // Whoever paid all that was due, or was let off, leaves within the quarter of an hour for that.
            for event in events {
                switch event.event {
                case .paymentTaken(let paid) where paid.subject == .session(session):
                    let due = plain(minutes(event.occurredAt), vehicle)
                    if paid.amount.minorUnits == due { cents = due }
                case .amountWaived(let waived) where waived.subject == .session(session):
                    cents = waived.amount.minorUnits
                case .paymentRefunded(let refund) where refund.subject == .session(session):
                    cents -= refund.amount.minorUnits
                default: break
                }
            }
            return Stay(
                session: session, plate: car.car.plate, vehicle: vehicle, enteredAt: from, exitedAt: until, exit: exit,
                isReserved: isReserved, isValidated: isValidated, cents: cents, plainCents: plainCents)
        }
    }

    /// How many events of a kind there are on a day, and what they come to.
    func sum(on day: LocalDay? = nil, _ cents: (GarageEvent) -> Int64?) -> (count: Int, cents: Int64) {
        let amounts = events.filter { day == nil || self.day($0.occurredAt) == day }.compactMap { cents($0.event) }
        return (amounts.count, amounts.reduce(0, +))
    }

    static func paid(_ event: GarageEvent) -> Int64? {
        guard case .paymentTaken(let paid) = event else { return nil }
        return paid.amount.minorUnits
    }

    static func refunded(_ event: GarageEvent) -> Int64? {
        guard case .paymentRefunded(let refund) = event else { return nil }
        return refund.amount.minorUnits
    }

    static func waived(_ event: GarageEvent) -> Int64? {
        guard case .amountWaived(let waived) = event else { return nil }
        return waived.amount.minorUnits
    }

    static func sold(_ event: GarageEvent) -> Int64? {
        guard case .permitGranted(let granted) = event else { return nil }
        return granted.kind.subscription?.total.minorUnits
    }

    /// Cars that were inside at an instant: those that had come by then and left later.
    func inside(at instant: Instant) -> Int {
        let passed = events.reduce((came: 0, went: 0)) { passed, event in
            guard event.occurredAt < instant else { return passed }
            switch event.event {
            case .carEntered: return (passed.came + 1, passed.went)
            case .carExited: return (passed.came, passed.went + 1)
            default: return passed
            }
        }
        return passed.came - passed.went
    }
}

extension Int64 {
    /// Cents as euros.
    var euros: String {
        let (sign, size) = (self < 0 ? "-" : "", abs(self))
        return "\(sign)\(size / 100).\(size % 100 < 10 ? "0" : "")\(size % 100)"
    }
}
