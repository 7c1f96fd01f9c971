import Chronology

// A ticket is for one entry and one exit: issue, use and look-up.

extension Garage {
    /// The stays of a ticket that are open or remembered, and how they ended, in the order in which they began: the first one is
    /// its use.
    public func stays(of ticket: TicketID) -> [(session: Session, end: StayEnd?)] {
        let open = stays.open.values.lazy.filter { $0.car.ticket == ticket }.map { (session: $0, end: StayEnd?.none) }
        let ended = stays.over.values.lazy.filter { $0.session.car.ticket == ticket }.compactMap(stays.ended)
            .map { (session: $0.session, end: StayEnd?.some($0.end)) }
        return (Array(open) + Array(ended)).sorted {
            ($0.session.enteredAt, $0.session.id) < ($1.session.enteredAt, $1.session.id)
        }
    }

    /// The passages of a ticket beyond its one entry and its one exit, in the order in which they happened, whatever the order in
    /// which the log heard of them.
    public func reuses(of ticket: TicketID) -> [PassageID] {
        let entries = stays.entries(of: .ticket(ticket)).map { (at: $0.enteredAt, passage: PassageID.entry($0.id)) }
        let exits = exitsAtGates(of: ticket).map { (at: $0.at, passage: PassageID.exit($0.id)) }
        func beyondTheFirst(_ passages: [(at: Instant, passage: PassageID)]) -> [(at: Instant, passage: PassageID)] {
            Array(passages.sorted { ($0.at, $0.passage.version) < ($1.at, $1.passage.version) }.dropFirst())
        }
        return (beyondTheFirst(entries) + beyondTheFirst(exits))
            .sorted { ($0.at, $0.passage.version) < ($1.at, $1.passage.version) }.map(\.passage)
    }

    /// A car left whose driver had lost the ticket; what is paid may be otherwise than was thought.
    mutating func settle(_ id: ExitID, _ lost: LostTicket) -> [GarageChange] {
        let was = stays.exits[id]?.session.flatMap { stays.ended($0) }
        stays.settle(id, lost)
        guard let was, let end = stays.ended(was.session.id)?.end else { return billed(id) }
        guard lost != LostTicket() else { return [] }
        return [.stayMended(was.session, was: was.end), .stayEnded(was.session, end)]
    }

    /// Whether a car that is known by a ticket has come in with it before, as far as the log has heard: of so many entries all but
    /// one are told as another use, in whichever order they come.
    func isReused(atEntry car: CarIdentity) -> Bool { car.ticket != nil && !stays.entries(of: car).isEmpty }

    /// Whether a car that is known by a ticket has left with it before.
    func isReused(atExit car: CarIdentity) -> Bool { car.ticket.map { !exitsAtGates(of: $0).isEmpty } ?? false }

    /// Whether a ticket's spot is held, or its car is inside.
    func isWaitingOrInside(_ ticket: TicketID, at now: Instant) -> Bool {
        let car = CarIdentity.ticket(ticket)
        return stays.of(car) != nil || gates.authorisation(of: car).map { $0.until > now } ?? false
    }

    /// Whether a ticket must not be given out, as far as the garage remembers.
    func isUsed(_ ticket: TicketID, at now: Instant) -> Bool {
        let car = CarIdentity.ticket(ticket)
        return isWaitingOrInside(ticket, at: now) || !stays.entries(of: car).isEmpty || !stays.exits(of: car).isEmpty
    }

    /// The ticket that an event about to be recorded gives out, named after it as other things are.
    func nextTicket(at now: Instant) -> TicketID {
        let name = "T\(version + 1)"
        // A machine's own roll may have had that number.
        let others = (1...).lazy.map { TicketID(checked: "\(name)-\($0)") }
        let ticket = TicketID(checked: name)
        return isUsed(ticket, at: now) ? others.first { !isUsed($0, at: now) }! : ticket
    }

    /// What a person has said of a stay's end is no use of its ticket.
    private func exitsAtGates(of ticket: TicketID) -> [CarExit] {
        stays.exits(of: .ticket(ticket)).filter { !$0.isByHand }
    }
}
