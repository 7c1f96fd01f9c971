import Chronology
import Money

extension Rate {
    /// Checks that every field makes sense by itself.
    ///
    /// Refused are: an empty name or one above 200 characters; negative amounts; a unit or a cap's length that is not
    /// a whole number of minutes, is nothing or is absurdly long (366 days, ten years); a window without days or
    /// without length; more than 100 windows or 20 caps; a grace that is negative or above 24 hours.
    public func validate() throws(RateError) {
        guard !name.isEmpty else { throw RateError("name", .empty) }
        guard name.unicodeScalars.count <= 200 else { throw RateError("name", .tooMany(limit: 200)) }
        guard windows.count <= 100 else { throw RateError("windows", .tooMany(limit: 100)) }
        for (index, window) in windows.enumerated() { try window.validate("windows[\(index)]") }
        guard price.amount >= .zero else { throw RateError("price.amount", .negative) }
        if case .perUnit(_, every: let unit) = price { try unit.validate("price.every", limit: .days(366)) }
        guard caps.count <= 20 else { throw RateError("caps", .tooMany(limit: 20)) }
        for (index, cap) in caps.enumerated() { try cap.validate("caps[\(index)]") }
        guard grace >= .zero else { throw RateError("grace", .negative) }
        guard grace <= .hours(24) else { throw RateError("grace", .tooLong(limit: .hours(24))) }
    }
}

extension Window {
    fileprivate func validate(_ field: @autoclosure () -> String) throws(RateError) {
        switch self {
        case .weekly(let days, let from, _):
            guard !days.isEmpty else { throw RateError(field() + ".days", .empty) }
            guard from < .endOfDay else { throw RateError(field() + ".from", .endOfDay) }
        case .once(let from, let until):
            guard from.isInCalendar else { throw RateError(field() + ".from", .beyondCalendar) }
            guard until.isInCalendar else { throw RateError(field() + ".until", .beyondCalendar) }
            guard from < until else { throw RateError(field() + ".until", .notAfterBeginning) }
        }
    }
}

extension Cap {
    fileprivate func validate(_ field: @autoclosure () -> String) throws(RateError) {
        guard amount >= .zero else { throw RateError(field() + ".amount", .negative) }
        switch period {
        case .elapsed(let length): try length.validate(field() + ".period", limit: Tariff.longestStay)
        case .calendarDay: break
        case .clock(let from, _):
            guard from < .endOfDay else { throw RateError(field() + ".period.from", .endOfDay) }
        }
    }
}

extension TimeSpan {
    fileprivate func validate(_ field: @autoclosure () -> String, limit: TimeSpan) throws(RateError) {
        guard self >= .zero else { throw RateError(field(), .negative) }
        guard self > .zero else { throw RateError(field(), .noLength) }
        guard self <= limit else { throw RateError(field(), .tooLong(limit: limit)) }
        guard microseconds % TimeSpan.minutes(1).microseconds == 0 else { throw RateError(field(), .notWholeMinutes) }
    }
}

extension LocalDateTime {
    fileprivate var isInCalendar: Bool {
        (Instant.earliest.microseconds...Instant.latest.microseconds).contains(microseconds)
    }
}
