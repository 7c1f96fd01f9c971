/// Finds which of many timetables meet by going through all their stretches in order of time, instead of comparing each
/// timetable with every other.
struct MeetingPairs {
    private typealias Stretch = (range: Range<Int64>, place: Int)

    private var met: Set<Int> = []
    private var steps = 0
    private let count: Int

    /// Beyond this so many meet that comparing them all soon finds as many as are told.
    private static let mostSteps = 200_000

    /// Pairs of places, each in order: all whose timetables meet, and of a crowd that does, all others too.
    static func among(_ places: [Int], of timetables: [Timetable]) -> [(first: Int, second: Int)] {
        var pairs = MeetingPairs(count: timetables.count)
        let weekly = places.flatMap { place in timetables[place].week.map { Stretch($0, place) } }
        let dated = places.flatMap { place in timetables[place].dated.map { Stretch($0, place) } }
        let datedInWeek = weekly.isEmpty ? [] : dated.flatMap { date in date.range.inWeek.map { ($0, date.place) } }
        guard pairs.sweep(weekly, with: datedInWeek), pairs.sweep(dated, with: []) else {
            return places.indices.flatMap { index in places[(index + 1)...].map { (places[index], $0) } }
        }
        return pairs.met.sorted().map { ($0 / timetables.count, $0 % timetables.count) }
    }

    private init(count: Int) {
        self.count = count
    }

    /// Notes which stretches meet one another, and which of them meet some more; false where there are too many.
    private mutating func sweep(_ stretches: [Stretch], with more: [Stretch]) -> Bool {
        let all = stretches.map { ($0, true) } + more.map { ($0, false) }
        var (open, openMore): ([Stretch], [Stretch]) = ([], [])
        for (stretch, isOwn) in all.sorted(by: { $0.0.range.lowerBound < $1.0.range.lowerBound }) {
            note(stretch, with: &open)
            if isOwn {
                note(stretch, with: &openMore)
                open.append(stretch)
            } else {
                openMore.append(stretch)
            }
            guard steps <= MeetingPairs.mostSteps else { return false }
        }
        return true
    }

    private mutating func note(_ stretch: Stretch, with open: inout [Stretch]) {
        open.removeAll { $0.range.upperBound <= stretch.range.lowerBound }
        steps += open.count
        for other in open where other.place != stretch.place {
            met.insert(min(other.place, stretch.place) * count + max(other.place, stretch.place))
        }
    }
}
