package import Chronology
package import JSON
package import Money

/// Says how many cars are inside, as a person counted them. The stays remain as they are.
public struct CorrectCount: GarageCommand {
    /// How many.
    public let inside: Int
    /// Why the log said otherwise.
    public let correction: Correction

    package static let name = CommandName.correctCount

    /// A count.
    public init(_ inside: Int, _ correction: Correction) {
        self.inside = inside
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["inside"] + Correction.fields) { (fields: inout JSONFields) throws(JSONError) in
            let inside: Int64 = try fields.required("inside")
            guard (0...100_000).contains(inside) else { throw JSONError("must be 0 to 100000", path: "inside") }
            return .complete(.correctCount(CorrectCount(Int(inside), try fields.correction())))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("inside", number: inside)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        try garage.configured(for: correction)
        let adjustment = inside - garage.stays.count
        guard adjustment != garage.handCount.difference else {
            return Decision(.countCorrected(Outcome(inside, repeated: true)), at: now)
        }
        let corrected = CountCorrected(counted: inside, adjustment: adjustment, correction)
        return Decision(.countCorrected(Outcome(inside, repeated: false)), at: now, .countCorrected(corrected))
    }

    /// How many cars are inside.
    public struct Outcome: CommandOutcome {
        /// How many.
        public let inside: Int
        /// Whether it was so before.
        public let repeated: Bool

        /// A count.
        public init(_ inside: Int, repeated: Bool) {
            self.inside = inside
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("inside", number: inside)
            json.flag("repeated", repeated)
        }
    }
}
