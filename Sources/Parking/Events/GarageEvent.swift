public import Money

/// A fact about a garage: every kind there is. What a kind says, and how the log holds it, stands in the file of its body.
///
/// Things are named by the version of the event that began them: a session by its `carEntered` or `sessionSplit`, a
/// reservation by its `dayReserved`, a permit by its `permitGranted`, an authorisation by its `entryAuthorised` or `ticketIssued`.
public enum GarageEvent: Hashable, Sendable {
    /// The garage was created, or its settings were replaced.
    case garageConfigured(GarageConfigured)
    /// A rate joined a card of the rate book.
    case ratePublished(RatePublished)
    /// A rate is no longer offered.
    case rateWithdrawn(RateWithdrawn)
    /// What holds for a whole card was said anew.
    case termsPublished(TermsPublished)
    /// A plate was given a local day, or hours of it.
    case dayReserved(DayReserved)
    /// A reservation was given back.
    case reservationCancelled(ReservationCancelled)
    /// A plate was given a standing right.
    case permitGranted(PermitGranted)
    /// A subscription was paid for its next period.
    case permitRenewed(PermitRenewed)
    /// A permit ends early.
    case permitRevoked(PermitRevoked)
    /// A plate at an entry was let in.
    case entryAuthorised(EntryAuthorised)
    /// A plate at an entry was turned away.
    case entryDenied(EntryDenied)
    /// A plate at an exit was let out.
    case exitAuthorised(ExitAuthorised)
    /// A car drove in: its session begins.
    case carEntered(CarEntered)
    /// A car drove out: its session ends.
    case carExited(CarExited)
    /// A car drove out whose entry was never seen.
    case exitWithoutEntry(ExitWithoutEntry)
    /// A session was closed because its plate drove in again.
    case sessionOrphaned(SessionOrphaned)
    /// Somebody validated a stay.
    case sessionValidated(SessionValidated)
    /// An agreement was applied to a stay.
    case agreementApplied(AgreementApplied)
    /// A barrier rose at an exit.
    case exitGateOpened(ExitGateOpened)
    /// A plate was read at a gate, and the log heard of it when nobody waited for an answer any more.
    case plateReadLate(PlateReadLate)
    /// The car of a stay became known.
    case carIdentified(CarIdentified)
    /// An exit was found to be the end of a stay.
    case exitLinked(ExitLinked)
    /// An exit was found to be the end of no stay that is known.
    case exitUnlinked(ExitUnlinked)
    /// A stay that was thought to be over goes on.
    case sessionReopened(SessionReopened)
    /// A camera said that a plate it had read was another one.
    case readCorrected(ReadCorrected)
    /// A driver without a readable plate was given a ticket and let in.
    case ticketIssued(TicketIssued)
    /// A driver who asked for a ticket was turned away.
    case ticketRefused(TicketRefused)
    /// The driver of a car that left had lost the ticket.
    case ticketLost(TicketLost)
    /// A passage was told by a clock that is off.
    case passageQuarantined(PassageQuarantined)
    /// A person said when a quarantined passage was.
    case passageReleased(PassageReleased)
    /// A person said that a stay was another car's.
    case carCorrected(CarCorrected)
    /// A person said when a stay ended.
    case sessionEnded(SessionEnded)
    /// A person said that a car passed at another time.
    case passageCorrected(PassageCorrected)
    /// A person closed a stay without a charge.
    case sessionWrittenOff(SessionWrittenOff)
    /// A person counted the cars inside.
    case countCorrected(CountCorrected)
    /// The loop in a lane counted cars.
    case loopCounted(CarsCounted)
    /// A person said that the garage is empty.
    case inventoryReset(InventoryReset)
    /// Somebody works on an exception, or nobody any more.
    case exceptionAssigned(ExceptionAssigned)
    /// A person has looked at an exception, and nothing is to be done.
    case exceptionDismissed(ExceptionDismissed)
    /// A plate at an entry was read so badly that another read was asked for.
    case plateReadUnsure(PlateReadUnsure)
    /// A person said that one stay was two visits.
    case sessionSplit(SessionSplit)
    /// A person said that a car which was let in will not come.
    case authorisationWithdrawn(AuthorisationWithdrawn)
    /// A plate at an exit was not let out, as its stay was not paid for.
    case exitHeld(ExitHeld)
    /// Somebody paid.
    case paymentTaken(PaymentTaken)
    /// Money was given back.
    case paymentRefunded(PaymentRefunded)
    /// Somebody was let off what was due.
    case amountWaived(AmountWaived)
    /// A person said that a plate's car is not let in for some days.
    case plateSuspended(PlateSuspended)
    /// A person said that a plate is suspended no more.
    case suspensionLifted(SuspensionLifted)
    /// A car was told to take a fallback spot.
    case fallbackAssigned(FallbackAssigned)
    /// Somebody waits for a spot of a day that is full.
    case waitBegun(WaitBegun)
    /// Somebody waits for a day no more.
    case waitEnded(WaitEnded)
    /// A reservation's spot went to somebody who waited, since its car had not come.
    case reservationMissed(ReservationMissed)
    /// Plates were taken out of the vault.
    case platesErased(PlatesErased)
    /// Words that people typed were taken out of the log's texts.
    case textsErased(TextsErased)
    /// An operator said what an event means that cannot be read.
    case eventReplaced(EventReplaced)
}

