public import Chronology
public import Parking

/// What is looked for among stays or reservations; what is left out narrows nothing down.
public struct Search: Hashable, Sendable {
    /// The plate, however it was spelled.
    public var plate: Plate?
    /// Whether plates that look like it are meant too (design rule 8); nil where nobody says.
    public var lookAlike: Bool?
    /// The ticket.
    public var ticket: TicketID?
    /// Where the stay stands.
    public var state: SessionView.State?
    /// The first instant of a span: the car was inside at some moment of it.
    public var from: Instant?
    /// The last instant of that span.
    public var until: Instant?

    /// A search that narrows nothing down.
    public init(
        plate: Plate? = nil, lookAlike: Bool? = nil, ticket: TicketID? = nil, state: SessionView.State? = nil,
        from: Instant? = nil, until: Instant? = nil
    ) {
        self.plate = plate
        self.lookAlike = lookAlike
        self.ticket = ticket
        self.state = state
        self.from = from
        self.until = until
    }

    /// The name of what makes no sense beside the rest, and what it must be; nil where all of it does.
    public var contradiction: (name: String, expected: String)? {
        if lookAlike != nil, plate == nil { return ("lookAlike", "given with plate") }
        if ticket != nil, plate != nil { return ("ticket", "given without plate: a car goes by one of the two") }
        if let from, let until, from > until { return ("until", "no earlier than from") }
        return nil
    }
}
