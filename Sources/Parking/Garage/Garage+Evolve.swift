import Chronology
import Money
import Tariffs

extension Garage {
    /// The garage after one more event.
    ///
    /// - Precondition: the event comes after those taken in before. A look at the past by what had happened leaves out the late ones;
    ///   whoever needs every event checks that none is missing.
    /// - Returns: what it changed.
    @discardableResult
    public mutating func evolve(_ recorded: RecordedEvent) -> [GarageChange] {
        precondition(recorded.version > version, "events are taken in one by one, in the order of the log")
        isWhole = isWhole && recorded.version == version + 1
        version = recorded.version
        let report = recorded.laneReport
        if let report { clocks.take(report, recorded, isDated: recorded.recordedAt > recordedAt) }
        knownAt = recorded.recordedAt > recordedAt ? recorded.recordedAt : min(recorded.occurredAt, recorded.recordedAt)
        recordedAt = recorded.recordedAt
        countSpots()
        // First of all, as a command was decided that knew no more.
        var changes = forgetThePast(at: recordedAt)
        var told = recorded.event.body.apply(to: &self, recorded)
        told += settlePlaces(told)
        told += recount(told, by: recorded)
        changes += told
        changes += settle(told, by: recorded, report)
        assert(
            !isWhole || version % 16 > 0 || holdsTogether,
            "after event \(version) the parts of the garage contradict each other: \(contradictions), behind \(recorded.event)"
        )
        return changes
    }

    // MARK: What events do

    mutating func configure(_ settings: GarageSettings) -> [GarageChange] {
        self.settings = settings
        clocks.keep { settings.gate($0.gate) != nil }
        rates.compileAnew()
        tenantSpots.change(to: settings.tenants, at: knownAt)
        if rights.hasQuotas { spots = nil }
        countSpots()
        return [.settings(settings)]
    }

    mutating func publish(_ content: Publication.Content, on card: CardID, _ recorded: RecordedEvent) -> [GarageChange]
    {
        rates.publish(Publication(content, on: card, knownAt: knownAt, version: recorded.version))
        return [.rateBook]
    }

    /// Gives a plate a right; a car that is inside has it at once.
    mutating func give(_ right: Right) -> [GarageChange] {
        changing(right.plate) { $0.rights.insert(right) }
        return [.rightCame(right)] + joined(right.plate) { $0.cover(right) }
    }

    /// A permit has other days.
    mutating func change(_ id: PermitID, _ change: (inout Right) -> Void) -> [GarageChange] {
        guard var right = permit(id) else { return [] }
        change(&right)
        // One that ends before it begins never was of use.
        if right.days.areNone {
            changing(right.plate) { $0.rights.remove(right.id) }
            rememberRefund(of: right)
            return [.rightWent(right)] + joined(right.plate) { $0.cover(right) } + changeFurther(of: right)
        }
        changing(right.plate) { $0.rights.change(right) }
        return [.rightChanged(right)] + joined(right.plate) { $0.cover(right) } + changeFurther(of: right)
    }

    /// Further plates have a permit for as long as its first one has it.
    private mutating func changeFurther(of permit: Right) -> [GarageChange] {
        let id = PermitID(version: permit.id.version)
        guard permit.quota == .permit(id) else { return [] }
        return rights.of(.permit(id)).filter { $0.source == .further(id) && !$0.isRevoked }.flatMap { further in
            change(PermitID(version: further.id.version)) {
                ($0.days.last, $0.revokedAt) = (permit.days.last, permit.revokedAt)
            }
        }
    }

