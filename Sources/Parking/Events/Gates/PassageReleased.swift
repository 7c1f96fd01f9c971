package import JSON
package import Money

/// A person said when a quarantined passage was. What it led to at that time follows.
public struct PassageReleased: EventBody {
    /// The passage.
    public let quarantined: QuarantineID
    /// Why it was then.
    public let correction: Correction

    package static let name = "passage-released"
    package static let fields = ["quarantined"] + Correction.fields

    /// A passage whose time is known.
    public init(_ quarantined: QuarantineID, _ correction: Correction) {
        self.quarantined = quarantined
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        quarantined = try fields.required("quarantined")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("quarantined", number: quarantined.version)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "A person said when the passage of event \(quarantined) was \(correction.sentence)."
    }

    package var event: GarageEvent { .passageReleased(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.quarantine.release(quarantined)
        return []
    }
}
