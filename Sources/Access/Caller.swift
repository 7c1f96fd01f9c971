public import Parking
public import Tariffs

/// Who asks something of the service, and what that is allowed.
public struct Caller: Hashable, Sendable {
    /// As the log names it: `subject@issuer`.
    public let actor: Actor
    /// What it is to its garages.
    public let role: Role
    /// Its garages.
    public let garages: Garages
    /// The gates that a role may be bound to; nil for all of its garages.
    public let gates: Set<GateID>?
    /// The validations that a role may be bound to; nil for all.
    public let validations: Set<ValidationID>?

    /// The garages of a caller.
    public enum Garages: Hashable, Sendable {
        /// Each there is, and is yet to be.
        case every
        case these(Set<GarageID>)

        /// Whether a garage is among them.
        public func contains(_ garage: GarageID) -> Bool {
            switch self {
            case .every: true
            case .these(let garages): garages.contains(garage)
            }
        }
    }

    /// Somebody who may do what a role may.
    public init(
        _ actor: Actor, _ role: Role, garages: Garages, gates: Set<GateID>? = nil,
        validations: Set<ValidationID>? = nil
    ) {
        self.actor = actor
        self.role = role
        self.garages = garages
        self.gates = gates
        self.validations = validations
    }

    /// Whoever speaks to a service that asks nobody who they are.
    public static let anybody = Caller(Actor("http")!, .operator, garages: .every)

    /// How far it may send a command to a garage.
    public func maySend(_ command: CommandName, to garage: GarageID) throws(AccessDenied) -> Extent {
        guard let extent = command.senders[role] else {
            throw .role(role, "send \(command.rawValue)", allowed: Array(command.senders.keys))
        }
        return try reaching(garage, extent)
    }

    /// How far it may read something of a garage; nil for what is of no garage alone.
    public func mayRead(_ reading: Reading, of garage: GarageID?) throws(AccessDenied) -> Extent {
        guard let extent = reading.readers[role] else {
            throw .role(role, "read this", allowed: Array(reading.readers.keys))
        }
        guard let garage else { return extent }
        return try reaching(garage, extent)
    }

    private func reaching(_ garage: GarageID, _ extent: Extent) throws(AccessDenied) -> Extent {
        guard garages.contains(garage) else { throw .garage(garage) }
        return extent
    }

    /// Whether it may ask just this of a garage, as far as the command itself says.
    ///
    /// Whose reservation a cancellation is about, the command does not say.
    public func mayAsk(_ command: Command, _ extent: Extent) throws(AccessDenied) {
        switch extent {
        case .its, .itsOwn, .named: break
        case .itsGates:
            guard let gates else { return }
            guard let gate = command.gate, gates.contains(gate) else { throw .gate(command.gate, gates) }
        case .itsValidations:
            guard let validations else { return }
            guard case .validate(let stay) = command, validations.contains(stay.validation) else {
                throw .validation(validations)
            }
        }
    }
}
