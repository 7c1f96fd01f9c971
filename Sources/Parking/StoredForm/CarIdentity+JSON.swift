package import JSON

extension JSONWriter {
    /// How a car is known: the field `plate` or `ticket`, or none for one that nobody knows.
    package mutating func car(_ car: CarIdentity?) {
        switch car {
        case .plate(let plate): field("plate", plate)
        case .ticket(let ticket): field("ticket", ticket)
        case .unknown, nil: break
        }
    }
}

extension JSONFields {
    /// Reads how a car is known, or was.
    package mutating func car(
        _ plateField: String = "plate", _ ticketField: String = "ticket"
    ) throws(JSONError) -> CarIdentity {
        let (plate, ticket): (PlateID?, TicketID?) = (try optional(plateField), try optional(ticketField))
        guard plate == nil || ticket == nil else { throw JSONError("goes without \(plateField)", path: ticketField) }
        if let plate { return .plate(plate) }
        return ticket.map { .ticket($0) } ?? .unknown
    }
}