    /// A reservation is given back.
    ///
    /// - Parameter isOffered: whether its spot is offered to those who wait for the day; not where one of them takes it at once.
    /// - Parameter credit: what of its price falls away.
    mutating func takeBack(_ id: ReservationID, isOffered: Bool = true, credit: Money = .zero) -> [GarageChange] {
        guard var right = reservation(id) else { return [] }
        right.credit = credit
        let (day, left) = (right.days.first, spotsLeft(of: right))
        changing(right.plate) { garage in
            guard let zone = garage.settings?.zone else { return garage.rights.remove(right.id) }
            garage.rights.giveBack(right.id, at: garage.knownAt, in: zone)
        }
        // What had begun is owed for as far as the card gives nothing back, whether the car came or not, unless the garage gave it away.
        if isOffered, right.presence(in: settings?.zone ?? .utc).lowerBound < knownAt {
            remember(right)
        } else {
            rememberRefund(of: right)
        }
        // Only what somebody who waits can use is offered: hours where the whole day had no spot for want of them.
        if isOffered, waitingList[day] != nil, let holder = right.source.holder {
            let isDay = right.source.hours == nil
            if isDay || left <= 0 && spotsLeft(of: right) > 0 { waitingList.free(day, holder, at: knownAt) }
        }
        return [.rightWent(right)] + joined(right.plate) { $0.uncover(right.id) }
    }

    /// How many whole days of a reservation's kind may be reserved still, where somebody waits for one.
    private func spotsLeft(of right: Right) -> Int {
        guard let settings, let holder = right.source.holder, waitingList[right.days.first] != nil else { return 0 }
        return spotsLeft(on: right.days.first, for: holder, in: settings)
    }

    /// A car drives in, with the rights that its plate has.
    mutating func begin(_ entry: Session) -> [GarageChange] {
        let session = entitled(entry)
        changing(session.plate) { $0.stays.begin(session) }
        return [.stayBegan(session)]
    }

    /// A stay with the rights that its car's plate has.
    ///
    /// - Parameter kept: its groups, where it is known already which they were.
    private func entitled(_ stay: Session, groups kept: Set<GroupID>? = nil) -> Session {
        guard let settings else { return stay }
        guard let plate = stay.plate else { return stay.entitled(to: [], groups: stay.groups, StayLimits(settings)) }
        let rights = rights.everHeld(by: plate).filter { mayCover($0, from: stay.enteredAt) }
        // Groups belong to the price as of the entry, as rates do, however late the log hears of it.
        return stay.entitled(
            to: rights, groups: kept ?? groups(of: plate, at: stay.enteredAt), StayLimits(settings))
    }

    /// A stay that turns out to have gone on, with the rights that its plate has by now. Its groups are what they were when it came
    /// in: what was granted at that very instant, but later, is none of them.
    private func goingOn(_ stay: Session) -> Session {
        var session = entitled(stay.of(stay.car), groups: stay.groups)
        keepForgotten(stay.rights, in: &session)
        return session
    }

    /// A stay that goes on for long keeps what it had of rights that the garage has forgotten since.
    private func keepForgotten(_ had: [Right], in session: inout Session) {
        guard let settings else { return }
        let forgotten = settings.zone.day(of: recordedAt - Garage.doubtIsKept)
        for right in had where right.days.areOver(on: forgotten) && mayCover(right, from: session.enteredAt) {
            session.cover(right)
        }
    }

    /// Whether a right is of use to a car that comes in then: hours that are over give it none.
    private func mayCover(_ right: Right, from entry: Instant) -> Bool {
        guard let settings, !right.days.areOver(on: settings.zone.day(of: entry)) else { return false }
        return right.source.hours.map { $0.until > entry } ?? true
    }

    /// A stay ends, or ends otherwise than was thought.
    mutating func end(_ id: SessionID, _ end: StayEnd) -> [GarageChange] {
        // What its plate was given since it was thought to be over is the stay's, too, where it went on.
        if let thought = stays.ended(id), thought.isDoubtful, thought.end.at < end.at {
            stays.replace(goingOn(thought.session))
        }
        guard let (session, was) = changing(stays.known(id)?.plate, { $0.stays.end(id, end) }) else { return [] }
        let paid = if case .left(let exit) = end { payStay(id, by: exit.id) } else { [GarageChange]() }
        return (was.map { [.stayMended(session, was: $0)] } ?? []) + paid + [.stayEnded(session, end)]
    }

