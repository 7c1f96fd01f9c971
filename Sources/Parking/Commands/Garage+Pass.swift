import Chronology
import Tariffs

// Barriers that rose and cars that passed. These are facts: whatever the rules would have said, they are recorded.

extension Garage {
    func enter(
        _ named: CarIdentity?, _ passage: Passage, _ remark: Remark?, at: Instant, in settings: GarageSettings
    ) -> Decision {
        let waiting = authorisation(of: named, at: passage.gate, at: at, in: settings)
        let car = named ?? waiting.map { .plate($0.plate) } ?? .unknown
        if case .entered(let id) = repeated(car, passage, .opened, .entry, at: at, in: settings) {
            return Decision(.entered(id, repeated: true), at: at)
        }
        let admittedBy: AdmittedBy =
            if let remark { .hand(remark) } else if let waiting { .authorisation(waiting.id) } else { .gate }
        let entry = GarageEvent.carEntered(
            car: car, gate: passage.gate, by: admittedBy, vehicle: passage.vehicle ?? waiting?.vehicle,
            read: passage.read)
        guard let old = session(of: car) else {
            return Decision(.entered(SessionID(version: version + 1), repeated: false), at: at, entry)
        }
        return Decision(
            .entered(SessionID(version: version + 2), repeated: false), at: at, .sessionOrphaned(old.id), entry)
    }

    func openExit(
        _ named: CarIdentity?, _ passage: Passage, _ remark: Remark?, at: Instant, in settings: GarageSettings
    ) -> Decision {
        if case .gateOpened = repeated(named ?? .unknown, passage, .opened, .exit, at: at, in: settings) {
            return Decision(.exitGateOpened(repeated: true), at: at)
        }
        return Decision(
            .exitGateOpened(repeated: false), at: at,
            .exitGateOpened(gate: passage.gate, remark: remark, read: passage.read))
    }

    func leave(_ named: CarIdentity?, _ passage: Passage, at: Instant, in settings: GarageSettings) -> Decision {
        let car = named ?? .unknown
        if case .exited(let id) = repeated(car, passage, .left, .exit, at: at, in: settings) {
            return Decision(.exitRepeated(id), at: at)
        }
        // A session that began later is another stay of the same car.
        guard let session = departing(car), session.enteredAt <= at else {
            let unseen = Departure(session: nil, enteredAt: nil, exitedAt: at, charge: nil)
            return Decision(
                .exited(unseen), at: at, .exitWithoutEntry(car: car, gate: passage.gate, read: passage.read))
        }
        let departure = Departure(
            session: session.id, enteredAt: session.enteredAt, exitedAt: at, charge: charge(of: session, until: at))
        return Decision(
            .exited(departure), at: at, .carExited(session: session.id, gate: passage.gate, read: passage.read))
    }

    /// The session of a car that leaves; of an unknown one only where there is no other.
    private func departing(_ car: CarIdentity) -> Session? {
        guard car == .unknown else { return session(of: car) }
        return unknownCars.count == 1 ? sessions[unknownCars.first!] : nil
    }

    /// The authorisation that a rising barrier uses up: the car's own, or without a car the only one at the gate.
    private func authorisation(
        of car: CarIdentity?, at gate: GateID, at: Instant, in settings: GarageSettings
    ) -> Authorisation? {
        // What a gate reports late is not about a car that came up since; clocks may differ by as much as one waits.
        let waiting = authorisations.values.filter {
            $0.gate == gate && $0.since <= at + settings.authorisationWait && !$0.isForgotten(at: at, in: settings)
        }
        guard let car else { return waiting.count == 1 ? waiting.first : nil }
        return waiting.first { .plate($0.plate) == car }
    }

    private func repeated(
        _ car: CarIdentity, _ passage: Passage, _ kind: RecentReads.Report.Kind, _ direction: Direction, at: Instant,
        in settings: GarageSettings
    ) -> RecentReads.Outcome? {
        let report = RecentReads.Report(kind: kind, gate: passage.gate, direction: direction)
        return reads.outcome(of: report, read: passage.read)
            ?? reads.outcome(of: report, car: car, at: at, window: settings.duplicateReadWindow)
    }
}
