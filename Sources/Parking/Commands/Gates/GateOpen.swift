package import Chronology
package import JSON
package import Money
public import Tariffs

/// A barrier rose. At an entry the car is in; without a car it is the one that waits at the gate.
///
/// It is a fact: whatever the rules would have said, it is recorded.
public struct GateOpen: GarageCommand {
    /// How the car is known; nil where the device does not say.
    public let car: CarIdentity?
    /// Where and when.
    public let passage: Passage
    /// Why a person opened it, where one did.
    public let remark: Remark?

    package static let name = CommandName.gateOpen

    /// A barrier that rose.
    public init(_ car: CarIdentity?, _ passage: Passage, _ remark: Remark?) {
        self.car = car
        self.passage = passage
        self.remark = remark
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let names = ["plate", "ticket", "gate", "direction", "occurredAt", "vehicle", "deviceEvent", "remark"]
        return try reader.fields(names) { (fields: inout JSONFields) throws(JSONError) in
            let passage = try Passage(&fields)
            let remark: Remark? = try fields.optional("remark")
            return try fields.request { .gateOpen(GateOpen($0, passage, remark)) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.car(car)
        passage.write(&json)
        json.field("remark", remark)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let direction = try settings.direction(of: passage)
        let at = try settings.moment(of: passage, now: now)
        switch direction {
        case .entry: return atEntry(garage, at: at, in: settings)
        case .exit: return atExit(garage, at: at, in: settings)
        }
    }

    /// A session begins. One that the car has already is closed as an orphan (design rule 3).
    private func atEntry(_ garage: Garage, at: Instant, in settings: GarageSettings) -> Decision {
        let waiting = authorisation(on: garage, at: at, in: settings)
        let car = car ?? waiting.map { .plate($0.plate) } ?? .unknown
        if case .entered(let id) = garage.repeated(car, passage, .opened, .entry, at: at, in: settings) {
            return Decision(.gateOpened(.entered(id, repeated: true)), at: at)
        }
        let admittedBy: AdmittedBy =
            if let remark { .hand(remark) } else if let waiting { .authorisation(waiting.id) } else { .gate }
        let vehicle = passage.vehicle ?? waiting?.vehicle
        let pricedAs = garage.standIn(for: vehicle, at: at)
        let entry = GarageEvent.carEntered(
            CarEntered(
                car: car, gate: passage.gate, by: admittedBy, vehicle: vehicle, read: passage.read))
        guard let old = garage.session(of: car) else {
            return Decision(
                .gateOpened(
                    .entered(SessionID(version: garage.version + 1), repeated: false, pricedAs: pricedAs)), at: at,
                entry)
        }
        return Decision(
            .gateOpened(.entered(SessionID(version: garage.version + 2), repeated: false, pricedAs: pricedAs)), at: at,
            .sessionOrphaned(SessionOrphaned(old.id)), entry)
    }

    private func atExit(_ garage: Garage, at: Instant, in settings: GarageSettings) -> Decision {
        if case .gateOpened = garage.repeated(car ?? .unknown, passage, .opened, .exit, at: at, in: settings) {
            return Decision(.gateOpened(.exitOpened(repeated: true)), at: at)
        }
        return Decision(
            .gateOpened(.exitOpened(repeated: false)), at: at,
            .exitGateOpened(ExitGateOpened(gate: passage.gate, remark: remark, read: passage.read)))
    }

    /// The authorisation that the barrier uses up: the car's own, or without a car the only one at the gate.
    private func authorisation(on garage: Garage, at: Instant, in settings: GarageSettings) -> Authorisation? {
        // What a gate reports late is not about a car that came up since; clocks may differ by as much as one waits.
        let waiting = garage.gates.authorisations.filter {
            $0.gate == passage.gate && $0.since <= at + settings.authorisationWait
                && !$0.isForgotten(at: at, in: settings)
        }
        guard let car else { return waiting.count == 1 ? waiting.first : nil }
        return waiting.first { .plate($0.plate) == car }
    }

    /// What it meant.
    public enum Outcome: CommandOutcome {
        /// A car came in; with the card that its stay is priced by where its vehicle's type has none of its own.
        case entered(SessionID, repeated: Bool, pricedAs: CardID? = nil)
        /// An exit's barrier rose; the car is inside until its exit is seen.
        case exitOpened(repeated: Bool)

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            switch self {
            case .entered(let session, let repeated, let pricedAs):
                json.field("session", number: session.version)
                json.field("pricedAs", pricedAs)
                json.flag("repeated", repeated)
            case .exitOpened(let repeated):
                json.flag("opened", true)
                json.flag("repeated", repeated)
            }
        }
    }
}
