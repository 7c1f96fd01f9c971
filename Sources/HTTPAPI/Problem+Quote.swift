import HTTPTypes
import ParkingJSON
public import ParkingService
import Tariffs

extension Problem {
    /// Why the rate tester has no answer.
    public init(_ error: QuoteError) {
        switch error {
        case .unknownZone(let card, let zone):
            self = .invalidCard("timeZone", "There is no time zone \(zone), which the card \(card) names.")
        case .card(let card, let error): self = .invalidCard(error.field, "The card \(card) makes no sense: \(error).")
        case .cardTwice(let card):
            self = .invalidCard("card", "Two cards are called \(card); each needs a name of its own.")
        case .unlikeCards(let card):
            self = .invalidCard(
                "currency", "The card \(card) has another currency or time zone than the rates beside it.")
        case .stayTooLong(let index):
            self = .invalidQuote(
                "stays[\(index)]", "A quote is for a stay of at most 366 days; this one is longer.")
        case .tooMuch(let index):
            self = .invalidQuote(
                "stays[\(index)]",
                "Up to this stay the charges have too many lines for one answer; ask for fewer stays.")
        case .curve:
            self = .invalidQuote(
                "curve",
                "A curve goes up to at most 366 days, with a budget to at most 31, in 1 to \(QuotedCurve.mostPoints)"
                    + " steps.")
        case .budget(let currency):
            self = .invalidQuote(
                "curve.budget",
                "The budget must be an amount in \(currency) with no sign and no more decimals than the currency has.")
        case .booking(let error):
            self.init("not-bookable", .unprocessableContent, "Not bookable", error.sentence)
        case .tariff(let error):
            self.init("not-priced", .unprocessableContent, "Not priced", error.sentence)
        }
    }

    private static func invalidCard(_ field: String, _ detail: String) -> Problem {
        Problem("invalid-card", .unprocessableContent, "Invalid rate card", detail, field: field)
    }

    private static func invalidQuote(_ field: String, _ detail: String) -> Problem {
        Problem("invalid-quote", .unprocessableContent, "Invalid quote", detail, field: field)
    }
}
