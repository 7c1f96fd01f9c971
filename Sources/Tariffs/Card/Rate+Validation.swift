import Chronology
import Money

extension Rate {
    /// Checks that every field makes sense by itself.
    ///
    /// Refused are: an empty name or one above 200 characters; negative amounts; a unit or a cap's length that is not
    /// a whole number of minutes, is nothing or is absurdly long (366 days, ten years); a window without days or
    /// without length; more than 100 windows, 100 steps or 20 caps; steps that end before the last or never; a grid
    /// with an hour in two cells; an early bird beside windows; a grace above 24 hours, free time above 366 days, a
    /// tolerance that swallows a unit or has none to follow; conditions that no stay meets.
    public func validate() throws(RateError) {
        try name.validate("name", limit: 200)
        guard windows.count <= 100 else { throw RateError("windows", .tooMany(limit: 100)) }
        for (index, window) in windows.enumerated() { try window.validate("windows[\(index)]") }
        if let earlyBird {
            guard windows.isEmpty else { throw RateError("windows", .besideEarlyBird) }
            guard earlyBird.entry != nil || earlyBird.exit != nil else { throw RateError("earlyBird", .empty) }
            try earlyBird.entry?.validate("earlyBird.entry")
            try earlyBird.exit?.validate("earlyBird.exit")
        }
        try conditions.validate()
        try price.validate()
        guard caps.count <= 20 else { throw RateError("caps", .tooMany(limit: 20)) }
        for (index, cap) in caps.enumerated() { try cap.validate("caps[\(index)]") }
        guard grace >= .zero else { throw RateError("grace", .negative) }
        guard grace <= .hours(24) else { throw RateError("grace", .tooLong(limit: .hours(24))) }
        guard free >= .zero else { throw RateError("free", .negative) }
        guard free <= .days(366) else { throw RateError("free", .tooLong(limit: .days(366))) }
        guard tolerance >= .zero else { throw RateError("tolerance", .negative) }
        if tolerance > .zero {
            guard let unit = price.shortestUnit else { throw RateError("tolerance", .withoutUnit) }
            guard tolerance < unit else { throw RateError("tolerance", .swallowsUnit) }
        }
    }
}

extension Price {
    /// The shortest unit that is begun under it; nil where none is.
    var shortestUnit: TimeSpan? {
        switch self {
        case .perUnit(_, every: let unit): unit
        case .steps(let steps): steps.map(\.every).min()
        case .once, .perDay, .weekGrid: nil
        }
    }

    fileprivate func validate() throws(RateError) {
        switch self {
        case .perUnit(let amount, every: let unit):
            try amount.validate("price.perUnit")
            try unit.validate("price.every", limit: .days(366))
        case .once(let amount): try amount.validate("price.once")
        case .perDay(let amount): try amount.validate("price.perDay")
        case .steps(let steps):
            guard !steps.isEmpty else { throw RateError("price.steps", .empty) }
            guard steps.count <= 100 else { throw RateError("price.steps", .tooMany(limit: 100)) }
            for (index, step) in steps.enumerated() {
                let field = "price.steps[\(index)]"
                try step.amount.validate("\(field).amount")
                try step.every.validate("\(field).every", limit: .days(366))
                if let lasting = step.lasting {
                    guard index < steps.count - 1 else { throw RateError("\(field).for", .endsLast) }
                    try lasting.validate("\(field).for", limit: .days(366))
                } else {
                    guard index == steps.count - 1 else { throw RateError("\(field).for", .empty) }
                }
            }
        case .weekGrid(let grid): try grid.validate()
        }
    }
}

extension WeekGrid {
    fileprivate func validate() throws(RateError) {
        guard cells.count <= 168 else { throw RateError("price.weekGrid", .tooMany(limit: 168)) }
        var taken: Set<WeekHour> = []
        for (index, cell) in cells.enumerated() {
            let field = "price.weekGrid[\(index)]"
            try cell.name.validate("\(field).name", limit: 100)
            try cell.amount.validate("\(field).amount")
            if let colour = cell.colour, !colour.isColour { throw RateError("\(field).colour", .notAColour) }
            guard !cell.hours.isEmpty else { throw RateError("\(field).hours", .empty) }
            guard taken.isDisjoint(with: cell.hours) else { throw RateError("\(field).hours", .twice) }
            taken.formUnion(cell.hours)
        }
    }
}

extension StayConditions {
    fileprivate func validate() throws(RateError) {
        if let minimumStay {
            guard minimumStay >= .zero else { throw RateError("conditions.minimumStay", .negative) }
        }
        guard let maximumStay else { return }
        guard maximumStay > .zero else { throw RateError("conditions.maximumStay", .noLength) }
        guard minimumStay ?? .zero <= maximumStay else { throw RateError("conditions.maximumStay", .belowMinimum) }
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
    func validate(_ field: @autoclosure () -> String) throws(RateError) {
        guard amount >= .zero else { throw RateError(field() + ".amount", .negative) }
        switch period {
        case .elapsed(let length): try length.validate(field() + ".per", limit: Tariff.longestStay)
        case .calendarDay: break
        case .clock(let from, _):
            guard from < .endOfDay else { throw RateError(field() + ".from", .endOfDay) }
        }
    }
}

extension Money {
    fileprivate func validate(_ field: @autoclosure () -> String) throws(RateError) {
        guard self >= .zero else { throw RateError(field(), .negative) }
    }
}

extension TimeSpan {
    func validate(_ field: @autoclosure () -> String, limit: TimeSpan) throws(RateError) {
        guard self >= .zero else { throw RateError(field(), .negative) }
        guard self > .zero else { throw RateError(field(), .noLength) }
        guard self <= limit else { throw RateError(field(), .tooLong(limit: limit)) }
        guard microseconds % TimeSpan.minutes(1).microseconds == 0 else { throw RateError(field(), .notWholeMinutes) }
    }
}

extension String {
    func validate(_ field: @autoclosure () -> String, limit: Int) throws(RateError) {
        guard !isEmpty else { throw RateError(field(), .empty) }
        guard unicodeScalars.count <= limit else { throw RateError(field(), .tooManyCharacters(limit: limit)) }
    }

    /// Whether the text is `#` and six hexadecimal digits.
    package var isColour: Bool {
        let digits = utf8.dropFirst()
        return utf8.first == UInt8(ascii: "#") && digits.count == 6
            && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
    }
}

extension LocalDateTime {
    fileprivate var isInCalendar: Bool {
        (Instant.earliest.microseconds...Instant.latest.microseconds).contains(microseconds)
    }
}
