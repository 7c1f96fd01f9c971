import Chronology
import Money
import Parking

// What a driver does.

extension SimulatedGarage {
    mutating func comes(_ visit: Visit, at now: Instant) {
        guard let car = visit.car else { return comesUnread(visit, at: now) }
        cars[car].isHere = true
        if isOffline(visit.gate, at: now) {
            // The gate opens by what it knows itself, and tells of it when it is back.
            let id = cars[car].id
            keep(.plateSeen(.init(id, passage(visit.gate, at: now))), about: car)
            keep(.gateOpen(.init(.plate(id), passage(visit.gate, at: now + .seconds(9)), nil)), about: car)
            return stays(visit, from: now + .seconds(9))
        }
        var visit = visit
        if visit.tries == 0, draw.happens(8) {
            (visit.car, visit.really) = (newCar(), car)
        }
        let read = visit.car!
        let isUnsure = visit.tries == 0 && draw.happens(30)
        visit.tries += 1
        let reading = passage(visit.gate)
        let seen = Command.plateSeen(
            .init(cars[read].id, reading, confidence: Confidence(percent: isUnsure ? 41 : 97)))
        guard case .answered(var outcome)? = send(seen, at: now, by: visit.gate.text, about: read) else {
            return goesAway(visit)
        }
        if let really = visit.really, draw.happens(400) {
            // The camera has looked again, and tells of the same reading with the right plate.
            let corrected = Command.plateSeen(.init(cars[really].id, reading))
            cars[read].isHere = false
            (visit.car, visit.really) = (really, nil)
            if case .answered(let other)? = send(
                corrected, at: now + .seconds(2), by: visit.gate.text, about: really)
            {
                outcome = other
            }
        }
        switch outcome.answer {
        case .open:
            if draw.happens(60) {
                // The camera stares, or the answer was lost.
                diary.write(.sends(seen, by: visit.gate.text, about: read), at: now + .seconds(3))
            }
            guard draw.happens(990) else { return turnsRound(visit, at: now) }
            diary.write(.enters(visit, nil), at: soon(now, 6...25))
        case .again: diary.write(.comes(visit), at: now + .seconds(4))
        case .deny, .held, .late:
            guard draw.happens(100) else { return goesAway(visit) }
            diary.write(.enters(visit, Remark("Let in by hand.")), at: soon(now, 60...240))
        }
    }

    private mutating func comesUnread(_ visit: Visit, at now: Instant) {
        guard visit.wantsTicket else {
            return diary.write(.enters(visit, Remark("No plate to be read.")), at: soon(now, 30...90))
        }
        var visit = visit
        let asked = Command.ticketAsked(.init(passage(visit.gate)))
        guard case .ticketAsked(let outcome)? = send(asked, at: now, by: visit.gate.text),
            case .issued(let ticket) = outcome.answer
        else { return }
        visit.ticket = ticket
        diary.write(.enters(visit, nil), at: soon(now, 6...25))
    }

    private mutating func turnsRound(_ visit: Visit, at now: Instant) {
        let letIn = AuthorisationID(version: garage.version)
        let reason = Correction(ReasonCode("turned-round")!)
        diary.write(
            .sends(.withdrawAuthorisation(.init(letIn, reason)), by: "office", about: nil), at: now + .seconds(40))
        goesAway(visit)
    }

    mutating func goesAway(_ visit: Visit) {
        for car in [visit.car, visit.really].compactMap(\.self) { cars[car].isHere = false }
    }

    mutating func enters(_ visit: Visit, _ remark: Remark?, at now: Instant) {
        let opened = Command.gateOpen(.init(identity(visit), passage(visit.gate), remark))
        guard
            case .gateOpened(.entered(let session, _, _, _))? = send(
                opened, at: now, by: visit.gate.text, about: visit.car)
        else { return goesAway(visit) }
        let local = site.settings.zone.local(now)
        if visit.gate == SimulatedSite.north, local.microsecondOfDay / 3_600_000_000 == 12 { counted += 1 }
        var visit = visit
        visit.session = session
        if visit.car == nil, visit.ticket == nil, draw.happens(300) { visit.car = isReadLater(at: visit.gate, now) }
        stays(visit, from: now)
    }

