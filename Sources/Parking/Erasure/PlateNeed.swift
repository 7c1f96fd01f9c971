public import Chronology

/// What a garage still needs a plate for, so that it is not erased: whoever comes by it again would be a stranger.
public enum PlateNeed: Hashable, Sendable {
    /// Its car is inside.
    case inside(SessionID)
    /// Its car was let in, and its barrier has not risen yet.
    case atTheGate
    /// A passage of its car waits for a person to say when it was.
    case quarantined
    /// It has a day, or hours of it, that is not over.
    case reserved(ReservationID, LocalDay)
    /// It has a permit that has not ended.
    case permitted(PermitID)
    /// Somebody waits for a day with it.
    case waiting(LocalDay)
    /// It is suspended.
    case suspended
    /// A stay of it has ended, or a right, and something is due for it.
    case owes(PaymentSubject)
    /// A person has yet to look at a stay or an exit of it, or to give money back for a right.
    case exception(ExceptionID)
}

extension PlateNeed {
    /// What it is needed for, and what to do, for people.
    public var sentence: String {
        switch self {
        case .inside(let session):
            "Its car is inside, in session \(session.version); erase it once that has ended, which an operator can say, too (end-session, "
                + "write-off)."
        case .atTheGate:
            "Its car was let in a moment ago; erase it when it has left, or once nobody waits for it (withdraw-authorisation)."
        case .quarantined:
            "A passage of its car waits for a person to say when it was; release it first (release-passage)."
        case .reserved(let reservation, let day):
            "It has reservation \(reservation.version) for \(day); give that back first (cancel), or wait until the day is over."
        case .permitted(let permit):
            "It has permit \(permit.version); end that first (revoke-permit), and erase the plate on the day after its last one."
        case .waiting(let day): "Somebody waits for \(day) with it; end that first (stop-waiting)."
        case .suspended: "It is suspended; lift that first (lift-suspension), or wait until it is over."
        case .owes(let subject):
            "Something is due for its \(subject.text); see to that first (pay, waive, write-off)."
        case .exception(let exception):
            "Exception \(exception.version) is about it; work that off first (dismiss-exception, or what cures it)."
        }
    }
}
