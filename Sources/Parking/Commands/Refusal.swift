public import Chronology
public import Tariffs

/// Why a command is not carried out. It leaves no trace in the log.
///
/// A car that is turned away at a gate is not a refusal but an answer, and a fact.
public enum Refusal: Error, Hashable, Sendable {
    /// The garage has not been configured.
    case unknownGarage
    /// The garage has no gate of that name.
    case unknownGate(GateID)
    /// Cars do not pass the gate that way.
    case wrongDirection(GateID, Direction)
    /// Cars pass the gate both ways, and the command does not say which.
    case directionMissing(GateID)
    /// It is said to have happened in the future.
    case inTheFuture(Instant, now: Instant)
    /// It happened longer ago than the garage accepts.
    case tooLongAgo(Instant, lateness: TimeSpan)

    /// The settings describe no garage that can be run.
    case settings(SettingsError)
    /// A setting that is fixed once the garage exists would change.
    case settingFixed(String)
    /// The rate, or the card, cannot be priced.
    case rate(RateError)
    /// An event's rate does not say how it stands to the caps that its card has.
    case cardCapsUnsaid(RateID)
    /// The card would not say which of two rates is in force; the errors come first (tariffs.md, Publishing checks).
    case undecided([Finding])
    /// The card offers no such rate.
    case unknownRate(RateID, on: CardID)

    /// The day has ended.
    case dayOver(LocalDay)
    /// The day is further ahead than anyone may reserve.
    case dayTooFar(LocalDay, last: LocalDay)
    /// The hours, or the subscription, cannot be booked or priced.
    case booking(BookingError)
    /// The plate has that day already.
    case alreadyReserved(ReservationID)
    /// Every spot of the day that members may reserve is taken (design rule 2).
    case dayFull(LocalDay)
    /// Every spot of the day that guests may reserve is taken (design rule 2).
    case guestQuotaFull(LocalDay)
    /// No reservation of that number stands.
    case unknownReservation(ReservationID)
    /// The reservation's car is inside on its day (design rule 4).
    case carInside(ReservationID)

    /// The permit would end before it begins.
    case endsBeforeStart(firstDay: LocalDay, lastDay: LocalDay)
    /// The permit would begin later than any right may.
    case permitTooFar(LocalDay, last: LocalDay)
    /// The plate has a permit already for days and a use that this one would be for; its last day, where it has one.
    case alreadyPermitted(PermitID, lastDay: LocalDay?)
    /// The permit has ended.
    case permitOver(PermitID, lastDay: LocalDay)
    /// No permit of that number stands.
    case unknownPermit(PermitID)
    /// The permit is no subscription, or has been revoked.
    case notRenewable(PermitID)

    /// The stay is none of this garage's, or has ended.
    case noOpenStay(OpenStay)
    /// No such agreement was known for the stay's vehicle when it came in.
    case unknownAgreement(AgreementID)
}
