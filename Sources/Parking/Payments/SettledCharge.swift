public import Money

/// What something was settled at, and what it comes to once more by all that was known then (design rule 14).
public struct SettledCharge: Hashable, Sendable {
    /// What was settled.
    public let subject: PaymentSubject
    /// What it came to, as the event has it.
    public let known: Money
    /// What this program's engine makes of it; nil where it cannot price it.
    public let reckoned: Money?
}

extension Garage {
    /// What the next event settles, reckoned anew; nil for one that settles nothing.
    ///
    /// - Parameter next: an event that the garage has not taken in.
    public func settledCharge(by next: RecordedEvent) -> SettledCharge? {
        let (subject, known): (PaymentSubject, Money?)
        switch next.event {
        case .paymentTaken(let taken): (subject, known) = (taken.subject, taken.settles)
        case .paymentRefunded(let refunded): (subject, known) = (refunded.subject, refunded.settles)
        case .amountWaived(let waived): (subject, known) = (waived.subject, waived.settles)
        default: return nil
        }
        // As the command was decided that led to it.
        return known.map { known in
            let position = try? position(subject, at: next.occurredAt)
            return SettledCharge(subject: subject, known: known, reckoned: position?.cost)
        }
    }
}
