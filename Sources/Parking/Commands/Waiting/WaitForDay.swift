public import Chronology
package import JSON
package import Money

/// Puts a plate on the list of those who wait for a full day. What is given back, or not used by the garage's hour, is offered to the
/// first of them for a time; `reserve` takes it.
public struct WaitForDay: GarageCommand {
    /// Whose car it is for.
    public let plate: PlateID
    /// The day.
    public let day: LocalDay
    /// For whom.
    public let holder: Holder

    package static let name = CommandName.waitForDay

    /// Somebody who is to wait.
    public init(_ plate: PlateID, _ day: LocalDay, _ holder: Holder = .member) {
        self.plate = plate
        self.day = day
        self.holder = holder
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate", "day", "holder"]) { (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate = try fields.required("plate")
            let day: LocalDay = try fields.required("day")
            let holder: Holder = try fields.optional("holder") ?? .member
            return .naming(plate) { .waitForDay(WaitForDay($0, day, holder)) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("plate", plate)
        json.field("day", day)
        json.field("holder", holder.rawValue)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        _ = try garage.configured()
        let standing = garage.waitingList[day]?.waiters ?? []
        if let place = standing.firstIndex(where: { $0.plate == plate }) {
            return Decision(.waiting(Outcome(standing[place].id, day: day, place: place + 1, repeated: true)), at: now)
        }
        switch Result(catching: { () throws(Refusal) in
            try Reserve(plate: plate, day: day, holder: holder).decide(on: garage, at: now)
        }) {
        case .success: throw .dayNotFull(day)
        case .failure(let refusal):
            // What stands in the way of a reservation is in the way of waiting for one, but that there is none left.
            guard
                refusal.problem.type == .dayFull
                    || refusal.problem.type == .guestQuotaFull && garage.settings?.guestSpots != 0
            else {
                throw refusal
            }
        }
        guard standing.count < WaitForDay.most else { throw .waitingListFull(day) }
        return Decision(
            .waiting(
                Outcome(WaiterID(version: garage.version + 1), day: day, place: standing.count + 1, repeated: false)),
            at: now, .waitBegun(WaitBegun(plate, day, holder)))
    }

    /// How many may wait for a day.
    private static let most = 1_000

    /// Where on the list it stands.
    public struct Outcome: CommandOutcome {
        /// Who waits.
        public let waiter: WaiterID
        /// For what.
        public let day: LocalDay
        /// The how-manieth it was when it came, from 1 on.
        public let place: Int
        /// Whether it was so before.
        public let repeated: Bool

        /// A place on the list.
        public init(_ waiter: WaiterID, day: LocalDay, place: Int, repeated: Bool) {
            self.waiter = waiter
            self.day = day
            self.place = place
            self.repeated = repeated
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("waiting", number: waiter.version)
            json.field("day", day)
            json.field("place", number: place)
            json.flag("repeated", repeated)
        }
    }
}

extension Refusal {
    /// A spot of the day is left, so that nobody need wait.
    public static func dayNotFull(_ day: LocalDay) -> Refusal {
        Refusal(.dayNotFull, "A spot is left on \(day); reserve it.", field: "day")
    }

    /// As many wait for the day as may.
    public static func waitingListFull(_ day: LocalDay) -> Refusal {
        Refusal(.dayFull, "As many wait for \(day) as may; try another day or garage.", field: "day")
    }
}
