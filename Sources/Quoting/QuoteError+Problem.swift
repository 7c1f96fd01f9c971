import Money
public import Parking
import Tariffs

extension QuoteError {
    /// The error as an edge shows it.
    public var problem: Problem {
        switch self {
        case .unknownZone(let card, let zone):
            .card("timeZone", "There is no time zone \(zone), which the card \(card) names.")
        case .card(let card, let error): .card(error.field, "The card \(card) makes no sense: \(error).")
        case .undecided(let card, let findings):
            Problem(
                .ratesUndecided,
                "The card \(card) does not say which rate is in force at some times, as the findings say.",
                findings: findings)
        case .cardTwice(let card): .card("card", "Two cards are called \(card); each needs a name of its own.")
        case .unlikeCards(let card):
            .card("currency", "The card \(card) has another currency or time zone than the rates beside it.")
        case .stayTooLong(let index):
            .quote("stays[\(index)]", "A quote is for a stay of at most 366 days; this one is longer.")
        case .tooMuch(let index):
            .quote(
                "stays[\(index)]",
                "Up to this stay the charges have too many lines for one answer; ask for fewer stays.")
        case .tooMuchWork(let field):
            .quote(
                field,
                "Up to here the answer takes more work than one request may ask for; ask for fewer or shorter stays, for a curve"
                    + " that is shorter or has larger steps, or by fewer rates.")
        case .givenUp: .givenUp
        case .curve:
            .quote(
                "curve",
                "A curve goes up to at most 366 days, with a budget to at most 31, in 1 to \(QuotedCurve.mostPoints)"
                    + " steps.")
        case .budget(let currency):
            .quote(
                "curve.budget",
                "The budget must be an amount in \(currency) with no sign, at most \(Money.mostWholeDigits) digits before the"
                    + " point and no more decimals than the currency has.")
        case .vehicle(let field, let vehicle, let types): .unknownVehicle(vehicle, among: types, field: field)
        case .hourBookingsOff: .hourBookingsOff
        case .booking(let error): Problem(.notBookable, error.sentence)
        case .tariff(let error): Problem(.notPriced, error.sentence)
        }
    }
}

extension Problem {
    fileprivate static func card(_ field: String, _ detail: String) -> Problem {
        Problem(.invalidCard, detail, field: field)
    }

    fileprivate static func quote(_ field: String, _ detail: String) -> Problem {
        Problem(.invalidQuote, detail, field: field)
    }
}
