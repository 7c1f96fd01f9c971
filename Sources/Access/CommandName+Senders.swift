public import Parking

extension CommandName {
    /// Who may send the command, and how far; operators may send each.
    public var senders: [Role: Extent] {
        var senders = othersThanOperators
        senders[.operator] = .its
        return senders
    }

    private var othersThanOperators: [Role: Extent] {
        switch self {
        case .plateSeen, .ticketAsked, .gateOpen, .exit, .loopCounted: [.gate: .itsGates]
        case .lostTicket: [.gate: .itsGates, .kiosk: .its]
        case .reserve, .waitForDay, .stopWaiting: [.booking: .its]
        case .cancel: [.booking: .itsOwn]
        case .validate: [.validator: .itsValidations]
        case .pay, .renewPermit: [.kiosk: .its, .booking: .its]
        case .configureGarage, .changeSettings, .ratePublished, .rateWithdrawn, .cardPublished, .grantPermit,
            .revokePermit, .releasePassage, .applyAgreement, .correctPlate, .endSession, .reopenSession, .linkExit,
            .correctPassage,
            .writeOff, .correctCount, .resetInventory, .assignException, .dismissException, .splitSession,
            .withdrawAuthorisation, .refund, .waive, .suspendPlate, .liftSuspension, .assignFallback,
            .erasePlate, .eraseText:
            [:]
        }
    }
}
