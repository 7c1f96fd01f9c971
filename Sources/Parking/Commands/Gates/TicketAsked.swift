public import Chronology
package import JSON
package import Money
public import Tariffs

/// A driver without a readable plate asks for a ticket and waits for an answer: the same rules as for a plate without a right.
public struct TicketAsked: GarageCommand {
    /// Where and when.
    public let passage: Passage
    /// What stands on the next ticket of the machine's own roll; nil where the garage names the ticket.
    public let ticket: TicketID?

    package static let name = CommandName.ticketAsked

    /// A driver who asks.
    public init(_ passage: Passage, ticket: TicketID? = nil) {
        self.passage = passage
        self.ticket = ticket
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["gate", "direction", "occurredAt", "vehicle", "deviceEvent", "ticket"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let passage = try Passage(&fields)
            return .complete(.ticketAsked(TicketAsked(passage, ticket: try fields.optional("ticket"))))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        passage.write(&json)
        json.field("ticket", ticket)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let way = try settings.direction(of: passage, assuming: .entry)
        guard way == .entry else { throw .wrongDirection(passage.gate, way) }
        let at = try settings.time(of: passage, now: now, isAwaited: true).used
        if let answer = repeatedAnswer(on: garage, at: at, now: now, in: settings) {
            return Decision(outcome(answer, on: garage, at: at, repeated: true), at: at)
        }
        guard now - at <= settings.authorisationWait else { throw .askedTooLate(at, settings.authorisationWait) }
        if let stay = garage.unknownStay(behind: passage.gate, at, in: settings), stay.enteredAt > at {
            throw .cameInAlready(stay)
        }
        let ticket = ticket ?? garage.nextTicket(at: now)
        guard !garage.isUsed(ticket, at: now) else { throw .ticketUsed(ticket) }
        switch garage.admission(of: .ticket(ticket), at: at, now: now, in: settings) {
        case .open:
            return Decision(
                outcome(.issued(ticket), on: garage, at: at, repeated: false), at: at,
                .ticketIssued(
                    TicketIssued(
                        ticket, gate: passage.gate, until: now + settings.authorisationWait, vehicle: passage.vehicle,
                        read: passage.read)))
        case .deny(let reason):
            return Decision(
                outcome(.refused(reason), on: garage, at: at, repeated: false), at: at,
                .ticketRefused(
                    TicketRefused(gate: passage.gate, reason: reason, ticket: self.ticket, read: passage.read)))
        }
    }

    /// What the same question was answered before: by the device's name for it, or about the same number at the same gate within
    /// the window (design rule 9).
    private func repeatedAnswer(
        on garage: Garage, at: Instant, now: Instant, in settings: GarageSettings
    ) -> TicketAnswer? {
        let report = RecentReads.Report(kind: .asked, gate: passage.gate, direction: .entry)
        if case .asked(let answer) = garage.gates.reads.outcome(of: report, read: passage.read) { return answer }
        guard let ticket,
            case .asked(let answer) = garage.gates.reads.outcome(
                of: report, car: .ticket(ticket), at: at, window: settings.duplicateReadWindow)
        else { return nil }
        // A spot that is held no longer is not promised again (design rule 1).
        if case .issued = answer, !garage.isWaitingOrInside(ticket, at: now) { return nil }
        return answer
    }

    private func outcome(_ answer: TicketAnswer, on garage: Garage, at: Instant, repeated: Bool) -> CommandResult {
        var pricedAs: CardID?
        if case .issued = answer { pricedAs = garage.standIn(for: passage.vehicle, at: at) }
        return .ticketAsked(Outcome(answer, repeated: repeated, pricedAs: pricedAs))
    }

    /// What the gate is to do.
    public struct Outcome: CommandOutcome {
        /// The ticket, or why there is none.
        public let answer: TicketAnswer
        /// Whether the same question was answered before.
        public let repeated: Bool
        /// The card that a stay is priced by whose vehicle's type has none of its own.
        public let pricedAs: CardID?

        /// An answer.
        public init(_ answer: TicketAnswer, repeated: Bool, pricedAs: CardID? = nil) {
            self.answer = answer
            self.repeated = repeated
            self.pricedAs = pricedAs
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            switch answer {
            case .issued(let ticket):
                json.field("answer", "open")
                json.field("reason", EntryGrounds.paysByTime.name)
                json.field("ticket", ticket)
            case .refused(let reason):
                json.field("answer", "deny")
                json.field("reason", reason.rawValue)
            }
            json.field("pricedAs", pricedAs)
            json.flag("repeated", repeated)
        }
    }
}

/// What a driver who asks for a ticket is told.
public enum TicketAnswer: Hashable, Sendable {
    case issued(TicketID)
    case refused(DenialReason)
}

extension Refusal {
    /// Nobody waits for the ticket any more.
    public static func askedTooLate(_ time: Instant, _ wait: TimeSpan) -> Refusal {
        Refusal(
            .tooLongAgo,
            "A ticket is for a driver who waits, and \(time) is longer ago than the \(wait.text) that a barrier is waited for; "
                + "if the machine gave one out, report that the barrier rose (gate-open), with the ticket.",
            field: "occurredAt")
    }

    /// The driver has been let in without a ticket.
    public static func cameInAlready(_ stay: Session) -> Refusal {
        Refusal(
            .tooLongAgo,
            "The barrier rose at \(stay.enteredAt) for a car without a name, session \(stay.id); "
                + "if it had a ticket, say so with correct-plate.", field: "occurredAt")
    }

    /// A car waits or is inside with that ticket, or was.
    public static func ticketUsed(_ ticket: TicketID) -> Refusal {
        Refusal(.ticketUsed, "The ticket \(ticket) is in use or was used; give out the next one.", field: "ticket")
    }
}

extension TicketAnswer: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .issued(form.next())
            case 1: return try .refused(form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .issued(let ticket): try form.put(0, ticket)
        case .refused(let reason): try form.put(1, reason)
        }
        return value
    }
}
