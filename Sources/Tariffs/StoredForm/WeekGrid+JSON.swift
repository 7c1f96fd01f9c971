package import JSON
import Chronology
package import Money

// The hours of a cell stand in the text as ranges on days; the value has them one by one.

extension JSONReader {
    package mutating func weekGrid(in currency: Currency) throws(JSONError) -> WeekGrid {
        let cells = try list { (reader: inout JSONReader) throws(JSONError) in try reader.cell(in: currency) }
        return WeekGrid(cells)
    }

    private mutating func cell(in currency: Currency) throws(JSONError) -> GridCell {
        var name: String?
        var colour: String?
        var amount: Money?
        var hours: [Set<WeekHour>]?
        try object(["name", "colour", "amount", "hours"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "name": name = try reader.string()
            case "colour": colour = try reader.string()
            case "amount": amount = try reader.namedAmount(currency)
            case "hours":
                hours = try reader.list { (reader: inout JSONReader) throws(JSONError) in try reader.weekHours() }
            default: throw .unknownField
            }
        }
        return GridCell(
            name: try required(name, "name"), colour: colour, amount: try required(amount, "amount"),
            hours: try required(hours, "hours").reduce(into: []) { $0.formUnion($1) })
    }

    private mutating func weekHours() throws(JSONError) -> Set<WeekHour> {
        var days: Set<Weekday>?
        var from: Int?
        var until: Int?
        try object(["days", "from", "until"]) { (reader: inout JSONReader, field) throws(JSONError) in
            switch field {
            case "days": days = try reader.someWeekdays()
            case "from": from = try reader.wholeHour()
            case "until": until = try reader.wholeHour()
            default: throw .unknownField
            }
        }
        let (first, end) = (try required(from, "from"), try required(until, "until"))
        guard first < end else {
            throw JSONError("must be after from; what goes on behind 24:00 is a range of its own", path: "until")
        }
        return (days ?? Set(Weekday.allCases)).reduce(into: []) { hours, day in
            hours.formUnion((first..<end).compactMap { WeekHour(day, $0) })
        }
    }

    private mutating func wholeHour() throws(JSONError) -> Int {
        try value("a whole hour such as 08:00") { text in
            guard let time = LocalTime(text), time.seconds % 3600 == 0 else { return nil }
            return Int(time.seconds / 3600)
        }
    }
}

extension JSONWriter {
    package mutating func weekGrid(_ grid: WeekGrid, in currency: Currency) {
        array(grid.cells) { json, cell in
            json.object { json in
                json.field("name", cell.name)
                json.field("colour", cell.colour)
                json.field("amount", cell.amount.decimal(in: currency))
                json.name("hours")
                json.array(cell.ranges) { json, range in
                    json.object {
                        $0.weekdays(range.days)
                        $0.field("from", LocalTime(hour: range.hours.lowerBound))
                        $0.field("until", LocalTime(hour: range.hours.upperBound))
                    }
                }
            }
        }
    }
}

extension GridCell {
    /// The longest ranges of hours, each with all days that have it: by the earliest of these days, then by the hour.
    ///
    /// The same hours give the same ranges, so the same grid gives the same bytes.
    fileprivate var ranges: [(hours: Range<Int>, days: Set<Weekday>)] {
        var ranges: [(hours: Range<Int>, days: Set<Weekday>)] = []
        for day in Weekday.allCases {
            for hours in hours(on: day) {
                if let same = ranges.firstIndex(where: { $0.hours == hours }) {
                    ranges[same].days.insert(day)
                } else {
                    ranges.append((hours, [day]))
                }
            }
        }
        return ranges
    }

    private func hours(on day: Weekday) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for hour in hours.lazy.filter({ $0.day == day }).map(\.hour).sorted() {
            if let last = ranges.last, last.upperBound == hour {
                ranges[ranges.count - 1] = last.lowerBound..<hour + 1
            } else {
                ranges.append(hour..<hour + 1)
            }
        }
        return ranges
    }
}