    /// A stay that was thought to be over goes on.
    mutating func reopen(_ id: SessionID) -> [GarageChange] {
        guard let stay = stays.ended(id) else { return [] }
        let session = goingOn(stay.session)
        stays.replace(session)
        changing(session.plate) { $0.stays.reopen(id) }
        // What was paid after the exit that ended it was paid up to that.
        if case .left(let exit) = stay.end { accounts.goOn(.session(id), from: exit.at, at: knownAt) }
        return [.stayMended(session, was: stay.end)]
    }

    /// A person says that a stay goes on: what had ended it is the exit of no known car.
    mutating func reopenByHand(_ id: SessionID) -> [GarageChange] {
        let end = stays.ended(id)?.end
        let changes = reopen(id)
        if case .left(let exit)? = end { stays.void(exit.id) }
        return changes
    }

    /// A person says that an exit was a stay's end, in place of what was thought.
    mutating func link(_ id: ExitID, to session: SessionID) -> [GarageChange] {
        guard let stay = stays.known(session), stays.exits[id] != nil else { return [] }
        let was = stays.ended(session)?.end
        stays.rename(id, to: stay.car)
        // The stay's own entry is known, so nothing is charged by what a driver claimed.
        if let lost = stays.exits[id]?.lostTicket { stays.settle(id, LostTicket(price: lost.price)) }
        guard let exit = stays.exits[id] else { return [] }
        let changes = end(session, .left(exit))
        if case .left(let exit)? = was, exit.isByHand, exit.id != id { stays.void(exit.id) }
        return changes
    }

    /// A stay began at another time than was thought, and has the rights of that time.
    mutating func move(_ id: SessionID, to instant: Instant) -> [GarageChange] {
        guard let stay = stays.known(id) else { return [] }
        let end = stays.ended(id)?.end
        var session = entitled(stay.entered(at: instant))
        keepForgotten(stay.rights, in: &session)
        stays.replace(session)
        let moved = GarageChange.entryMoved(session, was: stay.enteredAt)
        return end.map { [.stayMended(stay, was: $0), moved, .stayEnded(session, $0)] } ?? [moved]
    }

    /// A car left at another time than was thought.
    mutating func move(_ id: ExitID, to instant: Instant) -> [GarageChange] {
        guard let exit = stays.exits[id] else { return [] }
        let was = exit.session.flatMap { stays.ended($0) }
        stays.move(id, to: instant)
        guard let was, let end = stays.ended(was.session.id)?.end else { return billed(id) }
        return [.stayMended(was.session, was: was.end), .stayEnded(was.session, end)]
    }

    /// The car of a stay is another one than was thought, and has its own rights.
    ///
    /// - Parameter withExit: whether so is that of the exit that ended it, where both went by the same name.
    mutating func rename(_ id: SessionID, to car: CarIdentity, withExit: Bool = false) -> [GarageChange] {
        guard let stay = stays.known(id), stay.car != car else { return [] }
        let session = entitled(stay.of(car))
        let was = stays.ended(id)?.end
        changing(stay.plate) {
            $0.changing(car.plate) {
                $0.stays.rename(session)
                guard case .left(let exit)? = was, exit.car == stay.car else { return }
                // What a person said of the stay's end is said of the stay, whosever it is.
                if exit.isByHand || withExit && exit.car != .unknown { $0.stays.rename(exit.id, to: car) }
            }
        }
        let named = GarageChange.carNamed(session, was: stay.car)
        // What a stay that has ended costs is another car's now.
        guard let was, let end = stays.ended(id)?.end else { return [named] }
        return [.stayMended(stay, was: was), named, .stayEnded(session, end)]
    }

    mutating func join(_ id: SessionID, by aspect: StayAspect, _ change: (inout Session) -> Void) -> [GarageChange] {
        stays.change(id, change).map { [.stayJoined($0, by: aspect)] } ?? []
    }

    /// A plate's rights have changed: what it pays for the stays that go on. One that has ended has the rights that it had, and
    /// where it turns out to go on, those of then.
    private mutating func joined(_ plate: PlateID, _ change: (inout Session) -> Void) -> [GarageChange] {
        stays.entries(of: .plate(plate)).filter { stays[$0.id] != nil }.flatMap { join($0.id, by: .rights, change) }
    }
}
