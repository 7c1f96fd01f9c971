package import Chronology
package import JSON
package import Money

/// Says that the garage is empty: closes all open stays without a charge.
public struct ResetInventory: GarageCommand {
    /// Why the log said otherwise.
    public let correction: Correction

    package static let name = CommandName.resetInventory

    /// An empty garage.
    public init(_ correction: Correction) { self.correction = correction }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            .complete(.resetInventory(ResetInventory(try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        let count = garage.stays.count
        guard count > 0 || garage.inside != 0 else {
            return Decision(.inventoryReset(Outcome(writtenOff: 0, repeated: true)), at: now)
        }
        return Decision(
            .inventoryReset(Outcome(writtenOff: count, repeated: false)), at: now,
            .inventoryReset(InventoryReset(correction)))
    }

    /// What was closed.
    public struct Outcome: CommandOutcome {
        /// How many stays.
        public let writtenOff: Int
        /// Whether the garage was empty before.
        public let repeated: Bool

        /// So many stays that were closed.
        public init(writtenOff: Int, repeated: Bool) {
            self.writtenOff = writtenOff
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("writtenOff", number: writtenOff)
            json.flag("repeated", repeated)
        }
    }
}
