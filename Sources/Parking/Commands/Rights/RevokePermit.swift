public import Chronology
package import JSON
public import Money

/// Ends a permit: from now on it lets nobody in and stands in no other's way. Who is inside by it keeps the day that has begun,
/// as with every right (design rule 6).
public struct RevokePermit: GarageCommand {
    /// The permit.
    public let permit: PermitID

    package static let name = CommandName.revokePermit

    /// A permit to end.
    public init(_ permit: PermitID) { self.permit = permit }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["permit"]) { (fields: inout JSONFields) throws(JSONError) in
            .complete(.revokePermit(RevokePermit(try fields.required("permit"))))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("permit", number: permit.version)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let right = try garage.standing(permit, at: now, in: settings)
        let today = settings.zone.day(of: now)
        guard !right.isRevoked else {
            return Decision(.permitRevoked(Outcome(permit, lastDay: today, repeated: true)), at: now)
        }
        let credit = garage.credit(for: right, at: now, in: settings)
        let outcome = Outcome(
            permit, lastDay: today, repeated: false, refundable: garage.refundable(right, credit))
        return Decision(
            .permitRevoked(outcome), at: now, .permitRevoked(PermitRevoked(permit, lastDay: today, credit: credit)))
    }

    /// The permit and its last day.
    public struct Outcome: CommandOutcome {
        /// The permit.
        public let permit: PermitID
        /// Its last day, where it has one.
        public let lastDay: LocalDay
        /// Whether it was so before.
        public let repeated: Bool
        /// What of what was paid is to be given back; nil for nothing.
        public let refundable: Money?

        /// A permit that ends.
        public init(_ permit: PermitID, lastDay: LocalDay, repeated: Bool, refundable: Money? = nil) {
            self.permit = permit
            self.lastDay = lastDay
            self.repeated = repeated
            self.refundable = refundable
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("permit", number: permit.version)
            json.field("lastDay", lastDay)
            json.flag("repeated", repeated)
            json.field("refundable", refundable?.decimal(in: currency))
        }
    }
}
