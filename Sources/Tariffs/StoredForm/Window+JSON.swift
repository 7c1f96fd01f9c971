package import JSON
package import Chronology

extension JSONReader {
    /// Reads a window: of a date where its texts are dates and no days stand beside them, else of every week.
    package mutating func window() throws(JSONError) -> Window {
        var days: Set<Weekday>?
        var from: String?
        var until: String?
        try object(["days", "from", "until"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "days": days = try reader.weekdays()
            case "from": from = try reader.string()
            case "until": until = try reader.string()
            default: throw .unknownField
            }
        }
        let (first, last) = (try required(from, "from"), try required(until, "until"))
        if days == nil, let from = LocalDateTime(first) {
            guard let until = LocalDateTime(last) else {
                throw JSONError("must be a date and a time as from is", path: "until")
            }
            return .once(from: from, until: until)
        }
        return .weekly(
            days: days ?? Set(Weekday.allCases), from: try time(first, "from"), until: try time(last, "until"))
    }

    package mutating func earlyBird() throws(JSONError) -> EarlyBird {
        var earlyBird = EarlyBird()
        try object(["entry", "exit"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "entry": earlyBird.entry = try reader.window()
            case "exit": earlyBird.exit = try reader.window()
            default: throw .unknownField
            }
        }
        return earlyBird
    }

    package mutating func weekdays() throws(JSONError) -> Set<Weekday> {
        let days = try list(most: 7) { (reader: inout JSONReader) throws(JSONError) in
            try reader.value("a weekday such as monday", Weekday.init(name:))
        }
        return Set(days)
    }

    /// The same, where no day would say nothing: who means every day leaves it out.
    mutating func someWeekdays() throws(JSONError) -> Set<Weekday> {
        let days = try weekdays()
        guard !days.isEmpty else { throw JSONError("must name a weekday; left out, it is every day") }
        return days
    }

    /// The time of day that the text of a field spells.
    func time(_ text: String, _ field: String) throws(JSONError) -> LocalTime {
        guard let time = LocalTime(text) else {
            throw JSONError("must be a time of day such as 07:30, not \"\(JSONError.shortened(text))\"", path: field)
        }
        return time
    }
}

extension JSONWriter {
    package mutating func window(_ window: Window) {
        object { json in
            switch window {
            case .weekly(let days, let from, let until):
                json.weekdays(days)
                json.field("from", from)
                json.field("until", until)
            case .once(let from, let until):
                json.field("from", from)
                json.field("until", until)
            }
        }
    }

    package mutating func earlyBird(_ earlyBird: EarlyBird) {
        object { json in
            if let entry = earlyBird.entry {
                json.name("entry")
                json.window(entry)
            }
            if let exit = earlyBird.exit {
                json.name("exit")
                json.window(exit)
            }
        }
    }

    /// The field `days`, Monday first.
    package mutating func weekdays(_ days: Set<Weekday>) {
        name("days")
        array(Weekday.allCases.filter(days.contains)) { $0.string($1.name) }
    }
}
