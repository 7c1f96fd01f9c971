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

    /// A stay has ended: where it went on for longer than it might, that counts, and may be once too often.
    mutating func settleOverstay(_ session: Session, leftAt exit: Instant, by recorded: RecordedEvent) -> [GarageChange]
    {
        guard let settings, let policy = settings.suspension, let plate = session.plate, !session.isImported,
            let end = rightsEnd(of: session), end.at < exit, end.overstaysFrom <= exit
        else { return [] }
        suspended.note(Suspensions.Offence(session: session.id, at: exit), of: plate)
        let counted = suspended.offences(of: plate, in: exit - policy.within...exit)
        guard counted.count >= policy.overstays else { return [] }
        let day = settings.zone.day(of: exit)
        let days = RightDays(first: day, last: day.advanced(by: policy.days))
        // What a gate tells late may be long over.
        guard !days.areOver(on: settings.zone.day(of: recorded.recordedAt)) else { return [] }
        return suspend(
            Suspension(
                id: SuspensionID(version: recorded.version), plate: plate, days: days,
                cause: .overstays(counted.map(\.session))))
    }

    /// A stay did not end as was thought: what followed from that does not hold.
    mutating func withdrawOverstay(_ session: Session) -> [GarageChange] {
        guard let plate = session.plate, suspended.forgive(session.id, of: plate) else { return [] }
        return suspended.remove(of: plate) { $0.cause.names(session.id) }.map { .suspensionEnded($0) }
    }
}

extension Suspension.Cause {
    fileprivate func names(_ session: SessionID) -> Bool {
        guard case .overstays(let sessions) = self else { return false }
        return sessions.contains(session)
    }
}
