extension TariffError {
    /// The error in one sentence.
    public var sentence: String {
        switch self {
        case .exitBeforeEntry: "The exit lies before the entry."
        case .stayTooLong: "The stay is longer than ten years."
        case .beyondCalendar: "The stay leaves the years 1 to 9999."
        case .overflow: "An amount is too large to be computed."
        case .tooMuchWork: "The stay is too long for a card of so many rates, windows and caps."
        case .invalidRate(let id, let error): "The rate \(id) makes no sense: \(error)."
        case .invalidTerms(let id, let error): "The terms of the card \(id) make no sense: \(error)."
        }
    }
}
