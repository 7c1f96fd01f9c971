public import Chronology
package import JSON
package import Money

/// Takes a plate off the list of those who wait for a day.
public struct StopWaiting: GarageCommand {
    /// Whose car it was for.
    public let plate: PlateID
    /// The day.
    public let day: LocalDay

    package static let name = CommandName.stopWaiting

    /// Somebody who is to wait no more.
    public init(_ plate: PlateID, _ day: LocalDay) {
        self.plate = plate
        self.day = day
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate", "day"]) { (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate = try fields.required("plate")
            let day: LocalDay = try fields.required("day")
            return .naming(plate) { .stopWaiting(StopWaiting($0, day)) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("plate", plate)
        json.field("day", day)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        _ = try garage.configured()
        guard garage.waitingList[day]?.waiters.contains(where: { $0.plate == plate }) == true else {
            return Decision(.waitEnded(Outcome(day, wasWaiting: false)), at: now)
        }
        return Decision(.waitEnded(Outcome(day, wasWaiting: true)), at: now, .waitEnded(WaitEnded(plate, day)))
    }

    /// That it waits no more.
    public struct Outcome: CommandOutcome {
        /// The day.
        public let day: LocalDay
        /// Whether it had waited.
        public let wasWaiting: Bool

        /// A day that is waited for no more.
        public init(_ day: LocalDay, wasWaiting: Bool) {
            self.day = day
            self.wasWaiting = wasWaiting
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("day", day)
            json.name("wasWaiting")
            json.bool(wasWaiting)
        }
    }
}
