/// Why a stay cannot be priced.
public enum TariffError: Error, Sendable, Hashable {
    /// The exit lies before the entry.
    case exitBeforeEntry
    /// The stay is longer than ``Tariff/longestStay``.
    case stayTooLong
    /// The entry or the exit lies outside the years 1 to 9999.
    case beyondCalendar
    /// An amount or a sum does not fit into 64 bits.
    case overflow
    /// Rates, windows and caps are too many for a stay of this length.
    case tooMuchWork
    /// A rate of the book makes no sense.
    case invalidRate(RateID, RateError)
    /// The terms of a card make no sense.
    case invalidTerms(CardID, RateError)
}
