import Chronology
import Money
import Parking
import Tariffs

// What a day brings.

extension SimulatedGarage {
    /// The garage is made, gets its card, and those who work or live here get their permits.
    mutating func opens() {
        let opening = at(plan.start)
        send(.configureGarage(.init(site.settings)), at: opening, by: "operator")
        send(.cardPublished(.init(site.card)), at: opening + .seconds(20), by: "operator")
        send(.cardPublished(.init(site.grid, on: SimulatedSite.hours)), at: opening + .seconds(40), by: "operator")
        for number in 0..<site.settings.permanentSpots {
            let car = newCar()
            cars[car].isPermitted = true
            let moment = opening + .minutes(Int64(number + 1))
            if number % 2 == 0 {
                let pass = PermitRequest.pass(firstDay: nil, lastDay: nil, groups: [SimulatedSite.staff])
                let granted = send(.grantPermit(.init(cars[car].id, pass)), at: moment, by: "office", about: car)
                if case .permitGranted(let outcome)? = granted { cars[car].permit = outcome.permit }
            } else {
                let month = PermitRequest.subscription(
                    SimulatedSite.month, vehicle: .standard, firstDay: nil, groups: [])
                sold(send(.grantPermit(.init(cars[car].id, month)), at: moment, by: "office", about: car), car, moment)
            }
        }
        plans()
        diary.write(.morning(plan.start), at: at(plan.start, 4 * 60))
    }

    /// What the operator changes on the way: a rate costs more, an evening costs something else, the night does no more.
    private mutating func plans() {
        let unit = Int64(draw.number(20...60)) * 10
        let eventDay = plan.start.advanced(by: plan.days * 5 / 12)
        var settings = site.settings
        settings.exitGrace = .minutes(20)
        let changes: [(twelfths: Int, Command)] = [
            (3, .changeSettings(.init(NamedSettings(["exitGrace"], of: settings)))),
            (4, .ratePublished(.init(SimulatedSite.event(eventDay, unit * 2)))),
            (6, .ratePublished(.init(SimulatedSite.hourly(unit)))),
            (9, .rateWithdrawn(.init(RateID("night")!))),
        ]
        for (twelfths, command) in changes {
            let day = plan.start.advanced(by: plan.days * twelfths / 12)
            diary.write(.sends(command, by: "operator", about: nil), at: at(day, 10 * 60 + twelfths))
        }
    }

    mutating func morning(of day: LocalDay) {
        diary.write(.morning(day.next), at: at(day.next, 4 * 60))
        diary.write(.evening(day), at: at(day, 18 * 60))
        let isWorkday = day.weekday != .saturday && day.weekday != .sunday
        if draw.happens(200) {
            let from = at(day, draw.number(6 * 60...20 * 60))
            outage = (draw.one(of: [SimulatedSite.north, SimulatedSite.exit]), from, from + .hours(1))
            kept = 0
        }
        for car in cars.indices where cars[car].isPermitted {
            if cars[car].paidUntil == day { renews(car, day) }
            if isWorkday, !cars[car].isHere, draw.happens(700) { comes(car, day, from: 7 * 60, until: 9 * 60 + 30) }
        }
        let usual = isWorkday ? plan.carsPerDay : plan.carsPerDay * 6 / 10
        for _ in 0..<max(1, usual * draw.number(75...125) / 100) { driveUp(on: day) }
        for _ in 0..<max(1, plan.carsPerDay / 12) {
            let holder: Holder = draw.happens(300) ? .guest : .member
            let wanted = day.advanced(by: draw.number(1...3))
            diary.write(
                .reserves(car: someCar(), day: wanted, holder: holder), at: at(day, draw.number(8 * 60...21 * 60)))
        }
        if isWorkday { bookers(on: day) }
        counted = 0
        diary.write(.loop, at: at(day, 13 * 60 + 5))
    }

    /// Somebody who has no right comes: in the morning or around noon rather than late.
    private mutating func driveUp(on day: LocalDay) {
        let minute = (draw.number(5 * 60...23 * 60) + draw.number(7 * 60...18 * 60)) / 2
        if draw.happens(70) {
            diary.write(.comes(visit(nil, wantsTicket: draw.happens(750))), at: at(day, minute))
        } else {
            let car = someCar()
            guard !cars[car].isHere else { return }
            comes(car, day, from: minute, until: minute)
        }
    }

