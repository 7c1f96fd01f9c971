public import Chronology
package import JSON
public import Money
import Tariffs

/// What the outside world asks of a garage, or reports to it: every kind there is. What a kind asks, and its rule, stands in
/// the file of its command.
public enum Command: Hashable, Sendable {
    /// Creates the garage, or changes the settings that it names.
    case configureGarage(ConfigureGarage)
    /// Changes the settings of a garage that it names.
    case changeSettings(ChangeSettings)
    /// Puts a rate on a card of the rate book.
    case ratePublished(PublishRate)
    /// Takes a rate off a card.
    case rateWithdrawn(WithdrawRate)
    /// Changes what it names of a card of the rate book, or makes the card.
    case cardPublished(PublishCard)
    /// Asks for a full local day, or for hours of one.
    case reserve(Reserve)
    /// Gives a reservation back.
    case cancel(CancelReservation)
    /// Gives a plate a standing right.
    case grantPermit(GrantPermit)
    /// Sells a subscription's next period.
    case renewPermit(RenewPermit)
    /// Ends a permit with today.
    case revokePermit(RevokePermit)
    /// A camera read a plate at a gate and waits for an answer.
    case plateSeen(PlateSeen)
    /// A driver without a readable plate asks for a ticket.
    case ticketAsked(TicketAsked)
    /// A barrier rose.
    case gateOpen(GateOpen)
    /// A car left.
    case exit(CarLeft)
    /// A driver at an exit has lost the ticket.
    case lostTicket(ReportLostTicket)
    /// Says when a passage was that a device told of by a clock that is off.
    case releasePassage(ReleasePassage)
    /// Says that somebody has validated an open stay.
    case validate(ValidateStay)
    /// Applies an agreement to an open stay.
    case applyAgreement(ApplyAgreement)
    /// Says that a stay was another car's.
    case correctPlate(CorrectPlate)
    /// Says when a stay ended whose end nobody saw.
    case endSession(EndSession)
    /// Says that a stay which was thought to be over goes on.
    case reopenSession(ReopenSession)
    /// Says that an exit without an entry was the end of a stay.
    case linkExit(LinkExit)
    /// Says that a car passed at another time.
    case correctPassage(CorrectPassage)
    /// Closes a stay without a charge.
    case writeOff(WriteOff)
    /// Says how many cars are inside.
    case correctCount(CorrectCount)
    /// The loop in a lane counted cars.
    case loopCounted(LoopCounted)
    /// Says that the garage is empty.
    case resetInventory(ResetInventory)
    /// Says who works on an exception.
    case assignException(AssignException)
    /// Says that nothing is to be done about an exception.
    case dismissException(DismissException)
    /// Says that one stay was two visits.
    case splitSession(SplitSession)
    /// Says that a car which was let in will not come.
    case withdrawAuthorisation(WithdrawAuthorisation)
    /// Pays for a stay, for hours that were reserved, or for a subscription.
    case pay(Pay)
    /// Gives money back.
    case refund(Refund)
    /// Lets somebody off what is due.
    case waive(Waive)
    /// Keeps a rule breaker out for some days.
    case suspendPlate(SuspendPlate)
    /// Lets a plate's car in again as any other.
    case liftSuspension(LiftSuspension)
    /// Tells a car to take a fallback spot.
    case assignFallback(AssignFallback)
    /// Waits for a spot of a full day.
    case waitForDay(WaitForDay)
    /// Waits for a day no more.
    case stopWaiting(StopWaiting)
    /// Takes plates out of the vault.
    case erasePlate(ErasePlate)
    /// Takes words that people typed out of the log's texts.
    case eraseText(EraseText)
}

/// The commands by the names they have in addresses and on the command line.
public enum CommandName: String, CaseIterable, Sendable {
    case configureGarage = "configure-garage"
    case changeSettings = "change-settings"
    case ratePublished = "rate-published"
    case rateWithdrawn = "rate-withdrawn"
    case cardPublished = "card-published"
    case reserve
    case cancel
    case grantPermit = "grant-permit"
    case renewPermit = "renew-permit"
    case revokePermit = "revoke-permit"
    case plateSeen = "plate-seen"
    case ticketAsked = "ticket-asked"
    case gateOpen = "gate-open"
    case exit
    case lostTicket = "lost-ticket"
    case releasePassage = "release-passage"
    case validate
    case applyAgreement = "apply-agreement"
    case correctPlate = "correct-plate"
    case endSession = "end-session"
    case reopenSession = "reopen-session"
    case linkExit = "link-exit"
    case correctPassage = "correct-passage"
    case writeOff = "write-off"
    case correctCount = "correct-count"
    case loopCounted = "loop-counted"
    case resetInventory = "reset-inventory"
    case assignException = "assign-exception"
    case dismissException = "dismiss-exception"
    case splitSession = "split-session"
    case withdrawAuthorisation = "withdraw-authorisation"
    case pay, refund, waive
    case suspendPlate = "suspend-plate"
    case liftSuspension = "lift-suspension"
    case assignFallback = "assign-fallback"
    case waitForDay = "wait-for-day"
    case stopWaiting = "stop-waiting"
    case erasePlate = "erase-plate"
    case eraseText = "erase-text"

