package import JSON
package import Money

/// A person said that the garage is empty: all open stays are closed without a charge (design rule 15).
public struct InventoryReset: EventBody {
    /// Why.
    public let correction: Correction

    package static let name = "inventory-reset"
    package static let fields = Correction.fields

    /// An empty garage.
    public init(_ correction: Correction) { self.correction = correction }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        correction = try fields.correction()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) { json.correction(correction) }

    package func sentence(in currency: Currency) -> String {
        "All open stays were closed without a charge \(correction.sentence)."
    }

    package var event: GarageEvent { .inventoryReset(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.empty(recorded)
    }
}
