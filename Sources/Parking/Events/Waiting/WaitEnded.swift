public import Chronology
package import JSON
package import Money

/// Somebody waits for a day no more, without having got it.
public struct WaitEnded: EventBody {
    /// Whose car it was for.
    public let plate: PlateID
    /// The day.
    public let day: LocalDay

    package static let name = "wait-ended"
    package static let fields = ["plate", "day"]

    /// Somebody who waits no more.
    public init(_ plate: PlateID, _ day: LocalDay) {
        self.plate = plate
        self.day = day
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        day = try fields.required("day")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("day", day)
    }

    package func sentence(in currency: Currency) -> String { "\(plate.short) waits for a spot on \(day) no more." }

    package var event: GarageEvent { .waitEnded(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.stopWaiting(plate, for: day, at: garage.knownAt)
    }
}
