public import Chronology
package import JSON
package import Money

/// A person said that one stay was two visits (design rule 15): the first ended before, and the second began at the time of the
/// event, which names it.
public struct SessionSplit: EventBody {
    /// The first visit.
    public let session: SessionID
    /// When its car left.
    public let leftAt: Instant
    /// Why.
    public let correction: Correction

    package static let name = "session-split"
    package static let fields = ["session", "leftAt"] + Correction.fields

    /// A stay that was two.
    public init(_ session: SessionID, leftAt: Instant, _ correction: Correction) {
        self.session = session
        self.leftAt = leftAt
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        leftAt = try fields.required("leftAt")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.field("leftAt", leftAt)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "The car of stay \(session) had left at \(leftAt) and came again, as a person said \(correction.sentence)."
    }

    package var event: GarageEvent { .sessionSplit(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        guard let stay = garage.stays.known(session) else { return [] }
        let exit = CarExit(
            id: ExitID(version: recorded.version), car: stay.car, gate: nil, at: leftAt, readAs: nil, isByHand: true)
        let second = Session(
            id: SessionID(version: recorded.version), car: stay.car, gate: nil, vehicle: stay.vehicle,
            enteredAt: recorded.occurredAt, recordedAt: recorded.recordedAt)
        return garage.end(session, .left(exit)) + garage.begin(second)
    }
}