/// The kinds of events, each with its body's type.
enum EventKind: CaseIterable {
    case garageConfigured, ratePublished, rateWithdrawn, termsPublished, dayReserved
    case reservationCancelled, permitGranted, permitRenewed, permitRevoked, entryAuthorised
    case entryDenied, exitAuthorised, carEntered, carExited, exitWithoutEntry
    case sessionOrphaned, sessionValidated, agreementApplied, exitGateOpened
    case plateReadLate, carIdentified, exitLinked, exitUnlinked, sessionReopened
    case readCorrected, passageQuarantined, passageReleased
    case carCorrected, sessionEnded, passageCorrected, sessionWrittenOff
    case countCorrected, inventoryReset, authorisationWithdrawn, sessionSplit, plateReadUnsure, exceptionDismissed,
        exceptionAssigned
    case ticketIssued, ticketRefused, ticketLost, loopCounted
    case exitHeld, paymentTaken, paymentRefunded, amountWaived, plateSuspended, suspensionLifted,
        fallbackAssigned, waitBegun, waitEnded, reservationMissed, platesErased, textsErased,
        eventReplaced

    var body: any EventBody.Type {
        switch self {
        case .garageConfigured: GarageConfigured.self
        case .ratePublished: RatePublished.self
        case .rateWithdrawn: RateWithdrawn.self
        case .termsPublished: TermsPublished.self
        case .dayReserved: DayReserved.self
        case .reservationCancelled: ReservationCancelled.self
        case .permitGranted: PermitGranted.self
        case .permitRenewed: PermitRenewed.self
        case .permitRevoked: PermitRevoked.self
        case .entryAuthorised: EntryAuthorised.self
        case .entryDenied: EntryDenied.self
        case .exitAuthorised: ExitAuthorised.self
        case .carEntered: CarEntered.self
        case .carExited: CarExited.self
        case .exitWithoutEntry: ExitWithoutEntry.self
        case .sessionOrphaned: SessionOrphaned.self
        case .sessionValidated: SessionValidated.self
        case .agreementApplied: AgreementApplied.self
        case .exitGateOpened: ExitGateOpened.self
        case .plateReadLate: PlateReadLate.self
        case .carIdentified: CarIdentified.self
        case .exitLinked: ExitLinked.self
        case .exitUnlinked: ExitUnlinked.self
        case .sessionReopened: SessionReopened.self
        case .readCorrected: ReadCorrected.self
        case .ticketIssued: TicketIssued.self
        case .ticketRefused: TicketRefused.self
        case .ticketLost: TicketLost.self
        case .passageQuarantined: PassageQuarantined.self
        case .passageReleased: PassageReleased.self
        case .carCorrected: CarCorrected.self
        case .sessionEnded: SessionEnded.self
        case .passageCorrected: PassageCorrected.self
        case .sessionWrittenOff: SessionWrittenOff.self
        case .countCorrected: CountCorrected.self
        case .loopCounted: CarsCounted.self
        case .inventoryReset: InventoryReset.self
        case .exceptionAssigned: ExceptionAssigned.self
        case .exceptionDismissed: ExceptionDismissed.self
        case .plateReadUnsure: PlateReadUnsure.self
        case .sessionSplit: SessionSplit.self
        case .authorisationWithdrawn: AuthorisationWithdrawn.self
        case .exitHeld: ExitHeld.self
        case .paymentTaken: PaymentTaken.self
        case .paymentRefunded: PaymentRefunded.self
        case .amountWaived: AmountWaived.self
        case .plateSuspended: PlateSuspended.self
        case .suspensionLifted: SuspensionLifted.self
        case .fallbackAssigned: FallbackAssigned.self
        case .waitBegun: WaitBegun.self
        case .waitEnded: WaitEnded.self
        case .reservationMissed: ReservationMissed.self
        case .platesErased: PlatesErased.self
        case .textsErased: TextsErased.self
        case .eventReplaced: EventReplaced.self
        }
    }

    /// The kinds by their names in the log.
    static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.body.name, $0) })
}

