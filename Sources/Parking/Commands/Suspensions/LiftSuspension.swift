package import Chronology
package import JSON
package import Money

/// Lets a plate's car in again as any other.
public struct LiftSuspension: GarageCommand {
    /// Whose car it is.
    public let plate: PlateID
    /// Why.
    public let correction: Correction

    package static let name = CommandName.liftSuspension

    /// A plate that is to be suspended no more.
    public init(_ plate: PlateID, _ correction: Correction) {
        self.plate = plate
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate = try fields.required("plate")
            let correction = try fields.correction()
            return .naming(plate) { .liftSuspension(LiftSuspension($0, correction)) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("plate", plate)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured(for: correction)
        let today = settings.zone.day(of: now)
        let lifted = garage.suspended.of(plate).filter { !$0.days.areOver(on: today) }.count
        guard lifted > 0 else { return Decision(.suspensionLifted(Outcome(lifted: 0)), at: now) }
        return Decision(
            .suspensionLifted(Outcome(lifted: lifted)), at: now, .suspensionLifted(SuspensionLifted(plate, correction)))
    }

    /// How many suspensions ended.
    public struct Outcome: CommandOutcome {
        /// How many; zero where the plate had none.
        public let lifted: Int

        /// So many suspensions that ended.
        public init(lifted: Int) { self.lifted = lifted }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("lifted", number: lifted)
        }
    }
}
