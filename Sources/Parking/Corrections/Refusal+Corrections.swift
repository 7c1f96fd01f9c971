public import Chronology

// Why a correction is not carried out; here are the refusals that several share.

extension Refusal {
    /// The garage has no such stay.
    public static func noStay(_ id: SessionID) -> Refusal {
        Refusal(.unknownSession, "The garage has no session \(id).", field: "session")
    }

    /// The stay has ended so long ago that the garage has forgotten it.
    public static func tooOld(_ id: SessionID) -> Refusal {
        Refusal(
            .tooOldToCorrect,
            "No session \(id) is known any more: it ended longer ago than late reports are accepted, or never began.",
            field: "session")
    }

    /// The garage has no such exit.
    public static func noExit(_ id: ExitID) -> Refusal {
        Refusal(.unknownExit, "The garage has no exit \(id).", field: "exit")
    }

    /// The exit is so old that the garage has forgotten it.
    public static func tooOld(_ id: ExitID) -> Refusal {
        Refusal(
            .tooOldToCorrect,
            "No exit \(id) is known any more: it is longer ago than late reports are accepted, or there never was one.",
            field: "exit")
    }

    /// The garage's list of reasons does not have this one.
    public static func unknownReason(_ reason: ReasonCode, _ reasons: [ReasonCode]) -> Refusal {
        Refusal(
            .unknownReason,
            "\"\(reason)\" is none of the garage's reasons: \(reasons.map(\.text).joined(separator: ", ")).",
            field: "reason")
    }

    /// What a person says has happened is still to come.
    public static func notYet(_ instant: Instant, now: Instant, field: String = "at") -> Refusal {
        Refusal(
            .inTheFuture, "\(instant) is ahead of the server's clock (\(now)); name a time that is past.", field: field)
    }

    /// A car leaves no earlier than it came.
    public static func beforeEntry(_ instant: Instant, of stay: Session) -> Refusal {
        Refusal(.endsBeforeStart, "The car of session \(stay.id) came in at \(stay.enteredAt), behind \(instant).")
    }

    /// The stay has ended at another time.
    public static func hasEnded(_ stay: Session, at end: Instant) -> Refusal {
        Refusal(
            .notCorrectable, "Session \(stay.id) ended at \(end); correct the time of that exit, or reopen it first.",
            field: "session")
    }

    /// The car came in again before it is said to have left.
    public static func cameAgain(_ stay: Session, at instant: Instant) -> Refusal {
        Refusal(
            .notCorrectable,
            "The car of session \(stay.id) came in again at \(instant), so that stay ended by then.", field: "session")
    }

    /// Another passage of the car stands between the entry and the exit.
    public static func passedBetween(_ stay: Session) -> Refusal {
        Refusal(
            .notCorrectable,
            "The car of session \(stay.id) passed a gate in between; correct that passage or its plate first.",
            field: "session")
    }
}
