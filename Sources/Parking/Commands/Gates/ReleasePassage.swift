public import Chronology
package import JSON
package import Money

/// Says when a passage was that a device told of by a clock that is off.
public struct ReleasePassage: GarageCommand {
    /// The passage.
    public let quarantined: QuarantineID
    /// When it was.
    public let at: Instant
    /// How a person knows.
    public let correction: Correction

    package static let name = CommandName.releasePassage

    /// A passage and its right time.
    public init(_ quarantined: QuarantineID, at instant: Instant, _ correction: Correction) {
        self.quarantined = quarantined
        at = instant
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["quarantined", "at"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            .complete(
                .releasePassage(
                    ReleasePassage(
                        try fields.required("quarantined"), at: try fields.required("at"), try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("quarantined", number: quarantined.version)
        json.field("at", at)
        json.correction(correction)
    }

    /// What the passage would have led to, had it been told with that time; late as it is, it mends what was concluded without it
    /// (design rule 11).
    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured(for: correction)
        var draft = Draft(garage, at: now)
        guard let passage = draft.garage.quarantine.waiting[quarantined] else {
            throw .unknownQuarantined(quarantined)
        }
        guard at <= now else { throw .notYet(at, now: now) }
        guard at >= passage.heardAt - settings.lateness else {
            throw .tooLongBefore(at, passage.heardAt, lateness: settings.lateness)
        }
        draft.tell(.passageReleased(PassageReleased(quarantined, correction)), at: at)
        let claimed = passage.told.claimedAt
        let decision = try passage.told.decide(on: draft.garage, at: at, in: settings)
            .told(by: DeviceTime(claimedAt: claimed == at ? nil : claimed))
        return Decision(decision.result, draft.facts + decision.facts)
    }
}

extension PassageQuarantined {
    /// What the same passage leads to when its time is left to the clock, also where the gate is no more.
    fileprivate func decide(
        on garage: Garage, at instant: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        let passage = Passage(gate: gate, direction: direction, vehicle: vehicle, read: read)
        return switch kind {
        case .gateOpen:
            try GateOpen(car, passage, remark, alike: alike).decide(on: garage, direction, at: instant, in: settings)
        case .exit: try CarLeft(car, passage, alike: alike).leave(garage, at: instant, in: settings)
        }
    }
}

extension Refusal {
    /// No such passage waits.
    public static func unknownQuarantined(_ id: QuarantineID) -> Refusal {
        Refusal(
            .unknownQuarantined,
            "No quarantined passage \(id) waits; it may have been released, or have waited longer than a month.",
            field: "quarantined")
    }

    /// It is said to have been longer before it was told than the garage accepts.
    public static func tooLongBefore(_ time: Instant, _ heardAt: Instant, lateness: TimeSpan) -> Refusal {
        Refusal(
            .tooLongAgo,
            "\(time) is more than the \(lateness.text) that the garage accepts before the passage was told (\(heardAt)).",
            field: "at")
    }
}
