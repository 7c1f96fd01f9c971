package import Chronology
package import JSON
package import Money

/// A car left. Without a car it is the only unknown one inside.
///
/// It is a fact: whatever the rules would have said, it is recorded.
public struct CarLeft: GarageCommand {
    /// How the car is known; nil where the device does not say.
    public let car: CarIdentity?
    /// Where and when.
    public let passage: Passage

    package static let name = CommandName.exit

    /// A car that left.
    public init(_ car: CarIdentity?, _ passage: Passage) {
        self.car = car
        self.passage = passage
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate", "ticket", "gate", "occurredAt", "deviceEvent"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let passage = try Passage(&fields)
            return try fields.request { .exit(CarLeft($0, passage)) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.car(car)
        passage.write(&json)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let way = try settings.direction(of: passage, assuming: .exit)
        guard way == .exit else { throw .wrongDirection(passage.gate, way) }
        let at = try settings.moment(of: passage, now: now)
        let car = car ?? .unknown
        if case .exited(let id) = garage.repeated(car, passage, .left, .exit, at: at, in: settings) {
            return Decision(.exited(.repeated(id)), at: at)
        }
        // A session that began later is another stay of the same car.
        guard let session = departing(car, from: garage), session.enteredAt <= at else {
            let unseen = Departure(session: nil, enteredAt: nil, exitedAt: at, charge: nil)
            return Decision(
                .exited(.left(unseen)), at: at,
                .exitWithoutEntry(ExitWithoutEntry(car: car, gate: passage.gate, read: passage.read)))
        }
        let departure = Departure(
            session: session.id, enteredAt: session.enteredAt, exitedAt: at,
            charge: garage.charge(of: session, until: at))
        return Decision(
            .exited(.left(departure)), at: at,
            .carExited(CarExited(session: session.id, gate: passage.gate, read: passage.read)))
    }

    /// The session of a car that leaves; of an unknown one only where there is no other.
    private func departing(_ car: CarIdentity, from garage: Garage) -> Session? {
        guard car == .unknown else { return garage.session(of: car) }
        let unknown = garage.stays.unknown
        return unknown.count == 1 ? garage.stays[unknown.first!] : nil
    }

    /// What is known of the car that left.
    public enum Outcome: CommandOutcome {
        /// It left.
        case left(Departure)
        /// The same exit again; its charge stands with the session.
        case repeated(SessionID?)

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            switch self {
            case .left(let departure): departure.write(&json, in: currency, zone: zone)
            case .repeated(let session):
                json.field("session", number: session?.version)
                json.flag("repeated", true)
            }
        }
    }
}
