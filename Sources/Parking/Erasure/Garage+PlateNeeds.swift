public import Chronology
import Money

extension Garage {
    /// What those of some plates are needed for that are.
    ///
    /// What has ended and owes nothing needs no plate: its sums and times stay as they are. A fact of it that comes later is of a
    /// plate that nobody knows.
    public func needs(of plates: [PlateID], at now: Instant) -> [PlateID: PlateNeed] {
        guard let settings else { return [:] }
        let today = settings.zone.day(of: now)
        let open = needsOfMany(Set(plates))
        return plates.reduce(into: [:]) { needs, plate in
            needs[plate] = need(of: plate, at: now, on: today) ?? open[plate]
        }
    }

    private func need(of plate: PlateID, at now: Instant, on today: LocalDay) -> PlateNeed? {
        let car = CarIdentity.plate(plate)
        if let session = stays.of(car) { return .inside(session.id) }
        if let waiting = gates.authorisation(of: car), waiting.until > now { return .atTheGate }
        if quarantine.cars[car] != nil { return .quarantined }
        if let right = rights.of(plate).first(where: { !$0.days.areOver(on: today) }) {
            return right.source.holder == nil
                ? .permitted(PermitID(version: right.id.version))
                : .reserved(ReservationID(version: right.id.version), right.days.first)
        }
        for right in rights.of(plate) {
            if let subject = right.sold, isUneven(right), refundDue(subject) == .zero { return .owes(subject) }
        }
        if suspended.of(plate).contains(where: { !$0.days.areOver(on: today) }) { return .suspended }
        return nil
    }

    /// What plates are needed for that is not found by the plate.
    private func needsOfMany(_ asked: Set<PlateID>) -> [PlateID: PlateNeed] {
        var needs: [PlateID: PlateNeed] = [:]
        for exception in openExceptions.open.values {
            if let plate = car(of: exception)?.plate { needs[plate] = .exception(exception.id) }
        }
        for (id, stay) in accounts.owed {
            // What is to be given back, or was settled otherwise, is an exception.
            guard let plate = stay.session.plate, asked.contains(plate) else { continue }
            guard bill(of: .session(id)).map({ $0.due > .zero }) ?? true else { continue }
            needs[plate] = .owes(.session(id))
        }
        for (subject, right) in accounts.uneven where refundDue(subject) == .zero {
            needs[right.plate] = .owes(subject)
        }
        for (day, waiter) in waitingList.all { needs[waiter.plate] = .waiting(day) }
        return needs
    }
}
