/// What does not fit.
public enum ExceptionKind: String, Hashable, Sendable, CaseIterable {
    /// A car left that nobody saw come in.
    case exitWithoutEntry = "exit-without-entry"
    /// A car came in again that nobody saw leave: its former stay is an orphan.
    case entryWithoutExit = "entry-without-exit"
    /// A car is inside that nobody can name.
    case unknownCar = "unknown-car"
    /// A car left that the gate could not name, and the stay of another one was taken for its own.
    case assumedExit = "assumed-exit"
    /// A person counted other than as many cars as there are open stays.
    case countDiffers = "count-differs"
    /// A ticket came in or left that had done so before.
    case ticketReused = "ticket-reused"
    /// The loop in a lane's floor counted other than as many cars as are known to have passed.
    case loopDiffers = "loop-differs"
    /// A passage was told by a clock that is off, and waits for a person to say when it was.
    case quarantined
    /// The clock of a lane's devices is further off than the garage allows.
    case clockOff = "clock-off"
    /// A stay that was settled would cost otherwise, by facts that came later (design rule 14).
    case settledDiffers = "settled-differs"
    /// Hours that were cancelled or a subscription that was revoked had been paid for, and the card gives some of it back.
    case refundDue = "refund-due"

    /// What a stay may be a case for.
    static let ofStays: [Self] = [
        .entryWithoutExit, .unknownCar, .assumedExit, .ticketReused, .settledDiffers,
    ]
}
