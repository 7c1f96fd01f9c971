import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Somebody who sees every event of a garage go by, counts on paper, and knows the rules by heart.
///
/// It shares no code with the garage's state: lists that are searched from end to end, whatever that costs.
struct Observer {
    private(set) var settings: GarageSettings?
    private var suspensions: [(plate: PlateID, days: RightDays)] = []
    private var waits: [(PlateID, LocalDay)] = []
    private(set) var stays: [Stay] = []
    private(set) var exits: [Int64: Exit] = [:]
    private(set) var promises: [Promise] = []
    /// When cars passed which lane, as gates told.
    private(set) var passages: [(version: Int64, gate: GateID, direction: Direction, at: Instant)] = []
    private(set) var bookings: [Booking] = []
    /// Those that were given back, or whose spot was given away.
    private var endedBookings: [Booking] = []
    var everBooked: [Booking] { bookings + endedBookings }
    private(set) var permits = PaperPermits()
    /// Passages whose time nobody knows, and by when the log has to be told.
    private(set) var quarantined: [Int64: Instant] = [:]
    /// Cars of which a person said something when the garage had forgotten how they went on since.
    private(set) var blurred: Set<CarIdentity> = []
    /// The stays that exits were taken from.
    private var robbed: [Int64: Stay] = [:]

    /// The exceptions that a person has dismissed.
    private(set) var dismissals: Set<ExceptionID> = []
    /// The last reading that a camera took back.
    private var corrected: ReadCorrected?
    /// What a person counted, and when.
    private(set) var handCount: (cars: Int, at: Instant, version: Int64)?
    /// What was closed as nobody was inside.
    private(set) var reset: Set<Int64> = []
    private var receipts: Int64 = 0
    /// What was paid for each thing, less what was given back, in minor units.
    private(set) var money: [PaymentSubject: Int64] = [:]
    var inside: [Stay] { stays.filter { $0.end == nil } }

    func waiting(at now: Instant) -> Int { promises.filter { $0.until > now }.count }

    /// What was paid for the exit of a lost ticket was paid for the stay that it turns out to have ended.
    private mutating func joinMoney() {
        guard money.keys.contains(where: { $0.kind == .exit }) else { return }
        for stay in stays {
            guard case .left(let exit)? = stay.end, let paid = money.removeValue(forKey: .exit(ExitID(version: exit)))
            else { continue }
            money[.session(SessionID(stay.session)), default: 0] += paid
        }
    }

    /// Receipts are numbered without gaps.
    private mutating func count(_ receipt: ReceiptNumber, _ comment: Comment) throws {
        receipts += 1
        #expect(receipt.number == receipts, comment)
    }

