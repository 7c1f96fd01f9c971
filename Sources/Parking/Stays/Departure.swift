public import Chronology
package import JSON
package import Money
public import Tariffs

/// What is known of a car that has left.
public struct Departure: Hashable, Sendable {
    /// Its session; nil where its entry was never seen.
    public let session: SessionID?
    /// The exit, where that is what is paid for: the ticket was lost, and nobody knows the session.
    public let exit: ExitID?
    /// When it came in.
    public let enteredAt: Instant?
    /// When it left.
    public let exitedAt: Instant
    /// What the stay costs; nil without a session, unless a lost ticket is paid for.
    public let charge: ChargeOutcome?
    /// Whether the gate could not name the car, and the session is only the likeliest one (design rule 10).
    public let isAssumed: Bool
    /// When the car came in, as the driver says who has lost the ticket.
    public let claimedEntry: Instant?
    /// Whether its plate was taken for another one that looks like it (design rule 8).
    public let isLookAlike: Bool
    /// Whether a car had left with the ticket before.
    public let isReused: Bool
    /// What of it was paid and what is due; nil where nobody asks for money here.
    public let bill: Bill?

    init(
        session: SessionID?, exit: ExitID? = nil, enteredAt: Instant?, exitedAt: Instant, charge: ChargeOutcome?,
        isAssumed: Bool = false,
        isLookAlike: Bool = false, isReused: Bool = false, claimedEntry: Instant? = nil,
        bill: Bill? = nil
    ) {
        self.session = session
        self.exit = exit
        self.enteredAt = enteredAt
        self.exitedAt = exitedAt
        self.charge = charge
        self.isAssumed = isAssumed
        self.isLookAlike = isLookAlike
        self.isReused = isReused
        self.claimedEntry = claimedEntry
        self.bill = bill
    }

    func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
        json.field("session", number: session?.version)
        json.field("exit", number: exit?.version)
        json.field("enteredAt", enteredAt?.description(in: zone))
        json.field("exitedAt", exitedAt.description(in: zone))
        if session == nil { json.flag("unseenEntry", true) }
        json.field("claimedEntry", claimedEntry?.description(in: zone))
        json.flag("assumed", isAssumed)
        json.flag("lookAlike", isLookAlike)
        json.flag("reused", isReused)
        if let charge {
            json.name("charge")
            json.chargeOutcome(charge, in: currency, zone: zone)
        }
        if let bill {
            json.name("bill")
            json.object { $0.bill(bill, in: currency, zone: zone) }
        }
    }
}

/// A charge, or why none can be computed. The car has left either way.
public enum ChargeOutcome: Hashable, Sendable {
    case charged(Charge)
    case notPriced(TariffError)
}

extension JSONWriter {
    /// Writes a charge, or the reason for which there is none.
    package mutating func chargeOutcome(_ outcome: ChargeOutcome, in currency: Currency, zone: ZoneRules) {
        switch outcome {
        case .charged(let charge): self.charge(charge, in: currency, zone: zone)
        case .notPriced(let error): object { $0.field("notPriced", error.sentence) }
        }
    }
}
