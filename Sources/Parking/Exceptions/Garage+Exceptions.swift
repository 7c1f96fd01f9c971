public import Chronology
public import Money
import Tariffs

// What does not fit: design rule 10. Asked anew of each stay and exit that an event has changed.

extension Garage {
    /// What is to be worked off, in the order in which it was raised.
    public var exceptions: [GarageException] { openExceptions.open.values.sorted { $0.id < $1.id } }

    /// What is open about a stay whose car or whose price a change has made another one.
    public func exceptions(touchedBy change: GarageChange) -> [GarageException] {
        switch change {
        case .carNamed(let session, _), .stayEnded(let session, _), .entryMoved(let session, _):
            openExceptions.about(session.id, ExceptionKind.ofStays)
        case .billed(.session(let id)): openExceptions.about(id, ExceptionKind.ofStays)
        case .settings, .rateBook, .stayBegan, .stayJoined, .stayMended, .exitUnmatched, .countCorrected, .rightCame,
            .rightChanged, .rightWent, .suspended, .suspensionEnded, .billed, .exception:
            []
        }
    }

    /// What an event has made a case for a person, or cured.
    ///
    /// - Parameter report: what it said of a device's clock.
    mutating func settle(_ changes: [GarageChange], by recorded: RecordedEvent, _ report: LaneReport?) -> [GarageChange]
    {
        var judged: [PlateID: [Instant]] = [:]
        var settled = changes.reduce(into: []) { (settled: inout [GarageChange], change) in
            switch change {
            case .stayBegan(let session):
                settled += settle(session.id, by: recorded)
                settled += settleMoney(session.id, by: recorded)
            case .stayMended(let session, was: _):
                settled += withdrawOverstay(session, &judged)
                settled += settle(session.id, by: recorded)
                settled += settleMoney(session.id, by: recorded)
            case .carNamed(let session, _):
                // Whatever came in twice under a name, this stay was not one of its.
                settled += settleTicket(session.id, isReused: false, session.gate, by: recorded)
                settled += settle(session.id, by: recorded)
            case .stayEnded(let session, let end):
                settled += settle(session.id, by: recorded)
                settled += settleMoney(session.id, by: recorded)
                if case .left(let exit) = end {
                    settled += settle(exit.id, by: recorded)
                    noteOverstay(session, leftAt: exit.at, &judged)
                }
            case .billed(.session(let id)): settled += settleMoney(id, by: recorded)
            case .billed(.exit(let id)): settled += settleMoney(id, by: recorded)
            case .billed(let subject): settled += settleRefund(subject, by: recorded)
            case .rightChanged(let right), .rightWent(let right): settled += settleRefund(right.sold, by: recorded)
            case .exitUnmatched(let exit):
                settled += settle(exit.id, by: recorded)
                if exit.lostTicket != nil { settled += settleMoney(exit.id, by: recorded) }
            case .settings, .rateBook, .stayJoined, .entryMoved, .countCorrected, .rightCame, .suspended,
                .suspensionEnded, .exception:
                break
            }
        }
        settled += judge(judged, by: recorded)
        settled += settleTold(by: recorded)
        settled += settleCount(by: recorded)
        return settled + (report.map { settleClock(of: $0.lane, by: recorded) } ?? [])
    }

    private mutating func settle(_ id: SessionID, by recorded: RecordedEvent) -> [GarageChange] {
        guard let session = stays.known(id) else { return [] }
        let end = stays.ended(id)?.end
        let kind: ExceptionKind? =
            switch end {
            // What another system has not named was no gate's failure.
            case nil: session.car == .unknown && !session.isImported ? .unknownCar : nil
            case .orphaned: .entryWithoutExit
            case .left(let exit): exit.isAssumed(of: session) ? .assumedExit : nil
            case .writtenOff: nil
            }
        return openExceptions.settle(
            .stay(id), kind, among: [.unknownCar, .entryWithoutExit, .assumedExit],
            since: end?.at ?? session.enteredAt, gate: session.gate, by: recorded)
    }

    /// An exit that was taken from a stay has no entry only once an event says so: another stay may get it.
    private mutating func settle(_ id: ExitID, by recorded: RecordedEvent) -> [GarageChange] {
        let exit = stays.exits[id]
        // What a person had said of an end is moot where it is none.
        let isUnmatched = exit.map { $0.session == nil && !$0.isByHand } ?? false
        return openExceptions.settle(
            .exit(id), isUnmatched ? .exitWithoutEntry : nil, among: [.exitWithoutEntry],
            since: exit?.at ?? recorded.occurredAt, gate: exit?.gate, by: recorded)
    }

    private mutating func settleCount(by recorded: RecordedEvent) -> [GarageChange] {
        let difference = handCount.difference
        guard difference != 0 || !openExceptions.isQuiet else { return [] }
        func settle(_ kind: ExceptionKind?) -> [GarageChange] {
            openExceptions.settle(
                .count, kind, among: [.countDiffers], since: recorded.occurredAt, gate: nil, by: recorded)
        }
        // Another count is another case.
        let before = if case .countCorrected = recorded.event { settle(nil) } else { [GarageChange]() }
        // An event that raises something else leaves this to the next one.
        if difference != 0, openExceptions[ExceptionID(version: recorded.version)] != nil { return before }
        return before + settle(difference == 0 ? nil : .countDiffers)
    }

