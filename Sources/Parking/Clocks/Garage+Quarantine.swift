import Chronology

// What a device tells by a clock that is off is no passage until a person says when it was.

extension Garage {
    /// The passages that wait for a person to say when they were, in the order in which the log heard of them.
    public var quarantined: [QuarantinedPassage] { quarantine.waiting.values.sorted { $0.id < $1.id } }

    /// Decides on a passage that happened whatever a device's clock shows: at its time, or not before that is known.
    func take(
        _ told: PassageQuarantined.Kind, _ car: CarIdentity?, _ passage: Passage, _ direction: Direction,
        at time: PassageTime, now: Instant, remark: Remark? = nil, alike: [PlateID],
        asTold decide: (Instant) -> Decision
    ) -> Decision {
        func decided() -> Decision { decide(time.used).told(by: time.device) }
        // Nothing is wrong with the time of what is known already.
        let report = RecentReads.Report(kind: told.reportKind, gate: passage.gate, direction: direction)
        guard let claimed = passage.occurredAt?.sane, gates.reads.outcome(of: report, read: passage.read) == nil else {
            return decided()
        }
        func quarantined(_ reason: QuarantineReason) -> PassageQuarantined {
            PassageQuarantined(
                told, car, gate: passage.gate, direction, claimedAt: claimed, sentAt: passage.sentAt?.sane, reason,
                vehicle: passage.vehicle, read: passage.read, remark: remark, alike: alike)
        }
        if let first = quarantine.repeated(quarantined(time.doubt ?? .clockAhead)) {
            return Decision(.quarantined(Quarantined(first.id, first.told.reason, repeated: true)), at: now)
        }
        guard let reason = time.doubt else { return decided() }
        return Decision(
            .quarantined(Quarantined(QuarantineID(version: version + 1), reason, repeated: false)), at: now,
            .passageQuarantined(quarantined(reason)))
    }
}
