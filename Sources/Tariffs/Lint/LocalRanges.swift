// Sets of wall-clock microseconds as ascending ranges that neither overlap nor touch.

extension [Range<Int64>] {
    /// What lies in at least one of any ranges.
    func united() -> Self {
        var union: Self = []
        for range in filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = union.last, range.lowerBound <= last.upperBound {
                union[union.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
            } else {
                union.append(range)
            }
        }
        return union
    }

    /// What lies in at least two of any ranges.
    func doubled() -> Self {
        var twice: Self = []
        var end = Int64.min
        for range in filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let both = range.clamped(to: Int64.min..<end)
            if !both.isEmpty { twice.append(both) }
            end = Swift.max(end, range.upperBound)
        }
        return twice.united()
    }

    /// What lies in both sets.
    func intersection(_ other: Self) -> Self {
        var both: Self = []
        var (mine, theirs) = (0, 0)
        while mine < count, theirs < other.count {
            let range = self[mine].clamped(to: other[theirs])
            if !range.isEmpty { both.append(range) }
            if self[mine].upperBound < other[theirs].upperBound { mine += 1 } else { theirs += 1 }
        }
        return both
    }

    /// What lies in this set only.
    func subtracting(_ other: Self) -> Self {
        var rest: Self = []
        var next = 0
        for range in self {
            var from = range.lowerBound
            while next < other.count, other[next].upperBound <= from { next += 1 }
            var cut = next
            while cut < other.count, other[cut].lowerBound < range.upperBound {
                if from < other[cut].lowerBound { rest.append(from..<other[cut].lowerBound) }
                from = other[cut].upperBound
                cut += 1
            }
            if from < range.upperBound { rest.append(from..<range.upperBound) }
        }
        return rest
    }
}
