public import Chronology

// Who is not let in for a time: by a person's word, or by the garage's policy for overstays (design rule 17).

extension Garage {
    /// The suspensions that stand on a day, in the order in which they were brought about.
    public func suspensions(on day: LocalDay) -> [Suspension] {
        suspended.all.filter { $0.days.contains(day) }.sorted {
            ($0.id, $0.plate.description) < ($1.id, $1.plate.description)
        }
    }

    /// The suspension of a plate on a day; of several the one that lasts longest.
    public func suspension(of plate: PlateID, on day: LocalDay) -> Suspension? {
        suspended.suspension(of: plate, on: day)
    }

    mutating func suspend(_ suspension: Suspension) -> [GarageChange] {
        suspended.add(suspension)
        return [.suspended(suspension)]
    }

    /// Ends a plate's suspensions, those to come included; its overstays so far count no more.
    mutating func liftSuspensions(of plate: PlateID) -> [GarageChange] {
        suspended.forgiveAll(of: plate)
        return suspended.remove(of: plate) { _ in true }.map { .suspensionEnded($0) }
    }

    /// A stay has ended: where it went on for longer than it might, that counts.
    ///
    /// - Parameter judged: whose overstays are others by this event, and when those ended.
    mutating func noteOverstay(_ session: Session, leftAt exit: Instant, _ judged: inout [PlateID: [Instant]]) {
        guard settings?.suspension != nil, let plate = session.plate, !session.isImported,
            let end = rightsEnd(of: session), end.at < exit, end.overstaysFrom <= exit
        else { return }
        suspended.note(Suspensions.Offence(session: session.id, at: exit), of: plate)
        judged[plate, default: []].append(exit)
    }

    /// A stay did not end as was thought: what followed from that does not hold.
    mutating func withdrawOverstay(_ session: Session, _ judged: inout [PlateID: [Instant]]) -> [GarageChange] {
        guard let plate = session.plate, let at = suspended.withdraw(session.id, of: plate) else { return [] }
        judged[plate, default: []].append(at)
        return suspended.remove(of: plate) { $0.cause.names(session.id) }.map { .suspensionEnded($0) }
    }

    /// Suspends plates whose overstays are too many by what this event has changed of them, each for the longest that follows.
    mutating func judge(_ judged: [PlateID: [Instant]], by recorded: RecordedEvent) -> [GarageChange] {
        guard !judged.isEmpty, let settings, let policy = settings.suspension else { return [] }
        let today = settings.zone.day(of: recorded.recordedAt)
        var changes: [GarageChange] = []
        for (plate, instants) in judged.sorted(by: { $0.key.description < $1.key.description }) {
            guard let counted = tooMany(of: plate, around: instants, policy), let last = counted.last else { continue }
            let day = settings.zone.day(of: last.at)
            let days = RightDays(first: day, last: day.advanced(by: policy.days))
            // What a gate tells late may be long over.
            guard !days.areOver(on: today), !suspended.of(plate).contains(where: { $0.cause.endsWith(last.session) })
            else { continue }
            changes += suspend(
                Suspension(
                    id: SuspensionID(version: recorded.version), plate: plate, days: days,
                    cause: .overstays(counted.map(\.session))))
        }
        return changes
    }

    /// The last overstays of a plate that are too many, where one of those is among them that ended then; in order.
    private func tooMany(
        of plate: PlateID, around instants: [Instant], _ policy: SuspensionPolicy
    ) -> [Suspensions.Offence]? {
        let lasts = Set(instants.flatMap { suspended.offences(of: plate, in: $0...($0 + policy.within)) })
        for last in lasts.sorted(by: { ($0.at, $0.session) > ($1.at, $1.session) }) {
            let counted = suspended.offences(of: plate, in: last.at - policy.within...last.at)
            if counted.count >= policy.overstays { return counted }
        }
        return nil
    }
}

extension Suspension.Cause {
    fileprivate func names(_ session: SessionID) -> Bool {
        guard case .overstays(let sessions) = self else { return false }
        return sessions.contains(session)
    }

    fileprivate func endsWith(_ session: SessionID) -> Bool {
        guard case .overstays(let sessions) = self else { return false }
        return sessions.last == session
    }
}
