public import Chronology
package import JSON
package import Money

/// A driver at an exit has lost the ticket: the car leaves, and pays by the garage's rule. It takes the place of `exit`.
public struct ReportLostTicket: GarageCommand {
    /// Where and when.
    public let passage: Passage
    /// The stay, where an operator has found it.
    public let session: SessionID?
    /// When the car came in, as its driver says.
    public let enteredAt: Instant?
    /// Why, by a code.
    public let reason: ReasonCode?
    /// What the operator has to say about it.
    public let remark: Remark?

    package static let name = CommandName.lostTicket

    /// A car whose stay an operator has found.
    public init(_ passage: Passage, of session: SessionID, reason: ReasonCode? = nil, remark: Remark? = nil) {
        self.passage = passage
        self.session = session
        enteredAt = nil
        self.reason = reason
        self.remark = remark
    }

    /// A car that came in when its driver says, if the driver says.
    public init(_ passage: Passage, enteredAt: Instant?, reason: ReasonCode? = nil, remark: Remark? = nil) {
        self.passage = passage
        session = nil
        self.enteredAt = enteredAt
        self.reason = reason
        self.remark = remark
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["gate", "occurredAt", "deviceEvent", "session", "enteredAt", "reason", "remark"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let passage = try Passage(&fields)
            let (reason, remark): (ReasonCode?, Remark?) = (
                try fields.optional("reason"), try fields.optional("remark")
            )
            guard let session: SessionID = try fields.optional("session") else {
                return .complete(
                    .lostTicket(
                        ReportLostTicket(
                            passage, enteredAt: try fields.optional("enteredAt"), reason: reason, remark: remark)))
            }
            guard !fields.has("enteredAt") else { throw JSONError("goes without session", path: "enteredAt") }
            return .complete(.lostTicket(ReportLostTicket(passage, of: session, reason: reason, remark: remark)))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        passage.write(&json)
        json.field("session", number: session?.version)
        json.field("enteredAt", enteredAt)
        json.field("reason", reason)
        json.field("remark", remark)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        if let reason { try garage.configured(for: Correction(reason)) }
        let way = try settings.direction(of: passage, assuming: .exit)
        guard way == .exit else { throw .wrongDirection(passage.gate, way) }
        // A kiosk reports it at once, so that a claim ahead of the server's clock is now.
        let time = try settings.time(of: passage, now: now)
        let at = time.used
        if let exit = garage.repeatedExit(.unknown, passage, at: at, in: settings) {
            return Decision(.exited(.repeated(garage.stays.exits[exit]?.session)), at: at)
        }
        var draft = Draft(garage, at: now)
        guard let session else { return try claimed(&draft, at: at, in: settings).told(by: time.device) }
        return try named(try draft.stay(session), &draft, at: at, in: settings).told(by: time.device)
    }

    /// The stay that an operator has found ends; by its own charge, unless the garage has a price.
    private func named(
        _ stay: Session, _ draft: inout Draft, at: Instant, in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        guard at >= stay.enteredAt else { throw .beforeEntry(at, of: stay) }
        let standing = draft.garage.stays.ended(stay.id)?.end
        if case .left(let exit)? = standing, !exit.isAssumed(of: stay) {
            guard exit.lostTicket != nil, exit.gate == passage.gate,
                max(exit.at, at) - min(exit.at, at) <= settings.duplicateReadWindow
            else { throw .hasEnded(stay, at: exit.at) }
            return Decision(.exited(.repeated(stay.id)), at: at)
        }
        try draft.check(stay, mayEndAt: at)
        let exit = ExitID(version: draft.garage.version + 1)
        let isReused = draft.garage.isReused(atExit: stay.car)
        draft.tell(
            .carExited(
                CarExited(session: stay.id, gate: passage.gate, read: passage.read, isReused: isReused)), at: at)
        draft.tell(lost(exit, LostTicket(price: settings.lostTicket.price)), at: at)
        draft.rehome(standing, of: stay)
        draft.mend(stay.car)
        try draft.check(stay, endedBy: exit)
        return decision(draft, exit, stay, isReused: isReused)
    }

    /// The stay of a car without a plate ends that began nearest to what the driver says; it is the likeliest one, and the
    /// event says that it is assumed (design rule 10).
    private func claimed(_ draft: inout Draft, at: Instant, in settings: GarageSettings) throws(Refusal) -> Decision {
        guard enteredAt != nil || settings.lostTicket.price != nil else { throw .entryMustBeClaimed }
        if let enteredAt, enteredAt > at { throw .claimsEntryBehind(enteredAt, exit: at) }
        if let enteredAt, enteredAt < at - ReportLostTicket.longestClaim { throw .claimsTooMuch(enteredAt) }
        let exit = ExitID(version: draft.garage.version + 1)
        let stay = draft.garage.stays.nearest(to: enteredAt, enteredBy: at)
        draft.tell(
            stay.map {
                .carExited(CarExited(session: $0.id, gate: passage.gate, read: passage.read, isAssumed: true))
            } ?? .exitWithoutEntry(ExitWithoutEntry(car: .unknown, gate: passage.gate, read: passage.read)), at: at)
        draft.tell(lost(exit, LostTicket(claimedEntry: enteredAt, price: settings.lostTicket.price)), at: at)
        return decision(draft, exit, stay)
    }

    /// Who claims to have come in longer ago is found by an operator: old rates may be none.
    static let longestClaim = TimeSpan.days(31)

    private func lost(_ exit: ExitID, _ lost: LostTicket) -> GarageEvent {
        .ticketLost(TicketLost(exit, lost, reason: reason, remark: remark))
    }

    private func decision(_ draft: Draft, _ id: ExitID, _ stay: Session?, isReused: Bool = false) -> Decision {
        guard let exit = draft.garage.stays.exits[id] else { preconditionFailure("what was told is remembered") }
        let garage = draft.garage
        let charge = stay.map { garage.charge(of: $0, by: exit) } ?? garage.charge(ofUnmatched: exit)
        let subject = stay.map { PaymentSubject.session($0.id) } ?? .exit(id)
        let isAsked = garage.asksForMoney || garage.account(of: subject) != nil
        let departure = Departure(
            session: stay?.id, exit: stay == nil ? id : nil, enteredAt: stay?.enteredAt, exitedAt: exit.at,
            charge: charge,
            isAssumed: stay != nil && session == nil, isReused: isReused, claimedEntry: enteredAt,
            bill: isAsked ? garage.bill(of: subject) : nil)
        return Decision(.exited(.left(departure)), draft.facts)
    }
}

extension Refusal {
    /// The garage charges by the claimed entry, and none is claimed.
    public static let entryMustBeClaimed = Refusal(
        .claimMissing,
        "The garage charges a lost ticket from the entry on: say which session it is, or when the car came in, as its driver says.",
        field: "enteredAt")

    /// The driver claims to have come in so long ago that somebody has to look.
    public static func claimsTooMuch(_ entry: Instant) -> Refusal {
        Refusal(
            .tooLongAgo, "\(entry) is more than 31 days ago: say which session it is, as an operator finds it.",
            field: "enteredAt")
    }

    /// The driver claims to have come in after leaving.
    public static func claimsEntryBehind(_ entry: Instant, exit: Instant) -> Refusal {
        Refusal(.endsBeforeStart, "The car leaves at \(exit), before \(entry).", field: "enteredAt")
    }
}
