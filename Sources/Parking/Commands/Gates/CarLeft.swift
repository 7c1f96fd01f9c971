package import Chronology
package import JSON
package import Money

/// A car left. Without a car it is the one that the lane's camera has read, and else an unknown one.
///
/// It is a fact: whatever the rules would have said, it is recorded.
public struct CarLeft: GarageCommand {
    /// How the car is known; nil where the device does not say.
    public let car: CarIdentity?
    /// Where and when.
    public let passage: Passage
    /// The plates known to the garage that look like the car's.
    public let alike: [PlateID]

    package static let name = CommandName.exit

    /// A car that left.
    public init(_ car: CarIdentity?, _ passage: Passage, alike: [PlateID] = []) {
        self.car = car
        self.passage = passage
        self.alike = alike
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate", "ticket", "gate", "occurredAt", "sentAt", "deviceEvent"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let passage = try Passage(&fields)
            return try fields.reading { .exit(CarLeft($0, passage, alike: $1)) }
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
        return try leave(garage, at: now, in: settings)
    }

    /// The same, at a gate that need not be an exit any more.
    func leave(_ garage: Garage, at now: Instant, in settings: GarageSettings) throws(Refusal) -> Decision {
        let time = try settings.time(of: passage, now: now)
        return garage.take(.exit, car, passage, .exit, at: time, now: now, alike: alike) {
            atExit(garage, at: $0, in: settings)
        }
    }

    private func atExit(_ garage: Garage, at: Instant, in settings: GarageSettings) -> Decision {
        // What the lane's camera has read is the car that the loop feels.
        let seen = car == nil ? garage.read(for: passage, .exit, at: at, in: settings) : nil
        let car = leaver(seen, on: garage, at: at, in: settings)
        let readAs = self.car == nil ? seen?.readAs : self.car?.plate == car.plate ? nil : self.car?.plate
        if let exit = garage.repeatedExit(car, passage, at: at, in: settings) {
            return Decision(.exited(.repeated(garage.stays.exits[exit]?.session)), at: at)
        }
        guard car != .unknown else { return unknown(on: garage, at: at) }
        let mend = garage.mend(exitOf: car, at: at)
        let isReused = garage.isReused(atExit: car)
        let event: GarageEvent =
            if let session = mend.session {
                .carExited(
                    CarExited(
                        session: session, gate: passage.gate, read: passage.read, readAs: readAs, isReused: isReused))
            } else {
                .exitWithoutEntry(
                    ExitWithoutEntry(car: car, gate: passage.gate, read: passage.read, isReused: isReused))
            }
        return Decision(
            .exited(
                .left(
                    departure(
                        mend.session.flatMap { garage.stays.known($0) }, of: garage, at: at, isLookAlike: readAs != nil,
                        isReused: isReused))),
            mend.before + [.init(occurredAt: at, event: event)] + mend.after)
    }

    /// A car left that the gate cannot name: some car is inside no more (design rule 10).
    private func unknown(on garage: Garage, at: Instant) -> Decision {
        guard let (session, later) = garage.departing(unknownBy: at) else {
            return Decision(
                .exited(.left(departure(nil, of: garage, at: at))), at: at,
                .exitWithoutEntry(ExitWithoutEntry(car: .unknown, gate: passage.gate, read: passage.read)))
        }
        let isAssumed = session.car != .unknown || later != nil || garage.stays.unnamed.inside.count > 1
        return Decision(
            .exited(.left(departure(session, of: garage, at: at, isAssumed: isAssumed))),
            [
                .init(
                    occurredAt: at,
                    event: .carExited(
                        CarExited(session: session.id, gate: passage.gate, read: passage.read, isAssumed: isAssumed)))
            ] + (later.map { garage.rehome([$0], taken: [session.id]) } ?? []))
    }

    private func leaver(
        _ seen: LaneRead?, on garage: Garage, at: Instant, in settings: GarageSettings
    ) -> CarIdentity {
        if let seen { return seen.car }
        guard case .plate(let plate)? = car else { return car ?? .unknown }
        return .plate(garage.leaver(plate, alike: alike, by: passage.gate, at: at, in: settings))
    }

    private func departure(
        _ session: Session?, of garage: Garage, at: Instant, isAssumed: Bool = false, isLookAlike: Bool = false,
        isReused: Bool = false
    ) -> Departure {
        Departure(
            session: session?.id, enteredAt: session?.enteredAt, exitedAt: at,
            charge: session.map { garage.charge(of: $0, until: at) }, isAssumed: isAssumed, isLookAlike: isLookAlike,
            isReused: isReused, bill: session.flatMap { garage.askedBill(of: $0, until: at) })
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
