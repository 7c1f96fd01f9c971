extension BookingError {
    /// The error in one sentence that says what to do.
    public var sentence: String {
        switch self {
        case .noGrid: "The card sells no hours to this driver: it has no rate with a week's grid."
        case .hours(let most): "Hours are booked from 1 to \(most) at a time."
        case .leavesDay: "The hours do not end within the day on which they begin; begin earlier or book fewer."
        case .over: "Those hours are over; begin with a later one."
        case .skippedHour: "The clocks skip that hour; begin with another one."
        case .unknownSubscription(let id): "The card sells no subscription \(id)."
        case .periodChanged(let id):
            "The subscription \(id) has a period of another length by now; grant it anew from the day after its last one."
        case .nothingSold: "The card sells no subscriptions."
        case .beyondCalendar: "The booking leaves the years 1 to 9999."
        case .tariff(let error): error.sentence
        }
    }
}
