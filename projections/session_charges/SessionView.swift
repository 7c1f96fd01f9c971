public import Chronology
public import Money
public import Parking
public import Tariffs

/// What is known of one stay.
public struct SessionView: Sendable {
    /// Where a stay stands.
    public enum State: String, Sendable, CaseIterable {
        /// The car is inside.
        case open
        /// The car has left.
        case ended
        /// Its plate came in again without having been seen leaving.
        case orphaned
        /// A person closed it without a charge.
        case writtenOff = "written-off"
    }

    /// Its number.
    public var id: SessionID
    /// Where it stands.
    public var state: State
    /// What events call the plate.
    public var plateID: PlateID?
    /// The plate; nil where there is none or its vault row is erased.
    public var plate: Plate?
    /// The ticket that stands in for a plate.
    public var ticket: TicketID?
    /// The gate that the car came in by.
    public var gate: GateID?
    /// The type of the vehicle, where somebody said.
    public var vehicle: CardID?
    /// The groups that its driver belonged to on the day it came in.
    public var groups: Set<GroupID>
    /// Who has validated the stay.
    public var validations: Set<ValidationID>
    /// The agreement that was applied last.
    public var agreement: AgreementID?
    /// When the car came in.
    public var enteredAt: Instant
    /// When the log heard of it.
    public var recordedAt: Instant
    /// When the car left.
    public var exitedAt: Instant?
    /// The charge as JSON, once the car has left.
    public var charge: [UInt8]?
    /// What it comes to, once the car has left; nil where it cannot be priced.
    public var total: Money?
    /// The zone in which its times are shown.
    public var zone: ZoneRules

    init(_ session: Session, _ state: State, in zone: ZoneRules) {
        id = session.id
        self.state = state
        plateID = session.plate
        ticket = session.car.ticket
        gate = session.gate
        vehicle = session.vehicle
        groups = session.groups
        validations = session.validations
        agreement = session.agreement
        enteredAt = session.enteredAt
        recordedAt = session.recordedAt
        self.zone = zone
    }
}