    private mutating func comes(_ car: Int, _ day: LocalDay, from: Int, until: Int) {
        cars[car].isHere = true
        diary.write(.comes(visit(car)), at: soon(at(day, draw.number(from...until)), 0...59))
    }

    /// Some book hours of the day in the morning, and come for them.
    private mutating func bookers(on day: LocalDay) {
        for _ in 0..<max(1, plan.carsPerDay / 15) {
            let car = someCar()
            guard !cars[car].isHere else { continue }
            let (hour, hours) = (draw.number(8...17), draw.number(1...4))
            let booking = HoursBooking(
                start: LocalDateTime(day, LocalTime(hour: hour)!), hours: hours, card: SimulatedSite.hours)
            diary.write(
                .sends(.reserve(.init(plate: cars[car].id, booking, holder: .member)), by: "app", about: car),
                at: at(day, 4 * 60 + draw.number(10...200)))
            guard draw.happens(850) else { continue }
            var visit = visit(car)
            visit.lasts = .minutes(Int64(hours * 60 - draw.number(5...40)))
            cars[car].isHere = true
            diary.write(.comes(visit), at: at(day, hour * 60 + draw.number(1...25)))
        }
    }

    mutating func visit(_ car: Int?, wantsTicket: Bool = false) -> Visit {
        let isPermitted = car.map { cars[$0].isPermitted } ?? false
        let minutes =
            if isPermitted { draw.number(400...560) } else if draw.happens(15) { draw.number(900...2_400) } else {
                draw.number(5...150) + draw.number(0...150)
            }
        return Visit(
            car: car, wantsTicket: wantsTicket, gate: draw.one(of: [SimulatedSite.north, SimulatedSite.south]),
            lasts: .minutes(Int64(minutes)))
    }

    /// One of those who come now and again, or somebody new.
    private mutating func someCar() -> Int {
        let regulars = min(cars.count, plan.carsPerDay * 3)
        guard regulars > 0, draw.happens(600) else { return newCar() }
        let car = draw.number(0...regulars - 1)
        return cars[car].isHere || cars[car].isPermitted ? newCar() : car
    }

    // MARK: Rights

    mutating func reserves(_ car: Int, _ day: LocalDay, _ holder: Holder, at now: Instant) {
        let id = cars[car].id
        let result = send(
            .reserve(.init(plate: id, day: day, holder: holder)), at: now, by: "app", about: car)
        guard case .reserved(let reserved) = result else {
            send(.waitForDay(.init(id, day, holder)), at: now + .seconds(30), by: "app", about: car)
            if draw.happens(300) {
                diary.write(.sends(.stopWaiting(.init(id, day)), by: "app", about: car), at: now + .hours(2))
            } else if site.settings.zone.day(of: now) < day {
                // Whoever waits asks again on the day, when it is known who has not come.
                diary.write(.reserves(car: car, day: day, holder: holder), at: at(day, 12 * 60 + draw.number(5...60)))
            }
            return
        }
        switch draw.number(0...99) {
        case 0...14:
            diary.write(.sends(.cancel(.init(reserved.reservation)), by: "app", about: nil), at: now + .minutes(90))
        case 15...24: break  // It does not come.
        default:
            diary.write(.comes(visit(car)), at: at(day, draw.number(6 * 60...15 * 60)))
        }
    }

    private mutating func renews(_ car: Int, _ day: LocalDay) {
        guard draw.happens(800) else {
            cars[car].isPermitted = false
            return
        }
        let moment = at(day, 4 * 60)
        sold(send(.renewPermit(.init(.plate(cars[car].id))), at: moment, by: "office", about: car), car, moment)
    }

    /// A month was sold: it is paid for at once, mostly.
    private mutating func sold(_ result: CommandResult?, _ car: Int, _ now: Instant) {
        let permit: PermitID
        switch result {
        case .permitGranted(let outcome): (permit, cars[car].paidUntil) = (outcome.permit, outcome.lastDay)
        case .permitRenewed(let outcome): (permit, cars[car].paidUntil) = (outcome.permit, outcome.period.lastDay)
        default: return
        }
        cars[car].permit = permit
        guard draw.happens(900) else { return }
        diary.write(
            .sends(.pay(.init(for: .permit(permit), PaymentMeans(.invoice))), by: "office", about: nil),
            at: now + .hours(5))
    }
}
