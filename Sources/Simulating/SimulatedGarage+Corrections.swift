import Chronology
import Parking

// What people say about what the log thinks, and what they do themselves.

extension SimulatedGarage {
    /// A stay is ended by mistake and goes on, or is found to have been two visits.
    mutating func puzzles(over session: SessionID, of visit: Visit, from now: Instant) {
        func within(_ command: Command, at instant: Instant) {
            diary.write(.sends(command, by: "office", about: nil), at: instant)
        }
        if draw.happens(4) {
            let reason = Correction(ReasonCode("seen-on-video")!)
            within(.endSession(.init(session, at: now + .minutes(5), reason)), at: now + .minutes(10))
            within(.reopenSession(.init(session, Correction(ReasonCode("still-there")!))), at: now + .minutes(25))
        }
        let quarter = TimeSpan(microseconds: visit.lasts.microseconds / 4)
        if visit.lasts > .hours(1), draw.happens(6) {
            let (left, returned) = (now + quarter, now + quarter + quarter)
            let reason = Correction(ReasonCode("seen-on-video")!)
            within(
                .splitSession(.init(session, leftAt: left, returnedAt: returned, reason)), at: returned + .minutes(5))
        }
    }

    /// The camera of an entry had read the plate of a car that was let in by hand, and tells of it when it is back.
    ///
    /// - Returns: the car.
    mutating func isReadLater(at gate: GateID, _ now: Instant) -> Int {
        let car = newCar()
        let seen = Command.plateSeen(.init(cars[car].id, passage(gate, at: now - .seconds(8))))
        diary.write(.sends(seen, by: gate.text, about: car), at: now + .minutes(20))
        return car
    }

    /// Somebody opens the barrier of the exit before the loop tells that the car is gone.
    mutating func isOpenedByHand(for visit: Visit, at now: Instant) {
        let opened = Command.gateOpen(
            .init(identity(visit), passage(SimulatedSite.exit), Remark("The arm did not rise.")))
        send(opened, at: now - .seconds(2), by: SimulatedSite.exit.text, about: visit.car)
    }

    /// A permit ends early, and once in a while the garage is found empty at night whatever the log says.
    mutating func tidiesUp(on day: LocalDay, at now: Instant) {
        if draw.happens(40), let car = cars.indices.first(where: { cars[$0].isPermitted }),
            let permit = cars[car].permit
        {
            send(.revokePermit(.init(permit)), at: now, by: "office")
            cars[car].isPermitted = false
        }
        if draw.happens(15) {
            let reset = Command.resetInventory(.init(Correction(ReasonCode("found-empty")!)))
            diary.write(.sends(reset, by: "office", about: nil), at: at(day.next, 3 * 60 + 30))
        }
    }
}
