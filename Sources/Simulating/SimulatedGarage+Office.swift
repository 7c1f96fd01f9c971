import Chronology
import Parking

// What goes wrong, and who puts it right.

extension SimulatedGarage {
    /// The exit's camera reads nothing, another plate, or tells the time by a clock that is off.
    mutating func leavesBadlyRead(_ visit: Visit, at now: Instant) {
        goesAway(visit)
        switch draw.number(0...9) {
        case 0...4: send(.exit(.init(nil, passage(SimulatedSite.exit))), at: now, by: SimulatedSite.exit.text)
        case 5...7:
            let other = newCar()
            let left = Command.exit(.init(.plate(cars[other].id), passage(SimulatedSite.exit)))
            send(left, at: now, by: SimulatedSite.exit.text, about: other)
            guard let session = session(visit) else { return }
            let linked = Command.linkExit(
                .init(ExitID(version: garage.version), to: session, Correction(ReasonCode("misread")!)))
            diary.write(.sends(linked, by: "office", about: nil), at: soon(now, 3_600...18_000))
        default:
            let ahead = now + .minutes(20)
            let left = Command.exit(.init(identity(visit), passage(SimulatedSite.exit, at: ahead, sentAt: ahead)))
            guard case .quarantined(let waits)? = send(left, at: now, by: SimulatedSite.exit.text, about: visit.car)
            else { return }
            let released = Command.releasePassage(
                .init(waits.id, at: now, Correction(ReasonCode("clock-was-off")!)))
            diary.write(.sends(released, by: "office", about: nil), at: soon(now, 3_600...10_800))
        }
    }

    /// A car has gone unseen: the office finds out later, or nobody does until it comes again.
    mutating func vanishes(_ visit: Visit, at now: Instant) {
        if let car = visit.car { cars[car].isHere = false }
        guard let session = session(visit) else { return }
        let found = soon(now, 20_000...60_000)
        switch draw.number(0...9) {
        case 0...5:
            let ended = Command.endSession(.init(session, at: now, Correction(ReasonCode("seen-on-video")!)))
            diary.write(.sends(ended, by: "office", about: nil), at: found)
        case 6, 7:
            let off = Command.writeOff(.init(session, Correction(ReasonCode("not-found")!)))
            diary.write(.sends(off, by: "office", about: nil), at: found)
        default: break
        }
    }

    mutating func evening(of day: LocalDay, at now: Instant) {
        for exception in garage.exceptions.prefix(4) {
            if draw.happens(250) {
                send(.assignException(.init(exception.id, to: Actor("ada"))), at: now, by: "office")
            } else if draw.happens(350) {
                let reason = Correction(ReasonCode("looked-at")!)
                send(.dismissException(.init(exception.id, reason)), at: now, by: "office")
            }
        }
        if day.weekday == .sunday {
            let reason = Correction(ReasonCode("counted")!)
            let inside = max(0, garage.sessions.count + draw.number(-1...1))
            send(.correctCount(.init(inside, reason)), at: now, by: "office")
            diary.write(.recount, at: now + .hours(1))
        }
        tidiesUp(on: day, at: now)
        if draw.happens(150), !cars.isEmpty {
            let car = draw.number(0...cars.count - 1)
            let reason = Correction(ReasonCode("house-rules")!)
            send(
                .suspendPlate(.init(cars[car].id, lastDay: day.advanced(by: 3), reason)), at: now, by: "office",
                about: car)
            if draw.happens(400) {
                let lifted = Command.liftSuspension(.init(cars[car].id, reason))
                diary.write(.sends(lifted, by: "office", about: car), at: now + .hours(20))
            }
        }
    }

    /// The loop of the gate in the north tells what it counted from noon on; it misses a car now and then.
    mutating func loop(at now: Instant) {
        let day = site.settings.zone.day(of: now)
        let cars = max(0, counted - (draw.happens(100) ? 1 : 0))
        send(
            .loopCounted(
                .init(cars, at: SimulatedSite.north, from: at(day, 12 * 60), until: at(day, 13 * 60))),
            at: now, by: SimulatedSite.north.text)
    }
}
