import JSON

/// How a command names a stay that has not ended.
public enum OpenStay: Hashable, Sendable {
    case session(SessionID)
    /// That of a car that is inside; never of an unknown one.
    case car(CarIdentity)
}

extension JSONFields {
    /// Reads a command about an open stay, which is named by its session, its plate or its ticket.
    mutating func request(
        ofStay command: @escaping @Sendable (OpenStay) -> Command
    ) throws(JSONError) -> CommandRequest {
        if let session: SessionID = try optional("session") {
            guard !has("plate"), !has("ticket") else {
                throw JSONError("goes without plate and ticket", path: "session")
            }
            return .complete(command(.session(session)))
        }
        guard has("plate") || has("ticket") else {
            throw JSONError("must have one of session, plate and ticket", kind: .missingField)
        }
        return try request { command(.car($0 ?? .unknown)) }
    }
}

extension JSONWriter {
    /// How a stay is named.
    mutating func stay(_ stay: OpenStay) {
        switch stay {
        case .session(let id): field("session", number: id.version)
        case .car(let car): self.car(car)
        }
    }
}
