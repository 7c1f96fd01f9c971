import Chronology
import Money
import Parking
import Tariffs

/// What the read models' rows should be, computed from a whole list of events at a time, with no state in between.
struct NaiveRows {
    let events: [RecordedEvent]

    /// The sessions that are open behind a version.
    private func open(behind version: Int64) -> [RecordedEvent] {
        let past = events.filter { $0.version <= version }
        return past.filter { entered in
            guard case .carEntered = entered.event else { return false }
            return end(of: entered, in: past) == nil
        }
    }

    /// What ended a stay, as it was said last; nil where it goes on.
    private func end(of entered: RecordedEvent, in events: [RecordedEvent]) -> RecordedEvent? {
        let last = events.last { $0.event.saysHowEnded == SessionID(version: entered.version) }
        if case .sessionReopened = last?.event { return nil }
        return last
    }

    /// The plate of a stay's car, as far as it became known, and the version at which it did.
    private func plate(of entered: RecordedEvent) -> (plate: PlateID, version: Int64)? {
        for event in events {
            guard case .carIdentified(let identified) = event.event,
                identified.session == SessionID(version: entered.version)
            else { continue }
            return (identified.plate, event.version)
        }
        return entered.event.plate.map { ($0, entered.version) }
    }

    private func settings(behind version: Int64) -> GarageSettings? {
        events.last { $0.version <= version && $0.event.settings != nil }?.event.settings
    }

    /// `version delta inside capacity`
    var changes: [String] {
        events.compactMap { event in
            let (before, after) = (open(behind: event.version - 1).count, open(behind: event.version).count)
            guard before != after || event.event.settings != nil else { return nil }
            return "\(event.version) \(after - before) \(after) \(settings(behind: event.version)!.capacity)"
        }
    }

    /// The reservations that stand behind a version: their event, by number.
    private func reservations(behind version: Int64) -> [(id: Int64, plate: PlateID, day: LocalDay, holder: Holder)] {
        let past = events.filter { $0.version <= version }
        let cancelled = Set(past.compactMap { $0.event.cancelled })
        return past.compactMap { event in
            guard case .dayReserved(let reserved) = event.event,
                !cancelled.contains(ReservationID(version: event.version))
            else { return nil }
            return (event.version, reserved.plate, reserved.day, reserved.holder)
        }
    }

    /// `reservation day plate holder`
    var allowlist: [String] {
        reservations(behind: .max).map { "\($0.id) \($0.day) \($0.plate) \($0.holder.rawValue)" }
    }

    /// `reservation day from until reserved cancelled cancelled-version`
    var reservations: [String] {
        events.compactMap { event in
            guard case .dayReserved(let reserved) = event.event, let zone = settings(behind: .max)?.zone else {
                return nil
            }
            let cancelled = events.first { $0.event.cancelled == ReservationID(version: event.version) }
            return "\(event.version) \(reserved.day) \(zone.start(of: reserved.day).epoch)"
                + " \(zone.start(of: reserved.day.next).epoch) \(event.recordedAt.epoch)"
                + " \(cancelled.map { "\($0.occurredAt.epoch) \($0.version)" } ?? "- -")"
        }
    }

    /// `permit plate kind first last groups subscription`
    var permits: [String] {
        permits(behind: .max).map { permit in
            let groups = permit.groups.map(\.text).sorted().joined(separator: ",")
            return "\(permit.id) \(permit.plate) \(permit.kind.name.rawValue) \(permit.first)"
                + " \(permit.last?.description ?? "infinity") [\(groups)] \(permit.kind.subscription?.id.text ?? "-")"
                + (permit.revokedAt == nil ? "" : " revoked")
        }
    }

    /// When the right of a stay ends, as things stand behind a version; nil where it does not.
    private func rightEnds(_ entered: RecordedEvent, behind version: Int64) -> Instant? {
        guard let settings = settings(behind: version) else { return nil }
        let entryDay = settings.zone.day(of: entered.occurredAt)
        let plate = plate(of: entered)?.plate
        let permits = permits(behind: version).filter {
            $0.plate == plate && $0.kind != .membership && $0.serves(entered.occurredAt)
        }
        // The days that are covered, and since when the log knows that.
        var days: [LocalDay: Instant] = [:]
        for reserved in reservations(behind: version) where reserved.plate == plate && reserved.day >= entryDay {
            days[reserved.day] = events.first { $0.version == reserved.id }?.recordedAt
        }
        // No history lasts as long as what stands for ever.
        let horizon = entryDay.advanced(by: NaiveRows.forEver)
        for permit in permits {
            for day in entryDay.through(horizon) where day >= permit.first && day <= permit.last ?? horizon {
                days[day] = min(days[day] ?? .latest, permit.grantedAt)
            }
        }
        var day = entryDay
        // What the settings were when the log heard of the entry.
        if days[day] == nil, self.settings(behind: entered.version)?.admission == .open {
            guard let first = days.keys.min() else { return nil }
            day = first
        }
        // Who buys the next day's right when there is none any more has overstayed.
        while let heard = days[day.next], heard <= settings.zone.end(of: day) { day = day.next }
        return day == horizon ? nil : settings.zone.end(of: day)
    }

    /// `session right-ends left`
    var overstays: [String] {
        stays.compactMap { entered, end in
            let ends = rightEnds(entered, behind: end.map { $0.version - 1 } ?? .max)
            guard let ends, ends <= end?.occurredAt ?? .latest else { return nil }
            return "\(entered.version) \(ends.epoch) \(end.map { "\($0.occurredAt.epoch)" } ?? "inside")"
        }
    }

