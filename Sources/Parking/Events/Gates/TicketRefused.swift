package import JSON
package import Money

/// A driver who asked for a ticket was turned away.
public struct TicketRefused: EventBody {
    /// Where.
    public let gate: GateID
    /// Why the driver may not come in.
    public let reason: DenialReason
    /// What stands on the ticket that the machine would have given out; nil where the garage names them.
    public let ticket: TicketID?
    /// What the device calls the question.
    public let read: DeviceEventID?

    package static let name = "ticket-refused"
    package static let fields = ["gate", "reason", "ticket", "deviceEvent"]

    /// A driver who may not come in.
    public init(gate: GateID, reason: DenialReason, ticket: TicketID? = nil, read: DeviceEventID?) {
        self.gate = gate
        self.reason = reason
        self.ticket = ticket
        self.read = read
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        gate = try fields.required("gate")
        reason = try fields.required("reason")
        ticket = try fields.optional("ticket")
        read = try fields.optional("deviceEvent")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("gate", gate)
        json.field("reason", reason.rawValue)
        json.field("ticket", ticket)
        json.field("deviceEvent", read)
    }

    package func sentence(in currency: Currency) -> String {
        "The gate \(gate) turns a driver away who asked for a ticket: \(reason.rawValue)."
    }

    package var event: GarageEvent { .ticketRefused(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.gates.remember(
            .asked(.refused(reason)), of: .asked, .entry, at: gate, read: read,
            car: ticket.map { .ticket($0) } ?? .unknown, recorded)
        return []
    }
}
