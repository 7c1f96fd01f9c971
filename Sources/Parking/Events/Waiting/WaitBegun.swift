public import Chronology
package import JSON
package import Money

/// Somebody waits for a spot of a day that is full.
public struct WaitBegun: EventBody {
    /// Whose car it is for.
    public let plate: PlateID
    /// The day.
    public let day: LocalDay
    /// For whom.
    public let holder: Holder

    package static let name = "wait-begun"
    package static let fields = ["plate", "day", "holder"]

    /// Somebody who waits.
    public init(_ plate: PlateID, _ day: LocalDay, _ holder: Holder) {
        self.plate = plate
        self.day = day
        self.holder = holder
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        day = try fields.required("day")
        holder = try fields.required("holder")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("day", day)
        json.field("holder", holder.rawValue)
    }

    package func sentence(in currency: Currency) -> String {
        "The \(holder.rawValue) \(plate.short) waits for a spot on \(day)."
    }

    package var event: GarageEvent { .waitBegun(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.wait(
            Waiter(id: WaiterID(version: recorded.version), plate: plate, holder: holder, since: garage.knownAt),
            for: day)
    }
}
