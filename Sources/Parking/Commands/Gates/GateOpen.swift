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
    /// The plates known to the garage that look like the car's.
    public let alike: [PlateID]

    package static let name = CommandName.gateOpen

    /// A barrier that rose.
    public init(_ car: CarIdentity?, _ passage: Passage, _ remark: Remark?, alike: [PlateID] = []) {
        self.car = car
        self.passage = passage
        self.remark = remark
        self.alike = alike
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        let names = [
            "plate", "ticket", "gate", "direction", "occurredAt", "sentAt", "vehicle", "deviceEvent", "remark",
        ]
        return try reader.fields(names) { (fields: inout JSONFields) throws(JSONError) in
            let passage = try Passage(&fields)
            let remark: Remark? = try fields.optional("remark")
            return try fields.reading { .gateOpen(GateOpen($0, passage, remark, alike: $1)) }
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
        return try decide(on: garage, settings.direction(of: passage), at: now, in: settings)
    }

    /// The same, of a way that need not be one of the gate's any more.
    func decide(
        on garage: Garage, _ direction: Direction, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        let time = try settings.time(of: passage, now: now)
        return garage.take(
            .gateOpen, car, passage, direction, at: time, now: now, remark: remark, alike: alike
        ) {
            switch direction {
            case .entry: atEntry(garage, at: $0, in: settings)
            case .exit: atExit(garage, at: $0, in: settings)
            }
        }
    }

    /// A session begins, at its place in the car's history: one that the car has already is closed as an orphan (design rule 3),
    /// and an exit that was told before it may be its end (design rule 11).
    private func atEntry(_ garage: Garage, at: Instant, in settings: GarageSettings) -> Decision {
        let read = read(.entry, on: garage, at: at, in: settings)
        let car = entrant(read, on: garage, at: at, in: settings)
        let readAs = self.car == nil ? read?.readAs : self.car?.plate == car.plate ? nil : self.car?.plate
        if let id = garage.repeatedEntry(car, passage, at: at, in: settings) {
            return Decision(.gateOpened(.entered(id, repeated: true)), at: at)
        }
        let admittedBy: AdmittedBy =
            if let remark { .hand(remark) } else if let id = read?.authorisation { .authorisation(id) } else { .gate }
        let vehicle = passage.vehicle ?? read?.vehicle
        let isReused = garage.isReused(atEntry: car)
        let entry = GarageEvent.carEntered(
            CarEntered(
                car: car, gate: passage.gate, by: admittedBy, vehicle: vehicle, read: passage.read, readAs: readAs,
                isReused: isReused))
        var mend = car == .unknown ? Mend() : garage.mend(entryOf: car, at: at)
        let session = SessionID(version: garage.version + 1 + Int64(mend.before.count))
        if car == .unknown, let exit = garage.unmatchedUnknownExit(from: at) {
            mend.after = [.init(occurredAt: exit.at, event: .exitLinked(ExitLinked(exit.id, to: session)))]
        }
        if case .ticket = car, !mend.ends(session), let exit = garage.unmatchedLostTicket(from: at) {
            let linked = ExitLinked(exit.id, to: session, isAssumed: true)
            mend.after.append(.init(occurredAt: exit.at, event: .exitLinked(linked)))
        }
        // An unknown car that left behind it, and that nobody saw come in, was the one that came in (design rule 10).
        if car != .unknown, !mend.ends(session), let exit = garage.unmatchedExit(from: at),
            !mend.links(exit.id)
        {
            mend.after.append(
                .init(
                    occurredAt: exit.at, event: .exitLinked(ExitLinked(exit.id, to: session, isAssumed: true))))
        }
        let pricedAs = garage.standIn(for: vehicle, at: at)
        return Decision(
            .gateOpened(.entered(session, repeated: false, pricedAs: pricedAs, isReused: isReused)),
            mend.before + [.init(occurredAt: at, event: entry)] + mend.after)
    }

    private func atExit(_ garage: Garage, at: Instant, in settings: GarageSettings) -> Decision {
        let report = RecentReads.Report(kind: .opened, gate: passage.gate, direction: .exit)
        if case .gateOpened = garage.gates.reads.outcome(of: report, read: passage.read) {
            return Decision(.gateOpened(.exitOpened(repeated: true)), at: at)
        }
        let authorisation = remark == nil ? read(.exit, on: garage, at: at, in: settings)?.authorisation : nil
        return Decision(
            .gateOpened(.exitOpened(repeated: false)), at: at,
            .exitGateOpened(
                ExitGateOpened(gate: passage.gate, remark: remark, by: authorisation, read: passage.read)))
    }

    /// The read that the barrier rose for: the car's own, or without a car the lane's.
    private func read(
        _ direction: Direction, on garage: Garage, at: Instant, in settings: GarageSettings
    ) -> LaneRead? {
        guard let car else { return garage.read(for: passage, direction, at: at, in: settings) }
        return garage.gates[LaneID(gate: passage.gate, direction: direction)].reads.last {
            $0.told == car && $0.at <= at + settings.barrierWait && at <= $0.until
        }
    }

    /// The car that came in: the read says which, where there is one.
    private func entrant(
        _ read: LaneRead?, on garage: Garage, at: Instant, in settings: GarageSettings
    ) -> CarIdentity {
        if let read { return read.car }
        guard case .plate(let plate)? = car else { return car ?? .unknown }
        return .plate(garage.entrant(plate, alike: alike, by: passage.gate, at: at, in: settings))
    }

    /// What it meant.
    public enum Outcome: CommandOutcome {
        /// A car came in; with the card that its stay is priced by where its vehicle's type has none of its own, and whether one
        /// had come in with its ticket before.
        case entered(SessionID, repeated: Bool, pricedAs: CardID? = nil, isReused: Bool = false)
        /// An exit's barrier rose; the car is inside until its exit is seen.
        case exitOpened(repeated: Bool)

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            switch self {
            case .entered(let session, let repeated, let pricedAs, let isReused):
                json.field("session", number: session.version)
                json.field("pricedAs", pricedAs)
                json.flag("reused", isReused)
                json.flag("repeated", repeated)
            case .exitOpened(let repeated):
                json.flag("opened", true)
                json.flag("repeated", repeated)
            }
        }
    }
}
