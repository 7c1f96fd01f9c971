public import Chronology
package import JSON
package import Money

/// Keeps a rule breaker out for some days: the gate lets the plate's car in by no right and for no money. Who is inside may leave
/// as ever (design rule 5).
public struct SuspendPlate: GarageCommand {
    /// Whose car it is.
    public let plate: PlateID
    /// The first day; today where nobody says otherwise.
    public let firstDay: LocalDay?
    /// The last day; nil until somebody lifts it.
    public let lastDay: LocalDay?
    /// Why.
    public let correction: Correction

    package static let name = CommandName.suspendPlate

    /// A plate to suspend.
    public init(_ plate: PlateID, firstDay: LocalDay? = nil, lastDay: LocalDay? = nil, _ correction: Correction) {
        self.plate = plate
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.correction = correction
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate", "firstDay", "lastDay"] + Correction.fields) {
            (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate = try fields.required("plate")
            let (first, last): (LocalDay?, LocalDay?) = (
                try fields.optional("firstDay"), try fields.optional("lastDay")
            )
            let correction = try fields.correction()
            return .naming(plate) {
                .suspendPlate(SuspendPlate($0, firstDay: first, lastDay: last, correction))
            }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("plate", plate)
        json.field("firstDay", firstDay)
        json.field("lastDay", lastDay)
        json.correction(correction)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured(for: correction)
        let today = settings.zone.day(of: now)
        let days = RightDays(first: firstDay ?? today, last: lastDay)
        guard days.first >= today else { throw .dayOver(days.first) }
        guard days.first <= settings.lastDayAhead(at: now) else {
            throw .suspensionTooFar(last: settings.lastDayAhead(at: now))
        }
        if days.areNone, let last = days.last { throw .suspensionEndsBeforeStart(firstDay: days.first, lastDay: last) }
        let standing = garage.suspended.of(plate)
        guard !standing.contains(where: { $0.days == days && $0.cause == .person(correction.reason) }) else {
            return Decision(.suspended(Outcome(days, repeated: true)), at: now)
        }
        guard standing.count < SuspendPlate.most else { throw .tooManySuspensions }
        return Decision(
            .suspended(Outcome(days, repeated: false)), at: now,
            .plateSuspended(PlateSuspended(plate, firstDay: days.first, lastDay: days.last, correction)))
    }

    /// How many suspensions a plate may have at a time.
    private static let most = 20

    /// The days of a suspension.
    public struct Outcome: CommandOutcome {
        /// Its days.
        public let days: RightDays
        /// Whether it was so before.
        public let repeated: Bool

        /// Days on which a plate is suspended.
        public init(_ days: RightDays, repeated: Bool) {
            self.days = days
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("firstDay", days.first)
            json.field("lastDay", days.last)
            json.flag("repeated", repeated)
        }
    }
}

extension Refusal {
    /// The suspension would end before it begins.
    public static func suspensionEndsBeforeStart(firstDay: LocalDay, lastDay: LocalDay) -> Refusal {
        Refusal(
            .endsBeforeStart, "The suspension would begin on \(firstDay) and end on \(lastDay) already.",
            field: "lastDay")
    }

    /// The suspension would begin later than any right may.
    public static func suspensionTooFar(last: LocalDay) -> Refusal {
        Refusal(.dayTooFar, "A suspension can begin up to \(last).", field: "firstDay")
    }

    /// The plate has as many suspensions as it may have.
    public static let tooManySuspensions = Refusal(
        .plateSuspended, "The plate has 20 suspensions already; lift them first.", field: "plate")

    /// The plate is suspended on the day, so that nothing can be reserved for it.
    public static func suspended(_ suspension: Suspension) -> Refusal {
        let until = suspension.days.last.map { "up to \($0)" } ?? "until that is lifted"
        return Refusal(.plateSuspended, "The plate is suspended \(until); its car would not be let in.", field: "plate")
    }
}