    var command: any GarageCommand.Type {
        switch self {
        case .configureGarage: ConfigureGarage.self
        case .changeSettings: ChangeSettings.self
        case .ratePublished: PublishRate.self
        case .rateWithdrawn: WithdrawRate.self
        case .cardPublished: PublishCard.self
        case .reserve: Reserve.self
        case .cancel: CancelReservation.self
        case .grantPermit: GrantPermit.self
        case .renewPermit: RenewPermit.self
        case .revokePermit: RevokePermit.self
        case .plateSeen: PlateSeen.self
        case .ticketAsked: TicketAsked.self
        case .gateOpen: GateOpen.self
        case .exit: CarLeft.self
        case .lostTicket: ReportLostTicket.self
        case .releasePassage: ReleasePassage.self
        case .validate: ValidateStay.self
        case .applyAgreement: ApplyAgreement.self
        case .correctPlate: CorrectPlate.self
        case .endSession: EndSession.self
        case .reopenSession: ReopenSession.self
        case .linkExit: LinkExit.self
        case .correctPassage: CorrectPassage.self
        case .writeOff: WriteOff.self
        case .correctCount: CorrectCount.self
        case .loopCounted: LoopCounted.self
        case .resetInventory: ResetInventory.self
        case .assignException: AssignException.self
        case .dismissException: DismissException.self
        case .splitSession: SplitSession.self
        case .withdrawAuthorisation: WithdrawAuthorisation.self
        case .pay: Pay.self
        case .refund: Refund.self
        case .waive: Waive.self
        case .suspendPlate: SuspendPlate.self
        case .liftSuspension: LiftSuspension.self
        case .assignFallback: AssignFallback.self
        case .waitForDay: WaitForDay.self
        case .stopWaiting: StopWaiting.self
        case .erasePlate: ErasePlate.self
        case .eraseText: EraseText.self
        }
    }

    /// Whether its body has amounts, which are in the garage's currency.
    public var hasAmounts: Bool {
        [.configureGarage, .changeSettings, .ratePublished, .cardPublished, .pay, .refund, .waive].contains(self)
    }
}

/// The answer to a command that was carried out.
public enum CommandResult: Hashable, Sendable {
    case configured(ConfigureGarage.Outcome)
    case ratePublished(PublishRate.Outcome)
    case rateWithdrawn(WithdrawRate.Outcome)
    case cardPublished(PublishCard.Outcome)
    case reserved(Reserve.Outcome)
    case cancelled(CancelReservation.Outcome)
    case permitGranted(GrantPermit.Outcome)
    case permitRenewed(RenewPermit.Outcome)
    case permitRevoked(RevokePermit.Outcome)
    case answered(PlateSeen.Outcome)
    case ticketAsked(TicketAsked.Outcome)
    case gateOpened(GateOpen.Outcome)
    case exited(CarLeft.Outcome)
    case quarantined(Quarantined)
    case validated(ValidateStay.Outcome)
    case agreementApplied(ApplyAgreement.Outcome)
    case corrected(CorrectedStay)
    case passageCorrected(CorrectPassage.Outcome)
    case countCorrected(CorrectCount.Outcome)
    case loopCounted(LoopCounted.Outcome)
    case inventoryReset(ResetInventory.Outcome)
    case exceptionHandled(HandledException)
    case split(SplitSession.Outcome)
    case authorisationWithdrawn(WithdrawAuthorisation.Outcome)
    case paid(Pay.Outcome)
    case refunded(Refund.Outcome)
    case waived(Waive.Outcome)
    case suspended(SuspendPlate.Outcome)
    case suspensionLifted(LiftSuspension.Outcome)
    case fallbackAssigned(AssignFallback.Outcome)
    case waiting(WaitForDay.Outcome)
    case waitEnded(StopWaiting.Outcome)
    case plateErased(ErasePlate.Outcome)
    case textErased(EraseText.Outcome)

