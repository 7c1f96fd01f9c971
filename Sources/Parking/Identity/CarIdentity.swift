/// How a car is told from others.
public enum CarIdentity: Hashable, Sendable {
    case plate(PlateID)
    /// A ticket stands in for a plate that could not be read.
    case ticket(TicketID)
    /// Nobody knows: the barrier rose and a car passed.
    case unknown

    /// The plate, where that is how the car is known.
    public var plate: PlateID? {
        guard case .plate(let plate) = self else { return nil }
        return plate
    }

    /// The ticket, where that is how the car is known.
    public var ticket: TicketID? {
        guard case .ticket(let ticket) = self else { return nil }
        return ticket
    }

    /// The car at the beginning of a sentence; a plate as the log names it.
    var capitalised: String {
        switch self {
        case .plate(let plate): "The car \(plate.short)"
        case .ticket(let ticket): "The car with the ticket \(ticket)"
        case .unknown: "An unknown car"
        }
    }
}

extension PlateID {
    /// The beginning of the identifier, enough to tell plates apart for the eye.
    public var short: String { "\(description.prefix(8))…" }
}
