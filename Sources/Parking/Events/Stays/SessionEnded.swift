package import JSON
package import Money

/// A person said when a stay ended whose end nobody saw (design rule 15). The time is that of the event.
public struct SessionEnded: EventBody {
    /// The stay.
    public let session: SessionID
    /// Why.
    public let correction: Correction

    package static let name = "session-ended"
    package static let fields = ["session"] + Correction.fields

    /// A stay that is over.
    public init(_ session: SessionID, _ correction: Correction) {
        self.session = session
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "Stay \(session) had ended by then, as a person said \(correction.sentence)."
    }

    package var event: GarageEvent { .sessionEnded(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        guard let stay = garage.stays.known(session) else { return [] }
        let exit = CarExit(
            id: ExitID(version: recorded.version), car: stay.car, gate: nil, at: recorded.occurredAt, readAs: nil,
            isByHand: true)
        return garage.end(session, .left(exit))
    }
}
