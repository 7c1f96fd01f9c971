import Chronology
import JSON
public import Money
public import Parking

/// Something that does not fit, as a person is shown it.
public struct ExceptionView: Hashable, Sendable {
    /// The exception.
    public var exception: GarageException
    /// How its car is known; nil where it is about none, or about one that nobody knows.
    public var car: CarIdentity?
    /// The plate; nil where there is none or its vault row is erased.
    public var plate: Plate?
    /// What its stay would cost; nil where nobody can say.
    public var atRisk: Money?
    /// What waits in quarantine, while it does.
    public var passage: QuarantinedPassage?

    /// Whether somebody has to look at it.
    public var isOpen: Bool { exception.closing == nil }
}

/// Which exceptions are asked for.
public struct ExceptionFilter: Hashable, Sendable {
    /// Whether they are open.
    public var state = State.open
    /// What does not fit; nil for anything.
    public var kind: ExceptionKind?
    /// Who works on them; nil for anybody and nobody.
    public var owner: Actor?

    /// Whether exceptions are open.
    public enum State: String, CaseIterable, Hashable, Sendable {
        case open, closed, all
    }

    /// The open ones.
    public init() {}

    func takes(_ exception: GarageException) -> Bool {
        switch state {
        case .open: guard exception.closing == nil else { return false }
        case .closed: guard exception.closing != nil else { return false }
        case .all: break
        }
        return (kind.map { $0 == exception.kind } ?? true) && (owner.map { $0 == exception.owner } ?? true)
    }
}

extension JSONWriter {
    mutating func exception(_ view: ExceptionView, now: Instant, in settings: GarageSettings) {
        let exception = view.exception
        object { json in
            json.field("exception", number: exception.id.version)
            json.field("kind", exception.kind.rawValue)
            json.field("state", view.isOpen ? "open" : "closed")
            json.field("session", number: exception.subject.session?.version)
            json.field("exit", number: exception.subject.exit?.version)
            json.field("quarantined", number: exception.subject.quarantined?.version)
            json.field("claimedAt", view.passage?.told.claimedAt.description(in: settings.zone))
            json.field("suggestedAt", view.passage?.suggestedAt?.description(in: settings.zone))
            json.field("loop", number: exception.subject.loop)
            if let sold = exception.subject.sold { json.field(sold.kind.rawValue, number: sold.version) }
            json.field("direction", exception.subject.direction?.rawValue)
            json.field("plate", view.plate?.characters)
            json.field("plateId", view.car?.plate)
            json.field("ticket", view.car?.ticket)
            json.field("gate", exception.gate)
            json.field("since", exception.since.description(in: settings.zone))
            json.field("raisedAt", exception.raisedAt.description(in: settings.zone))
            json.field("age", exception.age(at: now).text)
            json.field("owner", exception.owner)
            json.field("atRisk", view.atRisk.map { $0.decimal(in: settings.currency) })
            json.field("outcome", exception.closing?.outcome)
            json.field("closedAt", exception.closing?.at.description(in: settings.zone))
            json.field("closedBy", number: exception.closing?.version)
        }
    }
}

extension ExceptionSubject {
    /// The number of what was sold, where it is about one of a kind.
    func number(of kind: PaymentSubject.Kind) -> Int64? { sold.flatMap { $0.kind == kind ? $0.version : nil } }
}

extension GarageException {
    /// How long it has waited for somebody, or did; in whole minutes.
    func age(at now: Instant) -> TimeSpan {
        let seconds = max(0, ((closing?.at ?? now) - since).microseconds / 1_000_000)
        return .minutes(seconds / 60)
    }
}
