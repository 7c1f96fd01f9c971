public import Chronology
package import JSON
package import Money
public import Tariffs

/// A driver without a readable plate was given a ticket and let in; the spot is held until `until` for the barrier to rise.
public struct TicketIssued: EventBody {
    /// What stands on it.
    public let ticket: TicketID
    /// Where.
    public let gate: GateID
    /// How long the spot is held.
    public let until: Instant
    /// The type of the vehicle, where the machine could tell.
    public let vehicle: CardID?
    /// What the device calls the question.
    public let read: DeviceEventID?

    package static let name = "ticket-issued"
    package static let fields = ["ticket", "gate", "until", "vehicle", "deviceEvent"]

    /// A ticket.
    public init(_ ticket: TicketID, gate: GateID, until: Instant, vehicle: CardID? = nil, read: DeviceEventID?) {
        self.ticket = ticket
        self.gate = gate
        self.until = until
        self.vehicle = vehicle
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        ticket = try fields.required("ticket")
        gate = try fields.required("gate")
        until = try fields.required("until")
        vehicle = try fields.optional("vehicle")
        read = try fields.optional("deviceEvent")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("ticket", ticket)
        json.field("gate", gate)
        json.field("until", until)
        json.field("vehicle", vehicle)
        json.field("deviceEvent", read)
    }

    package func sentence(in currency: Currency) -> String {
        "The gate \(gate) gives out the ticket \(ticket) and lets its driver in."
    }

    package var event: GarageEvent { .ticketIssued(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.authorise(
            Authorisation(
                id: AuthorisationID(version: recorded.version), car: .ticket(ticket), gate: gate, vehicle: vehicle,
                since: recorded.occurredAt, until: until, readAs: nil),
            laneHolding: garage.settings?.gate(gate)?.holds ?? 1, wait: garage.settings?.authorisationWait ?? .zero)
        garage.gates.remember(
            .asked(.issued(ticket)), of: .asked, .entry, at: gate, read: read, car: .ticket(ticket), recorded)
        return []
    }
}
