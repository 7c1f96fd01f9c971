package import JSON
package import Money

/// A person said that a plate's car is let in again as any other; its overstays so far count no more.
public struct SuspensionLifted: EventBody {
    /// Whose it was.
    public let plate: PlateID
    /// Why.
    public let correction: Correction

    package static let name = "suspension-lifted"
    package static let fields = ["plate"] + Correction.fields

    /// A plate that is suspended no more.
    public init(_ plate: PlateID, _ correction: Correction) {
        self.plate = plate
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "\(plate.short) is suspended no more \(correction.sentence)."
    }

    package var event: GarageEvent { .suspensionLifted(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.liftSuspensions(of: plate)
    }
}
