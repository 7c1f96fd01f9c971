public import Chronology
package import JSON
package import Money

/// A person said that a plate's car is not let in for some days.
public struct PlateSuspended: EventBody {
    /// Whose it is.
    public let plate: PlateID
    /// Its first day.
    public let firstDay: LocalDay
    /// Its last day; nil until it is lifted.
    public let lastDay: LocalDay?
    /// Why.
    public let correction: Correction

    package static let name = "plate-suspended"
    package static let fields = ["plate", "firstDay", "lastDay"] + Correction.fields

    /// A suspension.
    public init(_ plate: PlateID, firstDay: LocalDay, lastDay: LocalDay?, _ correction: Correction) {
        self.plate = plate
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.correction = correction
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        firstDay = try fields.required("firstDay")
        lastDay = try fields.optional("lastDay")
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("firstDay", firstDay)
        json.field("lastDay", lastDay)
        json.correction(correction)
    }

    package func sentence(in currency: Currency) -> String {
        "\(plate.short) was suspended from \(firstDay)\(lastDay.map { " to \($0)" } ?? " on") \(correction.sentence)."
    }

    package var event: GarageEvent { .plateSuspended(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.suspend(
            Suspension(
                id: SuspensionID(version: recorded.version), plate: plate,
                days: RightDays(first: firstDay, last: lastDay), cause: .person(correction.reason)))
    }
}
