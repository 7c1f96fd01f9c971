public import Chronology
public import Tariffs

/// What a command leads to: facts for the log, in order, and an answer.
public struct Decision: Hashable, Sendable {
    /// An event and when it happened.
    public struct Fact: Hashable, Sendable {
        /// When it happened.
        public let occurredAt: Instant
        /// What happened.
        public let event: GarageEvent
    }

    /// What the log takes; nothing where the command repeats an earlier one.
    public let facts: [Fact]
    /// The answer.
    public let result: CommandResult

    init(_ result: CommandResult, at instant: Instant, _ events: GarageEvent...) {
        self.init(result, at: instant, events)
    }

    init(_ result: CommandResult, at instant: Instant, _ events: [GarageEvent]) {
        self.result = result
        facts = events.map { Fact(occurredAt: instant, event: $0) }
    }
}

/// The answer to a command that was carried out.
public enum CommandResult: Hashable, Sendable {
    case configured
    /// With what its operator should know about it; none of that is an error.
    case ratePublished(RateID, [Finding])
    /// With what its operator should know about the card without it.
    case rateWithdrawn(RateID, [Finding])
    case cardPublished(CardChange)
    /// With what hours cost that were paid in advance.
    case reserved(ReservationID, day: LocalDay, hours: ReservedHours? = nil)
    case cancelled(ReservationID)
    /// Without a last day until it is revoked; with what is paid for a subscription's period.
    case permitGranted(PermitID, firstDay: LocalDay, lastDay: LocalDay?, SubscriptionPeriod?)
    case permitRenewed(PermitID, SubscriptionPeriod)
    case permitRevoked(PermitID, lastDay: LocalDay, repeated: Bool)
    /// What the gate is to do.
    case answered(GateAnswer, repeated: Bool)
    case entered(SessionID, repeated: Bool)
    case exitGateOpened(repeated: Bool)
    case exited(Departure)
    /// The same exit again; its charge stands with the session.
    case exitRepeated(SessionID?)
    case validated(SessionID, ValidationID, repeated: Bool)
    case agreementApplied(SessionID, AgreementID, repeated: Bool)
}

/// Hours that were reserved, and their charge line by line.
public struct ReservedHours: Hashable, Sendable {
    /// The hours.
    public let hours: PaidHours
    /// What they cost.
    public let charge: Charge
}

/// What a gate is told when it has read a plate.
public enum GateAnswer: Hashable, Sendable {
    case open(OpenReason)
    case deny(DenialReason)
}

/// Why a gate is to open.
public enum OpenReason: Hashable, Sendable {
    case entry(EntryGrounds)
    /// A car may always leave (design rule 5).
    case leaving
    /// Also one whose entry nobody saw.
    case leavingUnseen
}

/// What is known of a car that has left.
public struct Departure: Hashable, Sendable {
    /// Its session; nil where its entry was never seen.
    public let session: SessionID?
    /// When it came in.
    public let enteredAt: Instant?
    /// When it left.
    public let exitedAt: Instant
    /// What the stay costs; nil without a session.
    public let charge: ChargeOutcome?
}

/// A charge, or why none can be computed. The car has left either way.
public enum ChargeOutcome: Hashable, Sendable {
    case charged(Charge)
    case notPriced(TariffError)
}