extension GarageEvent {
    var kind: EventKind {
        switch self {
        case .garageConfigured: .garageConfigured
        case .ratePublished: .ratePublished
        case .rateWithdrawn: .rateWithdrawn
        case .termsPublished: .termsPublished
        case .dayReserved: .dayReserved
        case .reservationCancelled: .reservationCancelled
        case .permitGranted: .permitGranted
        case .permitRenewed: .permitRenewed
        case .permitRevoked: .permitRevoked
        case .entryAuthorised: .entryAuthorised
        case .entryDenied: .entryDenied
        case .exitAuthorised: .exitAuthorised
        case .carEntered: .carEntered
        case .carExited: .carExited
        case .exitWithoutEntry: .exitWithoutEntry
        case .sessionOrphaned: .sessionOrphaned
        case .sessionValidated: .sessionValidated
        case .agreementApplied: .agreementApplied
        case .exitGateOpened: .exitGateOpened
        case .plateReadLate: .plateReadLate
        case .carIdentified: .carIdentified
        case .exitLinked: .exitLinked
        case .exitUnlinked: .exitUnlinked
        case .sessionReopened: .sessionReopened
        case .readCorrected: .readCorrected
        case .ticketIssued: .ticketIssued
        case .ticketRefused: .ticketRefused
        case .ticketLost: .ticketLost
        case .passageQuarantined: .passageQuarantined
        case .passageReleased: .passageReleased
        case .carCorrected: .carCorrected
        case .sessionEnded: .sessionEnded
        case .passageCorrected: .passageCorrected
        case .sessionWrittenOff: .sessionWrittenOff
        case .countCorrected: .countCorrected
        case .loopCounted: .loopCounted
        case .inventoryReset: .inventoryReset
        case .exceptionAssigned: .exceptionAssigned
        case .exceptionDismissed: .exceptionDismissed
        case .plateReadUnsure: .plateReadUnsure
        case .sessionSplit: .sessionSplit
        case .authorisationWithdrawn: .authorisationWithdrawn
        case .exitHeld: .exitHeld
        case .paymentTaken: .paymentTaken
        case .paymentRefunded: .paymentRefunded
        case .amountWaived: .amountWaived
        case .plateSuspended: .plateSuspended
        case .suspensionLifted: .suspensionLifted
        case .fallbackAssigned: .fallbackAssigned
        case .waitBegun: .waitBegun
        case .waitEnded: .waitEnded
        case .reservationMissed: .reservationMissed
        case .platesErased: .platesErased
        case .textsErased: .textsErased
        case .eventReplaced: .eventReplaced
        }
    }

    var body: any EventBody {
        switch self {
        case .garageConfigured(let body): body
        case .ratePublished(let body): body
        case .rateWithdrawn(let body): body
        case .termsPublished(let body): body
        case .dayReserved(let body): body
        case .reservationCancelled(let body): body
        case .permitGranted(let body): body
        case .permitRenewed(let body): body
        case .permitRevoked(let body): body
        case .entryAuthorised(let body): body
        case .entryDenied(let body): body
        case .exitAuthorised(let body): body
        case .carEntered(let body): body
        case .carExited(let body): body
        case .exitWithoutEntry(let body): body
        case .sessionOrphaned(let body): body
        case .sessionValidated(let body): body
        case .agreementApplied(let body): body
        case .exitGateOpened(let body): body
        case .plateReadLate(let body): body
        case .carIdentified(let body): body
        case .exitLinked(let body): body
        case .exitUnlinked(let body): body
        case .sessionReopened(let body): body
        case .readCorrected(let body): body
        case .ticketIssued(let body): body
        case .ticketRefused(let body): body
        case .ticketLost(let body): body
        case .passageQuarantined(let body): body
        case .passageReleased(let body): body
        case .carCorrected(let body): body
        case .sessionEnded(let body): body
        case .passageCorrected(let body): body
        case .sessionWrittenOff(let body): body
        case .countCorrected(let body): body
        case .loopCounted(let body): body
        case .inventoryReset(let body): body
        case .exceptionAssigned(let body): body
        case .exceptionDismissed(let body): body
        case .plateReadUnsure(let body): body
        case .sessionSplit(let body): body
        case .authorisationWithdrawn(let body): body
        case .exitHeld(let body): body
        case .paymentTaken(let body): body
        case .paymentRefunded(let body): body
        case .amountWaived(let body): body
        case .plateSuspended(let body): body
        case .suspensionLifted(let body): body
        case .fallbackAssigned(let body): body
        case .waitBegun(let body): body
        case .waitEnded(let body): body
        case .reservationMissed(let body): body
        case .platesErased(let body): body
        case .textsErased(let body): body
        case .eventReplaced(let body): body
        }
    }

    /// The names that events have in the log.
    public static var typeNames: [String] { EventKind.allCases.map { $0.body.name } }

    /// The event's name in the log.
    public var typeName: String { kind.body.name }

    /// The version of the form in which the log is given its payload.
    public var schemaVersion: Int16 { kind.body.schemaVersion }

    /// What happened, for people. It names plates as the log does.
    public func sentence(in currency: Currency) -> String {
        body.sentence(in: currency) + (laneReport?.device.sentence ?? "")
    }
}