    /// How the car of an exception is known, as far as the garage remembers.
    public func car(of exception: GarageException) -> CarIdentity? {
        switch exception.subject {
        case .stay(let id): (stays.known(id) ?? accounts.owed[id]?.session)?.car
        case .exit(let id): (stays.exits[id] ?? accounts.lostTickets[id])?.car
        case .passage(let id): quarantine.waiting[id]?.told.car
        case .sold(let subject): right(sold: subject).map { .plate($0.plate) }
        case .count, .loop, .clock: nil
        }
    }

    /// What waits in quarantine, where an exception is about that.
    public func passage(of exception: GarageException) -> QuarantinedPassage? {
        exception.subject.quarantined.flatMap { quarantine.waiting[$0] }
    }

    /// What the stay of an exception would cost: until its end, which may be doubtful, or for a car that is inside until an instant.
    /// Of what was settled otherwise it is the difference. What is to be given back is negative.
    ///
    /// - Parameter instant: nil where a car that is inside is not asked about.
    public func amountAtRisk(by exception: GarageException, at instant: Instant?) -> Money? {
        if exception.kind == .settledDiffers { return difference(of: exception) }
        let outcome: ChargeOutcome?
        switch exception.subject {
        case .exit(let id): outcome = stays.exits[id].flatMap(charge(ofUnmatched:))
        case .stay(let id):
            guard let session = stays.known(id) else { return nil }
            switch stays.ended(id)?.end {
            case .left(let exit): outcome = charge(of: session, by: exit)
            case .some(let end): outcome = charge(of: session, until: max(end.at, session.enteredAt))
            case nil: outcome = instant.map { charge(of: session, until: max($0, session.enteredAt)) }
            }
        case .sold(let subject):
            let due = refundDue(subject)
            return due > .zero ? Money.zero.less(due) : nil
        case .count, .loop, .passage, .clock: return nil
        }
        guard case .charged(let charge) = outcome else { return nil }
        return charge.total
    }

    /// What the event itself says: of a ticket, of a loop, of a device's clock.
    private mutating func settleTold(by recorded: RecordedEvent) -> [GarageChange] {
        var changes: [GarageChange] = []
        switch recorded.event {
        case .carEntered(let entered) where entered.isReused:
            changes += settleTicket(
                SessionID(version: recorded.version), isReused: true, entered.gate, by: recorded)
        case .carExited(let exited) where exited.isReused:
            changes += settleTicket(exited.session, isReused: true, exited.gate, by: recorded)
        case .passageQuarantined(let told):
            changes += settle(QuarantineID(version: recorded.version), told.gate, by: recorded)
        case .passageReleased(let released): changes += settle(released.quarantined, nil, by: recorded)
        default: break
        }
        var counts = gates.counts(touchedBy: recorded)
        if case .passageCorrected(let corrected) = recorded.event, let lane = lane(of: corrected.passage) {
            counts += gates.counts(of: lane)
        }
        for count in counts {
            changes += openExceptions.settle(
                .loop(count.version), count.difference == 0 ? nil : .loopDiffers, among: [.loopDiffers],
                since: count.until, gate: count.gate, as: ExceptionID(version: count.version), by: recorded)
        }
        return changes
    }

    private mutating func settleTicket(
        _ id: SessionID, isReused: Bool, _ gate: GateID?, by recorded: RecordedEvent
    ) -> [GarageChange] {
        openExceptions.settle(
            .stay(id), isReused ? .ticketReused : nil, among: [.ticketReused], since: recorded.occurredAt, gate: gate,
            by: recorded)
    }

    private mutating func settle(_ id: QuarantineID, _ gate: GateID?, by recorded: RecordedEvent) -> [GarageChange] {
        openExceptions.settle(
            .passage(id), quarantine.waiting[id] == nil ? nil : .quarantined, among: [.quarantined],
            since: recorded.occurredAt, gate: gate, by: recorded)
    }

    private mutating func settleClock(of lane: LaneID, by recorded: RecordedEvent) -> [GarageChange] {
        guard let clock = clock(of: lane.gate, lane.direction) else { return [] }
        // An event that raises something else leaves this to the next report.
        if clock.isOff, openExceptions[ExceptionID(version: recorded.version)] != nil { return [] }
        return openExceptions.settle(
            .clock(lane.gate, lane.direction), clock.isOff ? .clockOff : nil, among: [.clockOff],
            since: recorded.occurredAt, gate: lane.gate, by: recorded)
    }

    /// Closes what is about something that the garage has forgotten.
    mutating func expireExceptions(at now: Instant) -> [GarageChange] {
        guard !openExceptions.isQuiet else { return [] }
        let counts = Set(gates.loopCounts.map(\.version))
        // Not the garage itself, whose exceptions would be copied to be changed.
        let (stays, quarantine, settings) = (stays, quarantine, settings)
        let (rights, uneven) = (rights, accounts.uneven)
        // Money is owed however long ago that was.
        let (owed, lostTickets) = (accounts.owed, accounts.lostTickets)
        return openExceptions.expire(behind: version, at: now) { subject, kind in
            switch subject {
            case .stay(let id): stays.known(id) != nil || kind == .settledDiffers && owed[id] != nil
            case .exit(let id): stays.exits[id] != nil || kind == .settledDiffers && lostTickets[id] != nil
            case .count: true
            case .loop(let version): counts.contains(version)
            case .passage(let id): quarantine.waiting[id] != nil
            case .clock(let gate, _): settings?.gate(gate) != nil
            case .sold(let subject): rights[RightID(version: subject.version)] != nil || uneven[subject] != nil
            }
        }
    }
}
