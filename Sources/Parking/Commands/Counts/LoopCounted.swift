public import Chronology
package import JSON
package import Money

/// The loop in a lane's floor counted so many cars in a stretch of time. It is kept beside the passages that are known there, and
/// changes no count of cars inside.
public struct LoopCounted: GarageCommand {
    /// The gate.
    public let gate: GateID
    /// The way; nil where the gate has only one.
    public let direction: Direction?
    /// How many.
    public let cars: Int
    /// From when it counted.
    public let from: Instant
    /// Up to when it counted.
    public let until: Instant
    /// What the device calls this count.
    public let read: DeviceEventID?

    package static let name = CommandName.loopCounted

    /// The longest stretch of one count.
    static let longest = TimeSpan.hours(24)

    /// A count.
    public init(
        _ cars: Int, at gate: GateID, _ direction: Direction? = nil, from: Instant, until: Instant,
        read: DeviceEventID? = nil
    ) {
        self.gate = gate
        self.direction = direction
        self.cars = cars
        self.from = from
        self.until = until
        self.read = read
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["gate", "direction", "cars", "from", "until", "deviceEvent"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let cars: Int64 = try fields.required("cars")
            guard (0...1_000).contains(cars) else { throw JSONError("must be 0 to 1000", path: "cars") }
            let (from, until): (Instant, Instant) = (try fields.required("from"), try fields.required("until"))
            return .complete(
                .loopCounted(
                    LoopCounted(
                        Int(cars), at: try fields.required("gate"), try fields.optional("direction"), from: from,
                        until: until, read: try fields.optional("deviceEvent"))))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("gate", gate)
        json.field("direction", direction?.rawValue)
        json.field("cars", number: cars)
        json.field("from", from)
        json.field("until", until)
        json.field("deviceEvent", read)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let way = try settings.direction(of: Passage(gate: gate, direction: direction))
        let lane = LaneID(gate: gate, direction: way)
        if let known = garage.gates.loopCount(in: lane, read: read) {
            return Decision(.loopCounted(Outcome(known, repeated: true)), at: until)
        }
        guard from < until else { throw .countsBackwards(from, until) }
        guard until <= now else { throw .countIsAhead(until, now: now) }
        guard until >= now - settings.lateness else {
            throw .tooLongAgo(until, lateness: settings.lateness, field: "until")
        }
        guard until - from <= LoopCounted.longest else { throw .countIsLong(LoopCounted.longest) }
        var count = LoopCount(
            version: garage.version + 1, gate: gate, direction: way, from: from, until: until, counted: cars)
        count.known = garage.gates[lane].passages(in: count)
        if let other = garage.gates[lane].counts.first(where: count.overlaps) {
            guard other.isSame(as: count) else { throw .loopOverlaps(other) }
            return Decision(.loopCounted(Outcome(other, repeated: true)), at: until)
        }
        return Decision(
            .loopCounted(Outcome(count, repeated: false)), at: until,
            .loopCounted(CarsCounted(cars, at: gate, way, from: from, read: read)))
    }

    /// What was counted, and what is known.
    public struct Outcome: CommandOutcome {
        /// How many cars the loop counted.
        public let counted: Int
        /// How many passages of the lane are known in that time.
        public let known: Int
        /// Whether it was told before.
        public let repeated: Bool

        /// A count, and what is known.
        public init(counted: Int, known: Int, repeated: Bool) {
            self.counted = counted
            self.known = known
            self.repeated = repeated
        }

        init(_ count: LoopCount, repeated: Bool) {
            self.init(counted: count.counted, known: count.known, repeated: repeated)
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("counted", number: counted)
            json.field("known", number: known)
            json.flag("repeated", repeated)
        }
    }
}

extension Refusal {
    /// A count ends before it begins.
    public static func countsBackwards(_ from: Instant, _ until: Instant) -> Refusal {
        Refusal(.endsBeforeStart, "The count from \(from) must end after that, not at \(until).", field: "until")
    }

    /// A count ends in the future.
    public static func countIsAhead(_ until: Instant, now: Instant) -> Refusal {
        Refusal(
            .inTheFuture, "\(until) is ahead of the server's clock (\(now)); report a count when it is complete.",
            field: "until")
    }

    /// One count covers too much time.
    public static func countIsLong(_ longest: TimeSpan) -> Refusal {
        Refusal(.countTooLong, "One count covers at most \(longest.text); report it in parts.", field: "from")
    }

    /// The lane has another count of some of that time.
    public static func loopOverlaps(_ other: LoopCount) -> Refusal {
        Refusal(
            .loopOverlaps,
            "The lane has a count of \(other.counted) cars from \(other.from) to \(other.until) already; counts must not overlap.",
            field: "from")
    }
}