    /// Every stay, and what ended it.
    private var stays: [(RecordedEvent, RecordedEvent?)] {
        events.filter { if case .carEntered = $0.event { true } else { false } }.map { entered in
            (entered, end(of: entered, in: events))
        }
    }

    /// `session state entered exited exit-version vehicle validations agreement groups over`
    var sessions: [String] {
        stays.map { entered, end in
            var state = "open"
            var left: Instant?
            if let end {
                state = "orphaned"
                if end.event.exit(end.version) != nil { (state, left) = ("ended", end.occurredAt) }
            }
            let exit = end.map { "\($0.event.exit($0.version) ?? $0.version)" } ?? "-"
            let leftAt = left.map { "\($0.epoch)" } ?? "-"
            let vehicle = entered.event.vehicle?.text ?? "-"
            let validations = validations(of: entered).joined(separator: ",")
            let agreement = agreement(of: entered)?.text ?? "-"
            return "\(entered.version) \(state) \(entered.occurredAt.epoch) \(leftAt) \(exit)"
                + " \(vehicle) [\(validations)] \(agreement) [\(groups(of: entered).sorted().joined(separator: ","))]"
                + " \(end.map { "\($0.occurredAt.epoch)" } ?? "inside")"
        }
    }

    /// The groups of its driver, by the permits that the log had heard of when the car came in.
    private func groups(of entered: RecordedEvent) -> Set<String> {
        guard let (plate, version) = plate(of: entered), let settings = settings(behind: entered.version) else {
            return []
        }
        let day = settings.zone.day(of: entered.occurredAt)
        return permits(behind: version).reduce(into: []) { groups, permit in
            guard permit.plate == plate, permit.grantedAt <= entered.occurredAt, permit.serves(entered.occurredAt)
            else {
                return
            }
            guard permit.first <= day, permit.last.map({ $0 >= day }) ?? true else { return }
            groups.formUnion(permit.groups.map(\.text))
        }
    }

    private func validations(of entered: RecordedEvent) -> [String] {
        events.compactMap { event -> String? in
            guard case .sessionValidated(let validated) = event.event,
                validated.session == SessionID(version: entered.version)
            else { return nil }
            return validated.validation.text
        }.sorted()
    }

    private func agreement(of entered: RecordedEvent) -> AgreementID? {
        events.compactMap { event -> AgreementID? in
            guard case .agreementApplied(let applied) = event.event,
                applied.session == SessionID(version: entered.version)
            else { return nil }
            return applied.agreement
        }.last
    }

    /// `session cents` of the stays that no right could pay for, by the hourly rate known at the entry, or by that of
    /// staff. Bikes park for nothing, and the one agreement takes off five minutes.
    var totals: [String] {
        let reserved = Set(
            events.compactMap { event -> PlateID? in
                switch event.event {
                case .dayReserved(let reserved): reserved.plate
                case .permitGranted(let granted): granted.kind == .membership ? nil : granted.plate
                default: nil
                }
            })
        return stays.compactMap { entered, end in
            guard let end, end.event.exit(end.version) != nil else { return nil }
            if let plate = plate(of: entered)?.plate, reserved.contains(plate) { return nil }
            let known = events.last { event in
                guard case .ratePublished(let published) = event.event else { return false }
                let isForStaff = groups(of: entered).contains("staff")
                guard published.rate.id.text == (isForStaff ? "staff" : "hour") else { return false }
                return event.version < entered.version && event.recordedAt <= entered.occurredAt
            }
            guard case .ratePublished(let published) = known?.event,
                case .perUnit(let amount, let every) = published.rate.price
            else {
                return "\(entered.version) 0"
            }
            if entered.event.vehicle != nil { return "\(entered.version) 0" }
            let off = agreement(of: entered) == nil ? 0 : TimeSpan.minutes(5).microseconds
            let stayed = max(0, (end.occurredAt - entered.occurredAt).microseconds - off)
            let begun = stayed + every.microseconds - 1
            return "\(entered.version) \(begun / every.microseconds * amount.minorUnits)"
        }
    }
}

extension GarageEvent {
    fileprivate var saysHowEnded: SessionID? {
        switch self {
        case .carExited(let exited): exited.session
        case .sessionOrphaned(let orphaned): orphaned.session
        case .exitLinked(let linked): linked.session
        case .sessionReopened(let reopened): reopened.session
        default: nil
        }
    }

    /// The exit by which a stay ended, where this is what says so.
    fileprivate func exit(_ version: Int64) -> Int64? {
        switch self {
        case .carExited: version
        case .exitLinked(let linked): linked.exit.version
        default: nil
        }
    }

    fileprivate var settings: GarageSettings? {
        guard case .garageConfigured(let configured) = self else { return nil }
        return configured.settings
    }

    fileprivate var cancelled: ReservationID? {
        guard case .reservationCancelled(let cancelled) = self else { return nil }
        return cancelled.reservation
    }

    fileprivate var plate: PlateID? {
        guard case .carEntered(let entered) = self else { return nil }
        return entered.car.plate
    }

    fileprivate var vehicle: CardID? {
        guard case .carEntered(let entered) = self else { return nil }
        return entered.vehicle
    }
}

extension Instant {
    /// Whole seconds since 1970; the histories have no others.
    fileprivate var epoch: Int64 { microseconds / 1_000_000 }
}