    private var outcome: any CommandOutcome {
        switch self {
        case .configured(let outcome): outcome
        case .ratePublished(let outcome): outcome
        case .rateWithdrawn(let outcome): outcome
        case .cardPublished(let outcome): outcome
        case .reserved(let outcome): outcome
        case .cancelled(let outcome): outcome
        case .permitGranted(let outcome): outcome
        case .permitRenewed(let outcome): outcome
        case .permitRevoked(let outcome): outcome
        case .answered(let outcome): outcome
        case .ticketAsked(let outcome): outcome
        case .gateOpened(let outcome): outcome
        case .exited(let outcome): outcome
        case .quarantined(let outcome): outcome
        case .validated(let outcome): outcome
        case .agreementApplied(let outcome): outcome
        case .corrected(let outcome): outcome
        case .passageCorrected(let outcome): outcome
        case .countCorrected(let outcome): outcome
        case .loopCounted(let outcome): outcome
        case .inventoryReset(let outcome): outcome
        case .exceptionHandled(let outcome): outcome
        case .split(let outcome): outcome
        case .authorisationWithdrawn(let outcome): outcome
        case .paid(let outcome): outcome
        case .refunded(let outcome): outcome
        case .waived(let outcome): outcome
        case .suspended(let outcome): outcome
        case .suspensionLifted(let outcome): outcome
        case .fallbackAssigned(let outcome): outcome
        case .waiting(let outcome): outcome
        case .waitEnded(let outcome): outcome
        case .plateErased(let outcome): outcome
        case .textErased(let outcome): outcome
        }
    }

    /// The fields of the answer as JSON.
    package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
        outcome.write(&json, in: currency, zone: zone)
    }
}

extension Command {
    fileprivate var body: any GarageCommand {
        switch self {
        case .configureGarage(let body): body
        case .changeSettings(let body): body
        case .ratePublished(let body): body
        case .rateWithdrawn(let body): body
        case .cardPublished(let body): body
        case .reserve(let body): body
        case .cancel(let body): body
        case .grantPermit(let body): body
        case .renewPermit(let body): body
        case .revokePermit(let body): body
        case .plateSeen(let body): body
        case .ticketAsked(let body): body
        case .gateOpen(let body): body
        case .exit(let body): body
        case .lostTicket(let body): body
        case .releasePassage(let body): body
        case .validate(let body): body
        case .applyAgreement(let body): body
        case .correctPlate(let body): body
        case .endSession(let body): body
        case .reopenSession(let body): body
        case .linkExit(let body): body
        case .correctPassage(let body): body
        case .writeOff(let body): body
        case .correctCount(let body): body
        case .loopCounted(let body): body
        case .resetInventory(let body): body
        case .assignException(let body): body
        case .dismissException(let body): body
        case .splitSession(let body): body
        case .withdrawAuthorisation(let body): body
        case .pay(let body): body
        case .refund(let body): body
        case .waive(let body): body
        case .suspendPlate(let body): body
        case .liftSuspension(let body): body
        case .assignFallback(let body): body
        case .waitForDay(let body): body
        case .stopWaiting(let body): body
        case .erasePlate(let body): body
        case .eraseText(let body): body
        }
    }

    /// The gate that a device reports from; nil for what no device reports.
    public var gate: GateID? {
        switch self {
        case .plateSeen(let seen): seen.passage.gate
        case .ticketAsked(let asked): asked.passage.gate
        case .gateOpen(let opened): opened.passage.gate
        case .exit(let left): left.passage.gate
        case .lostTicket(let lost): lost.passage.gate
        case .loopCounted(let counted): counted.gate
        case .configureGarage, .changeSettings, .ratePublished, .rateWithdrawn, .cardPublished, .reserve, .cancel,
            .grantPermit, .renewPermit, .revokePermit, .releasePassage, .validate, .applyAgreement, .correctPlate,
            .endSession,
            .reopenSession, .linkExit, .correctPassage, .writeOff, .correctCount, .resetInventory, .assignException,
            .dismissException, .splitSession, .withdrawAuthorisation, .pay, .refund, .waive,
            .suspendPlate, .liftSuspension, .assignFallback, .waitForDay, .stopWaiting, .erasePlate,
            .eraseText:
            nil
        }
    }

    /// The type of the vehicle that a gate reports; nil for what no gate reports of a car that comes in.
    fileprivate var reportedVehicle: CardID? {
        switch self {
        case .plateSeen(let seen): seen.passage.vehicle
        case .ticketAsked(let asked): asked.passage.vehicle
        case .gateOpen(let opened): opened.passage.vehicle
        default: nil
        }
    }

    /// A text that two requests share exactly when they ask for the same.
    ///
    /// It names a plate as events do, so a stored digest of it says nothing about a plate whose vault row is gone.
    ///
    /// - Parameter currency: the garage's, for amounts; nil while there is no garage.
    public func canonical(currency: Currency?) -> [UInt8] {
        JSONWriter.object { body.writeCanonical(&$0, currency: currency) }
    }
}

extension Garage {
    /// Decides a command: what happens and what is answered, or why it is refused.
    ///
    /// - Parameter now: the server's clock.
    public func decide(_ command: Command, at now: Instant) throws(Refusal) -> Decision {
        var decision = try command.body.decide(on: self, at: now)
        if let vehicle = command.reportedVehicle, settings?.knows(vehicle) == false {
            decision.namesUnknownVehicle = true
        }
        return decision
    }
}
