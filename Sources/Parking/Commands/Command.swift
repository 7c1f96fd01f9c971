public import Chronology
public import Tariffs

/// What the outside world asks of a garage, or reports to it.
public enum Command: Hashable, Sendable {
    /// Creates the garage or replaces its settings.
    case configureGarage(GarageSettings)
    /// Puts a rate into the rate book.
    case ratePublished(Rate)
    /// Asks for a full local day.
    case reserve(plate: PlateID, day: LocalDay, holder: Holder)
    /// Gives a reservation back.
    case cancel(ReservationID)
    /// A camera read a plate at a gate and waits for an answer.
    case plateSeen(PlateID, Passage)
    /// A barrier rose. At an entry the car is in. Without a car it is the one that waits at the gate.
    case gateOpen(CarIdentity?, Passage, Remark?)
    /// A car left. Without a car it is the only unknown one inside.
    case exit(CarIdentity?, Passage)
}

/// Where and when a device saw something.
public struct Passage: Hashable, Sendable {
    /// The gate.
    public var gate: GateID
    /// The way; nil where the gate has only one.
    public var direction: Direction?
    /// When, by the device's clock; nil for now.
    public var occurredAt: Instant?
    /// What the device calls this reading.
    public var read: DeviceEventID?

    /// A reading at a gate.
    public init(gate: GateID, direction: Direction? = nil, occurredAt: Instant? = nil, read: DeviceEventID? = nil) {
        self.gate = gate
        self.direction = direction
        self.occurredAt = occurredAt
        self.read = read
    }
}
