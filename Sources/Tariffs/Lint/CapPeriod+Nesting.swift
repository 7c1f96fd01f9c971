import Chronology

extension CapPeriod {
    /// The period as it counts for a rate: flat ones have their days from the entry.
    func counted(flat: Bool) -> CapPeriod { flat && self == .calendarDay ? .elapsed(.hours(24)) : self }

    /// Whether its windows lie within those of a longer period, at least as a rule.
    ///
    /// What passes midnight does not lie in a calendar day. Windows from the entry do not lie in those by the clock:
    /// outside those, they still count.
    func nests(in longer: CapPeriod) -> Bool {
        switch (self, longer) {
        case (.elapsed(let span), .elapsed(let other)): span < other
        case (.elapsed(let span), .calendarDay): span < .hours(24)
        case (.calendarDay, .elapsed(let other)): other > .hours(24)
        case (.clock(let from, let until), .elapsed(let other)):
            Window.daily(from, until).length <= other
        case (.clock(let from, let until), .calendarDay): from < until
        case (.clock(let from, let until), .clock(let begin, let end)):
            self != longer && Timetable.daily(begin, end).covers(.daily(from, until))
        case (.elapsed, .clock), (.calendarDay, .calendarDay), (.calendarDay, .clock): false
        }
    }

    /// The most windows of a shorter period that a window of this one touches; nil where the shorter ones leave time
    /// between them, or a length makes no sense.
    func count(of shorter: CapPeriod) -> Int64? {
        if self == shorter { return 1 }
        guard case .clock = shorter else {
            guard let part = shorter.shortest, part > .zero, let whole = longest, part <= whole else { return nil }
            let (times, rest) = whole.microseconds.quotientAndRemainder(dividingBy: part.microseconds)
            if case (.elapsed, .elapsed) = (self, shorter), rest == 0 { return times }
            return times + 2
        }
        return nil
    }

    /// The most units, one behind the other, that begin in a window of it; nil where a length makes no sense.
    func count(of unit: TimeSpan) -> Int64? {
        guard unit > .zero, let longest else { return nil }
        return longest.begun(unit)
    }

    /// The length of its longest window; a day or a night in which the clocks change is longer, nowhere by more than
    /// two hours.
    private var longest: TimeSpan? {
        switch self {
        case .elapsed(let span): span
        case .calendarDay: .hours(26)
        case .clock(let from, let until): Window.daily(from, until).length + .hours(2)
        }
    }

    private var shortest: TimeSpan? {
        switch self {
        case .elapsed(let span): span
        case .calendarDay: .hours(22)
        case .clock: nil
        }
    }
}
