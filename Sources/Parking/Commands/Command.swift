public import Chronology
public import Tariffs

/// What the outside world asks of a garage, or reports to it.
public enum Command: Hashable, Sendable {
    /// Creates the garage or replaces its settings.
    case configureGarage(GarageSettings)
    /// Puts a rate on a card of the rate book.
    case ratePublished(Rate, on: CardID = .standard)
    /// Takes a rate off a card.
    case rateWithdrawn(RateID, on: CardID = .standard)
    /// Makes a card of the rate book what it is here.
    case cardPublished(RateCard, on: CardID = .standard)
    /// Asks for a full local day.
    case reserve(plate: PlateID, day: LocalDay, holder: Holder)
    /// Asks for hours of a day, which are paid at once by the week's grid (golden cases 27–29).
    case reserveHours(plate: PlateID, HoursBooking, holder: Holder)
    /// Gives a reservation back.
    case cancel(ReservationID)
    /// Gives a plate a standing right.
    case grantPermit(PlateID, PermitRequest)
    /// Sells a subscription's next period, at today's price (golden case 30).
    case renewPermit(PermitID)
    /// Ends a permit with today.
    case revokePermit(PermitID)
    /// A camera read a plate at a gate and waits for an answer.
    case plateSeen(PlateID, Passage)
    /// A barrier rose. At an entry the car is in. Without a car it is the one that waits at the gate.
    case gateOpen(CarIdentity?, Passage, Remark?)
    /// A car left. Without a car it is the only unknown one inside.
    case exit(CarIdentity?, Passage)
    /// Says that somebody has validated an open stay.
    case validate(OpenStay, ValidationID)
    /// Applies an agreement to an open stay, in the place of one that was applied before.
    case applyAgreement(OpenStay, AgreementID)
}

/// What a permit is to be. Its days begin today where nobody says otherwise.
public enum PermitRequest: Hashable, Sendable {
    /// Parking without paying, without an end where nobody says one.
    case pass(firstDay: LocalDay?, lastDay: LocalDay?, groups: Set<GroupID>)
    /// Groups whose rates its stays are charged by, without an end where nobody says one.
    case membership(firstDay: LocalDay?, lastDay: LocalDay?, groups: Set<GroupID>)
    /// One period of what the card of a vehicle's type sells.
    case subscription(SubscriptionID, vehicle: CardID, firstDay: LocalDay?, groups: Set<GroupID>)
}

/// How a command names a stay that has not ended.
public enum OpenStay: Hashable, Sendable {
    case session(SessionID)
    /// That of a car that is inside; never of an unknown one.
    case car(CarIdentity)
}

/// Where and when a device saw something.
public struct Passage: Hashable, Sendable {
    /// The gate.
    public var gate: GateID
    /// The way; nil where the gate has only one.
    public var direction: Direction?
    /// When, by the device's clock; nil for now.
    public var occurredAt: Instant?
    /// The type of the vehicle, named after its rate card; nil where nobody can tell. It counts at an entry.
    public var vehicle: CardID?
    /// What the device calls this reading.
    public var read: DeviceEventID?

    /// A reading at a gate.
    public init(
        gate: GateID, direction: Direction? = nil, occurredAt: Instant? = nil, vehicle: CardID? = nil,
        read: DeviceEventID? = nil
    ) {
        self.gate = gate
        self.direction = direction
        self.occurredAt = occurredAt
        self.vehicle = vehicle
        self.read = read
    }
}
