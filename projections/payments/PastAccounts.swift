import Parking

/// What is claimed for everything that a replayed log tells of, each as what followed left it.
struct PastAccounts {
    private(set) var bills: [PaymentSubject: Bill] = [:]

    /// - Returns: what it is about; nil where no account has changed.
    @discardableResult
    mutating func note(_ change: GarageChange, in garage: Garage) -> PaymentSubject? {
        switch change {
        case .stayEnded(let session, .left(let exit)):
            return note(.session(session.id), garage.bill(of: session, by: exit))
        case .stayEnded(let session, _), .stayMended(let session, _):
            // Nothing more is claimed than what was paid or let off.
            return note(.session(session.id), garage.paidBill(of: .session(session.id)))
        case .billed(let subject): return note(subject, garage.bill(of: subject))
        case .rightCame(let right), .rightChanged(let right), .rightWent(let right):
            return right.sold.map { note($0, garage.bill(of: $0)) }
        case .exitUnmatched(let exit):
            return exit.lostTicket == nil ? nil : note(.exit(exit.id), garage.bill(of: .exit(exit.id)))
        case .stayBegan, .stayJoined, .carNamed, .entryMoved, .exception, .countCorrected, .settings,
            .rateBook, .suspended, .suspensionEnded:
            return nil
        }
    }

    private mutating func note(_ subject: PaymentSubject, _ bill: Bill?) -> PaymentSubject {
        bills[subject] = bill
        return subject
    }

    /// Forgets all, and what was noted since.
    mutating func forget() { bills = [:] }
}
