package import JSON
package import Money

/// The car of a stay became known: its plate had been read before its barrier rose, and the log heard of that later
/// (design rule 11).
public struct CarIdentified: EventBody {
    /// The stay.
    public let session: SessionID
    /// The plate of its car.
    public let plate: PlateID

    package static let name = "car-identified"
    package static let fields = ["session", "plate"]

    /// A stay and its car's plate.
    public init(_ session: SessionID, _ plate: PlateID) {
        self.session = session
        self.plate = plate
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        plate = try fields.required("plate")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.field("plate", plate)
    }

    package func sentence(in currency: Currency) -> String {
        "The car of stay \(session) is \(plate.short): its plate had been read before the barrier rose."
    }

    package var event: GarageEvent { .carIdentified(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        if let stay = garage.stays.known(session), let gate = stay.gate {
            garage.gates.use(.plate(plate), in: LaneID(gate: gate, direction: .entry), at: stay.enteredAt)
        }
        return garage.rename(session, to: .plate(plate))
    }
}