    private mutating func stays(_ visit: Visit, from now: Instant) {
        var visit = visit
        let end = now + visit.lasts
        func within(_ command: Command, by actor: String, about car: Int? = nil) {
            diary.write(.sends(command, by: actor, about: car), at: now + .minutes(Int64(draw.number(2...40))))
        }
        if let session = visit.session {
            if draw.happens(40) { within(.validate(.init(.session(session), SimulatedSite.shop)), by: "shop") }
            if draw.happens(30) {
                within(.applyAgreement(.init(.session(session), SimulatedSite.clinic)), by: "office")
            }
            if draw.happens(5) { within(.assignFallback(.init(.session(session))), by: "office") }
            if draw.happens(4) {
                let reason = Correction(ReasonCode("clock-was-off")!)
                within(.correctPassage(.init(.entry(session), at: now - .minutes(2), reason)), by: "office")
            }
            puzzles(over: session, of: visit, from: now)
            if let really = visit.really {
                let reason = Correction(ReasonCode("misread")!)
                within(.correctPlate(.init(session, .plate(cars[really].id), reason)), by: "office", about: really)
            }
        }
        if let really = visit.really {
            if let taken = visit.car { cars[taken].isHere = false }
            (visit.car, visit.really) = (really, nil)
        }
        visit.tries = 0
        if draw.happens(12) {
            diary.write(.vanishes(visit), at: end)
        } else if draw.happens(750) {
            diary.write(.pays(visit), at: max(now + .minutes(1), end - .minutes(Int64(draw.number(2...12)))))
        } else {
            diary.write(.leaves(visit), at: end)
        }
    }

    mutating func pays(_ visit: Visit, at now: Instant) {
        let then = draw.happens(40) ? soon(now, 1_500...3_600) : soon(now, 90...780)
        diary.write(.leaves(visit), at: then)
        guard let id = session(visit), let session = garage.session(.session(id)),
            let due = garage.bill(of: session, until: now)?.payable, due > .zero
        else { return }
        if visit.tries > 2 || draw.happens(10) {
            let part = visit.tries > 2 ? nil : Money(minorUnits: max(1, due.minorUnits / 2))
            let reason = Correction(ReasonCode("goodwill")!)
            send(.waive(.init(.session(id), amount: part, reason)), at: now, by: "office")
            if visit.tries > 2 { return }
        }
        let till = TillID(draw.one(of: ["kiosk-1", "kiosk-2"]))!
        let pay: Pay
        switch draw.number(0...9) {
        case 0...2:
            let notes = Money(minorUnits: (due.minorUnits + 999) / 1_000 * 1_000)
            pay = Pay(for: .session(id), PaymentMeans(.cash, till: till), tendered: notes)
        case 3...8: pay = Pay(for: .session(id), PaymentMeans(.card, till: till))
        default: pay = Pay(for: .session(id), PaymentMeans(.app))
        }
        guard case .paid(let paid)? = send(.pay(pay), at: now, by: till.text), draw.happens(15) else { return }
        let back = Money(minorUnits: max(1, paid.payment.amount.minorUnits / 2))
        let refund = Refund(
            of: .session(id), PaymentMeans(.card), amount: back, Correction(ReasonCode("complaint")!))
        diary.write(.sends(.refund(refund), by: "office", about: nil), at: now + .hours(20))
    }

    mutating func leaves(_ visit: Visit, at now: Instant) {
        if isOffline(SimulatedSite.exit, at: now) {
            keep(.exit(.init(identity(visit), passage(SimulatedSite.exit, at: now))), about: visit.car)
            return goesAway(visit)
        }
        guard let car = visit.car else { return left(visit, at: now) }
        if draw.happens(25) { return leavesBadlyRead(visit, at: now) }
        let seen = Command.plateSeen(.init(cars[car].id, passage(SimulatedSite.exit)))
        guard case .answered(let outcome)? = send(seen, at: now, by: SimulatedSite.exit.text, about: car) else {
            return diary.write(.left(visit), at: soon(now, 5...12))
        }
        var visit = visit
        if case .held = outcome.answer {
            visit.tries += 1
            diary.write(.pays(visit), at: soon(now, 25...60))
        } else {
            diary.write(.left(visit), at: soon(now, 5...12))
        }
    }

    mutating func left(_ visit: Visit, at now: Instant) {
        if draw.happens(15) { isOpenedByHand(for: visit, at: now) }
        let passage = passage(SimulatedSite.exit)
        if visit.ticket != nil, draw.happens(60), let session = session(visit) {
            send(.lostTicket(.init(passage, of: session)), at: now, by: SimulatedSite.exit.text)
        } else {
            send(
                .exit(.init(identity(visit), passage)), at: now, by: SimulatedSite.exit.text, about: visit.car)
        }
        goesAway(visit)
    }
}