    /// Checks an event against the rules, then counts it.
    mutating func see(_ recorded: RecordedEvent, _ comment: Comment) throws {
        defer { joinMoney() }
        let (now, at) = (recorded.recordedAt, recorded.occurredAt)
        switch recorded.event {
        case .garageConfigured(let configured): settings = configured.settings
        case .exitGateOpened, .platesErased, .textsErased, .eventReplaced: break
        case .passageQuarantined(let passage):
            let tolerance = try #require(settings).clockTolerance
            let (clock, isAhead) = (passage.sentAt ?? passage.claimedAt, passage.reason == .clockAhead)
            let isOff = isAhead ? clock > at + tolerance : clock < at - tolerance
            #expect(isOff || (isAhead && passage.claimedAt > at + tolerance), comment)
            quarantined[recorded.version] = at
        case .passageReleased(let released):
            let heard = quarantined.removeValue(forKey: released.quarantined.version)
            let heardAt = try #require(heard, comment)
            #expect(at <= now && at >= heardAt - settings!.lateness, comment)
        case .ratePublished(let rate): permits.publish(nil, on: rate.card)
        case .rateWithdrawn(let rate): permits.publish(nil, on: rate.card)
        case .termsPublished(let terms): permits.publish(terms.terms, on: terms.card)
        case .dayReserved(let reserved):
            let (zone, hours) = (try #require(settings).zone, reserved.hours)
            let booking = Booking(
                id: recorded.version, plate: reserved.plate, day: reserved.day,
                from: hours?.from ?? zone.start(of: reserved.day),
                until: hours?.until ?? zone.start(of: reserved.day.next),
                forgiven: hours?.forgiven ?? Forgiveness(), holder: reserved.holder, heardAt: now)
            #expect(
                !bookings.contains {
                    $0.plate == booking.plate && max($0.from, booking.from) < min($0.until, booking.until)
                }, comment)
            #expect(!isSuspended(booking.plate, on: booking.day), comment)
            bookings.append(booking)
            waits.removeAll { $0 == (booking.plate, booking.day) }
            try checkQuotas(of: booking, comment)
        case .reservationCancelled(let cancelled):
            let index = try #require(bookings.firstIndex { $0.id == cancelled.reservation.version }, comment)
            let booking = end(index, at: now)
            #expect(!(booking.admits(at: now) && inside.contains { $0.car == .plate(booking.plate) }), comment)
        case .permitGranted(let granted):
            let entry = PaperPermits.Entry(
                id: recorded.version, plate: granted.plate, kind: granted.kind, first: granted.firstDay,
                last: granted.lastDay, groups: granted.groups, heardAt: now, spot: granted.spot)
            try permits.grant(entry, on: today(now), comment)
        case .permitRenewed(let renewed):
            try permits.renew(
                renewed.permit, renewed.firstDay, renewed.lastDay, renewed.renewal, renewed.total, on: today(now),
                comment)
        case .permitRevoked(let revoked):
            try permits.revoke(revoked.permit, revoked.lastDay, at: now, on: today(now), comment)
        case .entryAuthorised(let authorised):
            let plate = authorised.plate
            #expect(try verdict(plate, at: at, now: now) == .success(authorised.grounds), comment)
            try promise(
                Promise(
                    id: recorded.version, car: .plate(plate), gate: authorised.gate, read: authorised.read, since: at,
                    until: authorised.until))
        case .ticketIssued(let issued):
            #expect(try verdict(nil, at: at, now: now) == .success(.paysByTime), comment)
            let wait = settings?.authorisationWait ?? .zero
            #expect(now - at <= wait && issued.until == now + wait, comment)
            let car = CarIdentity.ticket(issued.ticket)
            #expect(!inside.contains { $0.car == car }, comment)
            #expect(!promises.contains { $0.car == car && $0.until > now }, comment)
            try promise(
                Promise(
                    id: recorded.version, car: car, gate: issued.gate, read: nil, since: at, until: issued.until))
        case .ticketRefused(let refused):
            #expect(try verdict(nil, at: at, now: now) == .failure(.denied(refused.reason)), comment)
        case .entryDenied(let denied):
            #expect(
                try verdict(denied.plate, at: at, now: now) == .failure(.denied(denied.reason)), comment)
        case .exitAuthorised(let authorised):
            let newest = inside.filter { $0.car == .plate(authorised.plate) }.max {
                ($0.since, $0.session) < ($1.since, $1.session)
            }
            #expect(newest?.session == authorised.session?.version, comment)
        case .exitHeld(let held):
            #expect(held.due > .zero && settings?.unpaidExit == .held, comment)
            #expect(stays.contains { $0.session == held.session.version && ($0.end == nil || isDoubtful($0)) }, comment)
        case .paymentTaken(let payment):
            try count(payment.receipt, comment)
            money[payment.subject, default: 0] += payment.amount.minorUnits
            if let tendered = payment.tendered { #expect(tendered >= payment.amount, comment) }
        case .paymentRefunded(let refund):
            try count(refund.receipt, comment)
            money[refund.subject, default: 0] -= refund.amount.minorUnits
            #expect(money[refund.subject]! >= 0, comment)
        case .amountWaived(let waived): #expect(waived.amount > .zero, comment)
        case .plateReadUnsure(let unsure):
            #expect(unsure.confidence < settings?.readConfidence ?? .none, comment)
        case .plateReadLate(let late):
            let wait = settings?.authorisationWait ?? .zero
            let cameOrWent =
                stays.contains { $0.car == .plate(late.plate) && $0.since > at }
                || exits.values.contains { $0.car == .plate(late.plate) && $0.at > at }
            // Whose read a camera has just corrected may be inside under the wrong plate.
            let isInside = stays.contains {
                $0.car == .plate(corrected?.was ?? late.plate) && corrected?.read == late.read
            }
            #expect(now - at > wait || cameOrWent || isInside, comment)
        case .carEntered(let entered):
            let car = entered.car
            if let gate = entered.gate { passages.append((recorded.version, gate, .entry, at)) }
            if entered.isReused { #expect(car.knownTicket != nil && stays.contains { $0.car == car }, comment) }
            if car.knownTicket != nil, inside.contains(where: { $0.car == car }) { #expect(entered.isReused, comment) }
            let day = try today(at)
            let groups = car.knownPlate.map { permits.groups(of: $0, on: day, knownAt: at) } ?? []
            stays.append(
                Stay(
                    session: recorded.version, car: car, since: at, isImported: entered.admittedBy == .imported,
                    groups: groups, isForTheDay: settings?.admission == .reservationRequired))
            let wait = settings?.authorisationWait ?? .zero
            promises.removeAll { $0.car == car && $0.since <= at + wait + wait }
            if case .authorisation(let used) = entered.admittedBy { promises.removeAll { $0.id == used.version } }
        case .carIdentified(let identified):
            let index = try #require(stays.firstIndex { $0.session == identified.session.version }, comment)
            stays[index].car = .plate(identified.plate)
            if case .left(let exit)? = stays[index].end, exits[exit]!.isByHand { exits[exit]!.car = stays[index].car }
            stays[index].groups = permits.groups(of: identified.plate, on: try today(at), knownAt: stays[index].since)
        case .carExited(let exited):
            let index = try #require(stays.firstIndex { $0.session == exited.session.version }, comment)
            #expect(stays[index].since <= at, comment)
            checkReuse(exited.isReused, of: stays[index].car, comment)
            if let gate = exited.gate { passages.append((recorded.version, gate, .exit, at)) }
            exits[recorded.version] = Exit(
                car: exited.isAssumed ? .unknown : stays[index].car, at: at, isAssumed: exited.isAssumed)
            stays[index].end = .left(exit: recorded.version)
        case .sessionOrphaned(let orphaned):
            let index = try #require(stays.firstIndex { $0.session == orphaned.session.version }, comment)
            stays[index].end = .orphaned(at)
        case .exitLinked(let linked):
            let index = try #require(stays.firstIndex { $0.session == linked.session.version }, comment)
            #expect(exits[linked.exit.version]?.at == at && stays[index].since <= at, comment)
            if linked.correction != nil {
                if case .left(let was)? = stays[index].end, was != linked.exit.version, exits[was]!.isByHand {
                    exits[was] = nil
                }
                blur(exits[linked.exit.version]!.car, stays[index].car, since: stays[index].since, at: now)
                // A person says so of the stay, too, that the exit was taken for.
                if let other = robbed[linked.exit.version] { blur(other.car, since: other.since, at: now) }
                exits[linked.exit.version]!.car = stays[index].car
            }
            stays[index].end = .left(exit: linked.exit.version)
        case .sessionReopened(let reopened):
            let index = try #require(stays.firstIndex { $0.session == reopened.session.version }, comment)
            #expect(stays[index].end != nil, comment)
            if case .left(let exit)? = stays[index].end { robbed[exit] = stays[index] }
            if reopened.correction != nil {
                blur(stays[index].car, since: stays[index].since, at: now)
                if case .left(let exit)? = stays[index].end { void(exit) }
            }
            stays[index].end = nil
        case .readCorrected(let withdrawn):
            promises.removeAll { $0.read == withdrawn.read && $0.gate == withdrawn.gate }
            corrected = withdrawn
        case .sessionEnded(let ended):
            let index = try #require(stays.firstIndex { $0.session == ended.session.version }, comment)
            #expect(stays[index].since <= at && at <= now, comment)
            blur(stays[index].car, since: stays[index].since, at: now)
            exits[recorded.version] = Exit(car: stays[index].car, at: at, isByHand: true)
            stays[index].end = .left(exit: recorded.version)
        case .authorisationWithdrawn(let gone):
            #expect(promises.contains { $0.id == gone.authorisation.version }, comment)
            promises.removeAll { $0.id == gone.authorisation.version }
        case .sessionSplit(let split):
            let index = try #require(stays.firstIndex { $0.session == split.session.version }, comment)
            #expect(stays[index].since <= split.leftAt && split.leftAt <= at && at <= now, comment)
            let car = stays[index].car
            blur(car, since: stays[index].since, at: now)
            exits[recorded.version] = Exit(car: car, at: split.leftAt, isByHand: true)
            stays[index].end = .left(exit: recorded.version)
            let day = try today(at)
            let groups = car.knownPlate.map { permits.groups(of: $0, on: day, knownAt: at) } ?? []
            stays.append(
                Stay(
                    session: recorded.version, car: car, since: at, groups: groups,
                    isForTheDay: settings?.admission == .reservationRequired))
        case .passageCorrected(let corrected):
            #expect(at <= now && at != corrected.was, comment)
            if let index = passages.firstIndex(where: { $0.version == corrected.passage.version }) {
                passages[index].at = at
            }
            switch corrected.passage {
            case .entry(let id):
                let index = try #require(stays.firstIndex { $0.session == id.version }, comment)
                #expect(stays[index].since == corrected.was, comment)
                blur(stays[index].car, since: min(at, corrected.was), at: now)
                stays[index].since = at
                let day = try today(at)
                let plate = stays[index].car.knownPlate
                stays[index].groups = plate.map { permits.groups(of: $0, on: day, knownAt: at) } ?? []
            case .exit(let id):
                let exit = try #require(exits[id.version], comment)
                #expect(exit.at == corrected.was, comment)
                blur(exit.car, since: min(at, corrected.was), at: now)
                for stay in stays where stay.end == .left(exit: id.version) {
                    blur(stay.car, since: stay.since, at: now)
                }
                exits[id.version]!.at = at
            }
        case .exceptionDismissed(let dismissed): dismissals.insert(dismissed.exception)
        case .exceptionAssigned(let assigned): #expect(!dismissals.contains(assigned.exception), comment)
        case .sessionWrittenOff(let closed):
            let index = try #require(stays.firstIndex { $0.session == closed.session.version }, comment)
            stays[index].end = .writtenOff(at)
        case .countCorrected(let corrected):
            #expect(corrected.adjustment == corrected.counted - inside.count, comment)
            #expect(corrected.counted != count, comment)
            handCount = (corrected.counted, at, recorded.version)
            reset = []
            #expect(corrected.counted == count, comment)
        case .inventoryReset:
            #expect(!inside.isEmpty || adjustment != 0, comment)
            handCount = (0, at, recorded.version)
            reset = Set(inside.map(\.session))
            for index in stays.indices where stays[index].end == nil { stays[index].end = .writtenOff(at) }
        case .carCorrected(let corrected):
            let index = try #require(stays.firstIndex { $0.session == corrected.session.version }, comment)
            #expect(stays[index].car == corrected.was && corrected.car != corrected.was, comment)
            if case .left(let exit)? = stays[index].end, exits[exit]!.car == corrected.was,
                corrected.was != .unknown || exits[exit]!.isByHand
            {
                exits[exit]!.car = corrected.car
            }
            blur(corrected.was, corrected.car, since: stays[index].since, at: now)
            stays[index].car = corrected.car
            let (entered, plate) = (stays[index].since, corrected.car.knownPlate)
            let day = try today(entered)
            stays[index].groups = plate.map { permits.groups(of: $0, on: day, knownAt: entered) } ?? []
        case .waitBegun(let begun):
            #expect(!waits.contains { $0 == (begun.plate, begun.day) }, comment)
            waits.append((begun.plate, begun.day))
        case .waitEnded(let ended):
            #expect(waits.contains { $0 == (ended.plate, ended.day) }, comment)
            waits.removeAll { $0 == (ended.plate, ended.day) }
        case .reservationMissed(let missed):
            let index = try #require(bookings.firstIndex { $0.id == missed.reservation.version }, comment)
            let booking = end(index, at: now)
            #expect(!inside.contains { $0.car == .plate(booking.plate) }, comment)
        case .plateSuspended(let suspended):
            suspensions.append((suspended.plate, RightDays(first: suspended.firstDay, last: suspended.lastDay)))
        case .suspensionLifted(let lifted):
            #expect(suspensions.contains { $0.plate == lifted.plate }, comment)
            suspensions.removeAll { $0.plate == lifted.plate }
        case .fallbackAssigned(let assigned):
            let index = try #require(
                stays.firstIndex { $0.session == assigned.session.version && $0.end == nil }, comment)
            stays[index].isOnFallback = true
            #expect(inside.count { $0.isOnFallback } <= settings!.fallbackSpots, comment)
        case .ticketLost(let lost):
            #expect(exits[lost.exit.version]?.at == at, comment)
            checkClaim(lost.lost.claimedEntry, by: lost.exit.version, comment)
            // A stay that an operator has found may be older than what the garage knows of its car.
            for stay in stays where stay.end == .left(exit: lost.exit.version) {
                blur(stay.car, since: stay.since, at: now)
            }
        case .loopCounted(let counted):
            #expect(counted.from < at && at <= now, comment)
        case .exitUnlinked(let unlinked): #expect(exits[unlinked.exit.version]?.at == at, comment)
        case .sessionValidated(let validated):
            let index = try #require(
                stays.firstIndex { $0.session == validated.session.version && $0.end == nil }, comment)
            #expect(stays[index].validations.insert(validated.validation).inserted, comment)
        case .agreementApplied(let applied):
            let index = try #require(
                stays.firstIndex { $0.session == applied.session.version && $0.end == nil }, comment)
            #expect(stays[index].agreement != applied.agreement, comment)
            stays[index].agreement = applied.agreement
        case .exitWithoutEntry(let exited):
            checkReuse(exited.isReused, of: exited.car, comment)
            passages.append((recorded.version, exited.gate, .exit, at))
            exits[recorded.version] = Exit(car: exited.car, at: at, isAssumed: true)
        }
    }

    private mutating func end(_ index: Int, at now: Instant) -> Booking {
        var booking = bookings.remove(at: index)
        booking.endedAt = now
        endedBookings.append(booking)
        return booking
    }

    /// Whether a stay was only thought to have ended, by an exit that named no car.
    private func isDoubtful(_ stay: Stay) -> Bool {
        guard case .left(let exit) = stay.end else { return false }
        return exits[exit]?.car == .unknown && stay.car != .unknown
    }

    /// Whether a plate's car is kept out on a day.
    func isSuspended(_ plate: PlateID?, on day: LocalDay) -> Bool {
        suspensions.contains { $0.plate == plate && $0.days.contains(day) }
    }

    /// Who waits at a gate takes the place of an earlier promise to the same car, and of the first ones where the lane is full.
    private mutating func promise(_ new: Promise) throws {
        let places = settings?.gates.first { $0.id == new.gate }?.holds ?? 1
        promises.removeAll { $0.car == new.car }
        while promises.count(where: { $0.gate == new.gate }) >= places {
            promises.remove(at: try #require(promises.firstIndex { $0.gate == new.gate }))
        }
        promises.append(new)
    }

    /// What a person had made up is gone; what a gate told is some other car's.
    private mutating func void(_ exit: Int64) {
        if exits[exit]!.isByHand { exits[exit] = nil } else { exits[exit]!.car = .unknown }
    }

    private mutating func blur(_ cars: CarIdentity..., since instant: Instant, at now: Instant) {
        if now - instant > settings?.lateness ?? .zero { blurred.formUnion(cars) }
    }

    /// The local day of an instant.
    func today(_ instant: Instant) throws -> LocalDay { try #require(settings).zone.day(of: instant) }
}
