import TestSupport
import Chronology
import Money
import Parking
import Tariffs

/// Draws garages and what happens to them: few spots, few cars, all of it close together, some of it nonsense.
struct RandomDay {
    var random: Seeded
    var queries = 0

    init(_ seed: UInt64) { random = Seeded(seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func one<Element>(of elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    mutating func settings(lateness: TimeSpan) -> GarageSettings {
        .open(number(1...6)) {
            $0.permanentSpots = min($0.capacity, random.chance(60) ? number(1...3) : 0)
            $0.fallbackSpots = min($0.capacity - $0.permanentSpots, random.chance(40) ? number(0...2) : 0)
            $0.guestSpots = number(0...$0.bookableSpots)
            $0.admission = one(of: Admission.allCases)
            $0.publicHours = random.chance(10) ? .closed : .always
            if random.chance(50) { $0.groupHours = [GroupHours(one(of: [.staff, .residents]))] }
            $0.antiPassback = one(of: AntiPassback.allCases)
            $0.duplicateReadWindow = .seconds(one(of: [0, 15, 120]))
            $0.authorisationWait = .seconds(one(of: [0, 30, 90, 600]))
            $0.readConfidence = Confidence(percent: random.chance(30) ? 50 : 0)!
            $0.lateness = lateness
            $0.unpaidExit = one(of: UnpaidExit.allCases)
            $0.noShowAfter = random.chance(50) ? LocalTime(one(of: ["08:00", "14:00"])) : nil
            $0.exitGrace = .minutes(one(of: [0, 15, 120]))
            if random.chance(30) { $0.lostTicket = .price(Money(minorUnits: 25_00)) }
        }
    }

    /// How long nothing happens.
    mutating func pause() -> TimeSpan {
        switch number(0...9) {
        case 0...2: .zero
        case 3...5: .seconds(Int64(number(1...20)))
        case 6, 7: .minutes(Int64(number(1...30)))
        case 8: .hours(Int64(number(1...12)))
        default: TimeSpan(microseconds: Int64(number(1...90_000_000)))
        }
    }

    /// What is asked of a garage with this log.
    mutating func command(at now: Instant, lateness: TimeSpan, log: [RecordedEvent]) -> Command {
        switch number(0...61) {
        case 54: configuration(lateness)
        case 50, 51, 52: .waitForDay(.init(plate(), day(now), one(of: Holder.allCases)))
        case 53: .stopWaiting(.init(plate(), day(now)))
        case 47: .suspendPlate(suspension(now))
        case 48: .liftSuspension(.init(plate(), Correction(ReasonCode("misread")!)))
        case 49: .assignFallback(.init(stay(log)))
        case 44, 45, 46: payment(log)
        case 42, 43: turnedRound(log)
        case 36, 37, 40: lostTicket(log, now)
        case 41: usedAgain(log, now)
        case 38, 39: loopCounted(now)
        case 34, 35: asked(log, now)
        case 30...33: correction(log, now)
        case 0: .configureGarage(.init(settings(lateness: lateness)))
        case 1, 18: publication()
        case 19, 20, 24, 25: .grantPermit(.init(plate(), permit(now), on: random.chance(30) ? .shared : .own))
        case 21: .renewPermit(.init(permitID(log)))
        case 22: .renewPermit(.init(.plate(plate())))
        case 23: .revokePermit(.init(permitID(log)))
        case 2, 3: .reserve(.init(plate: plate(), day: day(now), holder: one(of: Holder.allCases)))
        case 4, 26, 27, 60, 61: .reserve(.init(plate: plate(), hours(now), holder: one(of: Holder.allCases)))
        case 5: .cancel(.init(reservationID(log)))
        case 6...10, 55...59: .plateSeen(.init(plate(), passage(now), confidence: confidence(), alike: alike()))
        case 11...15:
            .gateOpen(
                .init(
                    random.chance(40) ? nil : car(log), passage(now), random.chance(20) ? Remark("By hand.")! : nil,
                    alike: alike()))
        case 16: .validate(.init(stay(log), one(of: [.cinema, .shop])))
        case 17: .applyAgreement(.init(stay(log), one(of: [.hospital, .church])))
        case 28: corrected(log, now) ?? .plateSeen(.init(plate(), passage(now)))
        case 29: readBefore(log) ?? .exit(.init(car(), passage(now, exits: true)))
        default: .exit(.init(random.chance(20) ? nil : car(log), passage(now, exits: true), alike: alike()))
        }
    }

    /// Some settings, which may not suit the others.
    private mutating func configuration(_ lateness: TimeSpan) -> Command {
        let settings = settings(lateness: lateness)
        let names = ["capacity", "guestSpots", "permanentSpots", "admission", "publicHours", "lostTicket", "exitGrace"]
        let named = NamedSettings(Set((0..<number(0...2)).map { _ in one(of: names) }), of: settings)
        return random.chance(50) ? .changeSettings(.init(named)) : .configureGarage(.init(named))
    }

    /// Plates that look like the one that was read, as far as a camera is concerned.
    private mutating func alike() -> [PlateID] {
        random.chance(80) ? [] : Array(Set([plate(), plate()])).sorted { $0.description < $1.description }
    }

    private mutating func confidence() -> Confidence? {
        random.chance(50) ? Confidence(percent: number(30...100)) : nil
    }

    mutating func plate() -> PlateID { PlateID(number(1...8)) }

    mutating func car(_ log: [RecordedEvent] = []) -> CarIdentity {
        switch number(0...9) {
        case 0: .unknown
        case 1, 2: .ticket(ticket(log))
        default: .plate(plate())
        }
    }

    private mutating func day(_ now: Instant) -> LocalDay {
        ZoneRules.berlin.day(of: now).advanced(by: random.chance(5) ? number(-400...400) : number(0...2))
    }

    /// Hours of today or tomorrow, many of which are over or sold by nobody.
    private mutating func hours(_ now: Instant) -> HoursBooking {
        let start = ZoneRules.berlin.local(now + .hours(Int64(number(-2...26))))
        return HoursBooking(start: start, hours: random.chance(5) ? 13 : number(1...6))
    }

    private mutating func suspension(_ now: Instant) -> SuspendPlate {
        let last = random.chance(90) ? day(now) : nil
        return SuspendPlate(
            plate(), firstDay: random.chance(50) ? day(now) : nil, lastDay: last, Correction(ReasonCode("misread")!))
    }

    private mutating func permit(_ now: Instant) -> PermitRequest {
        let first = random.chance(50) ? day(now) : nil
        let last = random.chance(80) ? day(now).advanced(by: number(0...3)) : nil
        var groups = Set((0..<number(0...2)).map { _ in one(of: [GroupID.residents, .staff]) })
        switch number(0...4) {
        case 0, 1: return .pass(firstDay: first, lastDay: last, groups: groups)
        case 2:
            groups.insert(.staff)
            return .membership(firstDay: first, lastDay: last, groups: groups)
        default:
            let vehicle = random.chance(30) ? one(of: [CardID.bike, CardID("van")!]) : .standard
            return .subscription(subscription(), vehicle: vehicle, firstDay: first, groups: groups)
        }
    }

    /// Mostly one of those that were granted last.
    private mutating func permitID(_ log: [RecordedEvent]) -> PermitID {
        PermitID(version: version(of: { if case .permitGranted = $0 { true } else { false } }, in: log))
    }

    private mutating func reservationID(_ log: [RecordedEvent]) -> ReservationID {
        ReservationID(version: version(of: { if case .dayReserved = $0 { true } else { false } }, in: log))
    }

    /// The version of one of the last events of a kind, and now and then of any event or of none.
    private mutating func version(of isMeant: (GarageEvent) -> Bool, in log: [RecordedEvent]) -> Int64 {
        let meant = log.filter { isMeant($0.event) }.suffix(6)
        guard !meant.isEmpty, random.chance(90) else { return Int64(number(1...log.count + 1)) }
        return one(of: Array(meant)).version
    }

    private mutating func subscription() -> SubscriptionID { one(of: [.weekly, .weekly, .monthly, .yearly]) }

    private mutating func stay(_ log: [RecordedEvent]) -> OpenStay {
        guard random.chance(50) else { return .car(car()) }
        return .session(
            SessionID(version: version(of: { if case .carEntered = $0 { true } else { false } }, in: log)))
    }

    private mutating func publication() -> Command {
        let card: CardID = random.chance(70) ? .standard : .bike
        switch number(0...9) {
        case 0...4: return .ratePublished(.init(rate(), on: card))
        case 5: return .rateWithdrawn(.init(RateID("r\(number(1...3))")!, on: card))
        default:
            var terms = Terms(crossing: one(of: Crossing.allCases))
            if random.chance(40) {
                terms.tax = Tax(name: "VAT", basisPoints: Int64(number(0...2_000)), isIncluded: random.chance(50))
            }
            terms.subscriptions = Set((0..<number(1...6)).map { _ in subscription() }).map { sold in
                // Seldom one that has another length than its name says.
                let periods: [SubscriptionID: Subscription.Period] = [.monthly: .month, .yearly: .year]
                return Subscription(
                    id: sold, amount: Money(minorUnits: Int64(number(0...99_999))),
                    period: random.chance(95) ? periods[sold] ?? .week : .month)
            }
            terms.bookings = Forgiveness(
                before: .minutes(Int64(number(0...30))), after: .minutes(Int64(number(0...30))))
            if random.chance(70) { terms.agreements = [Agreement(id: .hospital, effect: .minutesOff(.minutes(30)))] }
            let rates = (0..<number(0...2)).map { _ in rate() }
            guard random.chance(20) else {
                return .cardPublished(.init(RateCard(rates: rates, terms: terms), on: card))
            }
            let parts = Set((0..<number(0...2)).map { _ in one(of: TermsPart.allCases) })
            return .cardPublished(.init(CardChange(rates: random.chance(50) ? rates : nil, parts, of: terms), on: card))
        }
    }

    /// One of three, each for its part of the day; seldom one that is in force beside another.
    private mutating func rate() -> Rate {
        if random.chance(30) { return grid() }
        let amount = random.chance(5) ? Int64.max : Int64(number(-1...500))
        let part = number(1...3)
        let hours = LocalTime(hour: part * 8 - 8)!
        return Rate(
            id: RateID("r\(part)")!,
            windows: random.chance(10)
                ? [] : [.weekly(days: Set(Weekday.allCases), from: hours, until: LocalTime(hour: part * 8)!)],
            price: random.chance(50)
                ? .perUnit(Money(minorUnits: amount), every: .minutes(Int64(number(0...90))))
                : .once(Money(minorUnits: amount)))
    }

    /// Any hour, for whoever books it.
    private mutating func grid() -> Rate {
        let hours = Weekday.allCases.flatMap { day in (0..<24).compactMap { WeekHour(day, $0) } }
        let cell = GridCell(name: "any", amount: Money(minorUnits: Int64(number(0...300))), hours: Set(hours))
        return Rate(id: RateID("grid")!, tier: .advanced, price: .weekGrid(WeekGrid([cell])))
    }

    mutating func passage(_ now: Instant, exits: Bool = false) -> Passage {
        queries += 1
        let gates: [GateID] = exits ? [.exit, .both] : [.entry, .entry, .exit, .both]
        let gate = random.chance(2) ? GateID.nowhere : one(of: gates)
        let direction = random.chance(70) && gate == .both ? one(of: Direction.allCases) : nil
        return Passage(
            gate: gate, direction: exits ? nil : direction, occurredAt: random.chance(40) ? claimed(now) : nil,
            sentAt: random.chance(20) ? now + .seconds(Int64(number(-900...900))) : nil,
            vehicle: !exits && random.chance(30) ? .bike : nil,
            read: random.chance(60) ? DeviceEventID("read-\(queries)")! : nil)
    }

    /// When a device says it was.
    private mutating func claimed(_ now: Instant) -> Instant {
        switch number(0...19) {
        case 0: one(of: [.earliest, .latest, Instant(microseconds: .min), Instant(microseconds: .max)])
        case 1...3: now - .hours(Int64(number(1...80)))
        case 4...6: now - .seconds(Int64(number(1...300)))
        // Several reports of one instant.
        case 7...9: Instant(microseconds: now.microseconds / 600_000_000 * 600_000_000)
        case 10...12: now + .seconds(Int64(number(1...3_600)))
        default: now
        }
    }
}
