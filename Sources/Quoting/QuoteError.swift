public import Money
public import Parking
public import Tariffs

/// Why the rate tester has no answer.
public enum QuoteError: Error, Hashable, Sendable {
    /// There is no such time zone.
    case unknownZone(CardID, String)
    /// A card makes no sense.
    case card(CardID, RateError)
    /// A card does not say which of two rates is in force, as publishing it would say; the errors.
    case undecided(CardID, [Finding])
    /// Two cards have one name.
    case cardTwice(CardID)
    /// The cards do not share one currency and one time zone.
    case unlikeCards(CardID)
    /// A stay is longer than ``QuotedStay/longest``, by its place in the request.
    case stayTooLong(Int)
    /// The stays up to this one, by its place, have more lines than one answer holds.
    case tooMuch(Int)
    /// What is asked up to this field takes more work than ``RateTester/work``.
    case tooMuchWork(String)
    /// Nobody waits for the answer any more.
    case givenUp
    /// The curve has no points, or more than ``QuotedCurve/mostPoints``, or ends too late; with a budget, after
    /// ``QuotedCurve/longestBudget``.
    case curve
    /// The budget is no amount of the currency.
    case budget(Currency)
    /// The garage lists types of vehicles, and what stands in this field is none of them.
    case vehicle(String, CardID, among: [VehicleType])
    /// The garage books no hours at present.
    case hourBookingsOff
    /// What was asked cannot be booked.
    case booking(BookingError)
    /// The book cannot be applied, or the curve not be priced.
    case tariff(TariffError)
}
