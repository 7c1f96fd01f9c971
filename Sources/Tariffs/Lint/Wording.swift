import Chronology

// How sentences for operators write times, spans and caps.

extension LocalDateTime {
    /// `Monday 2026-03-02 08:00`, with seconds only where there are any.
    var text: String { "\(day.weekday.capitalised) \(day) \(time)" }

    private var time: LocalTime {
        let second = Int(microsecondOfDay / 1_000_000)
        return LocalTime(hour: second / 3600, minute: second / 60 % 60, second: second % 60)!
    }
}

extension Weekday {
    var capitalised: String { name.prefix(1).uppercased() + name.dropFirst() }
}

extension TimeSpan {
    /// `1 day 3 h`, `30 min`; parts of a second are left out.
    var words: String {
        let seconds = microseconds.magnitude / 1_000_000
        let days = seconds / 86_400
        var parts: [String] = []
        if days > 0 { parts.append(days == 1 ? "1 day" : "\(days) days") }
        let clock = [(seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
        for (count, unit) in clock where count > 0 {
            parts.append("\(count) \(unit)")
        }
        return parts.isEmpty ? "less than a second" : parts.joined(separator: " ")
    }
}

extension CapPeriod {
    /// Behind the word `cap`: `for 12 h`, `for a day`, `for 19:00–07:00`.
    var text: String {
        switch self {
        case .elapsed(let span): "for \(span.words)"
        case .calendarDay: "for a calendar day"
        case .clock(let from, let until): "for \(from)–\(until)"
        }
    }
}
