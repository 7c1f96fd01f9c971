package import JSON
package import Money

/// A person said that a stay was another car's, and so was the exit that ended it under the wrong name (design rule 15).
public struct CarCorrected: EventBody {
    /// The stay.
    public let session: SessionID
    /// Whose stay it was.
    public let car: CarIdentity
    /// Whose it was thought to be.
    public let was: CarIdentity
    /// Why.
    public let correction: Correction

    package static let name = "car-corrected"
    package static let fields = ["session", "plate", "ticket", "wasPlate", "wasTicket"] + Correction.fields

    /// A stay and its right car.
    public init(_ session: SessionID, _ car: CarIdentity, was: CarIdentity, _ correction: Correction) {
        self.session = session
        self.car = car
        self.was = was
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        session = try fields.required("session")
        car = try fields.car()
        was = try fields.car("wasPlate", "wasTicket")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("session", number: session.version)
        json.car(car)
        json.field("wasPlate", was.plate)
        json.field("wasTicket", was.ticket)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "\(car.capitalised) is that of stay \(session), as a person said \(correction.sentence)."
    }

    package var event: GarageEvent { .carCorrected(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.rename(session, to: car, withExit: true)
    }
}
