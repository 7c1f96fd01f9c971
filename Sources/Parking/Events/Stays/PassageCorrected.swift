public import Chronology
package import JSON
package import Money

/// A car came in, or left, at another time than was thought, as a person said (design rule 15). The time is that of the event.
public struct PassageCorrected: EventBody {
    /// The entry, by its stay, or the exit.
    public let passage: PassageID
    /// When it was thought to have been.
    public let was: Instant
    /// Why.
    public let correction: Correction

    package static let name = "passage-corrected"
    package static let fields = ["session", "exit", "was"] + Correction.fields

    /// A passage and its wrong time.
    public init(_ passage: PassageID, was: Instant, _ correction: Correction) {
        self.passage = passage
        self.was = was
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        passage = try fields.passage()
        was = try fields.required("was")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.passage(passage)
        json.field("was", was)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        switch passage {
        case .entry(let session):
            "The car of stay \(session) came in then and not at \(was), as a person said \(correction.sentence)."
        case .exit(let exit): "Exit \(exit) was then and not at \(was), as a person said \(correction.sentence)."
        }
    }

    package var event: GarageEvent { .passageCorrected(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        if let lane = garage.lane(of: passage) { garage.gates.move(in: lane, from: was, to: recorded.occurredAt) }
        return switch passage {
        case .entry(let session): garage.move(session, to: recorded.occurredAt)
        case .exit(let exit): garage.move(exit, to: recorded.occurredAt)
        }
    }
}
