import Chronology

/// What is going to happen in a garage, the next first; of what happens at the same time, what was written down first.
struct Diary {
    private struct Line {
        let at: Instant
        let order: Int
        let moment: Moment

        func isBefore(_ other: Line) -> Bool { (at, order) < (other.at, other.order) }
    }

    /// A heap: no line is before the one at half its place.
    private var lines: [Line] = []
    private var order = 0

    mutating func write(_ moment: Moment, at instant: Instant) {
        order += 1
        lines.append(Line(at: instant, order: order, moment: moment))
        var place = lines.count - 1
        while place > 0, lines[place].isBefore(lines[(place - 1) / 2]) {
            lines.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the next moment out.
    mutating func next() -> (at: Instant, moment: Moment)? {
        guard let first = lines.first, let last = lines.popLast() else { return nil }
        guard !lines.isEmpty else { return (first.at, first.moment) }
        lines[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < lines.count && lines[child].isBefore(lines[least]) { least = child }
            guard least != place else { return (first.at, first.moment) }
            lines.swapAt(place, least)
            place = least
        }
    }
}
