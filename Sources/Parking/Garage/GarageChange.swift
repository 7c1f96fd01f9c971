public import Chronology

/// What an event changed in a garage. Read models, back-tests and past stays follow these, and a `switch` over them has no
/// `default`: a new way in which a stay may end is not missed in silence.
public enum GarageChange: Hashable, Sendable {
    /// The garage was created, or its settings changed.
    case settings(GarageSettings)
    /// Something was published about rates, or withdrawn.
    case rateBook
    /// A car came in.
    case stayBegan(Session)
    /// An open stay was joined by something that bears on its price or its end.
    case stayJoined(Session, by: StayAspect)
    /// A stay is over.
    case stayEnded(Session, StayEnd)
    /// What was thought of a stay's end does not hold: it goes on, or what follows says how it ended.
    case stayMended(Session, was: StayEnd)
    /// A car left that nobody saw come in, or so it turned out.
    case exitUnmatched(CarExit)
    /// The car of a stay is known now, or another one than was thought.
    case carNamed(Session, was: CarIdentity)
    /// A stay began at another time than was thought.
    case entryMoved(Session, was: Instant)
    /// A person counted more cars inside than were thought to be, or fewer.
    case countCorrected(by: Int, at: Instant)
    /// A right was given.
    case rightCame(Right)
    /// A right has other days.
    case rightChanged(Right)
    /// A right is gone as if it had never been: a reservation was cancelled, or a permit revoked before its first day.
    case rightWent(Right)
    /// A plate's car is not let in for some days.
    case suspended(Suspension)
    /// It is let in again, or should never have been kept out.
    case suspensionEnded(Suspension)
    /// Something was paid, given back or let off.
    case billed(PaymentSubject)
    /// Something does not fit, or was cured, dismissed or assigned.
    case exception(GarageException)
}

/// What of a stay has changed.
public enum StayAspect: Hashable, Sendable {
    /// The rights that cover it.
    case rights
    /// Who has validated it.
    case validation
    /// The agreement that was applied to it.
    case agreement
    /// The fallback spot that its car was told to take.
    case fallback
}

/// How a stay ended.
public enum StayEnd: Hashable, Sendable {
    /// Its car left.
    case left(CarExit)
    /// Its plate came in again without having been seen leaving (design rule 3). Nobody knows when it left; the count
    /// fell at this instant.
    case orphaned(at: Instant)
    /// A person closed it without a charge at this instant (design rule 15).
    case writtenOff(at: Instant)
}

extension StayEnd: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        guard let value else {
            switch try form.kind() {
            case 0: return try .left(form.next())
            case 1: return try .orphaned(at: form.next())
            case 2: return try .writtenOff(at: form.next())
            default: throw .damaged
            }
        }
        switch value {
        case .left(let exit): try form.put(0, exit)
        case .orphaned(let instant): try form.put(1, instant)
        case .writtenOff(let instant): try form.put(2, instant)
        }
        return value
    }
}
