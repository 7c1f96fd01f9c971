/// The known name that somebody probably meant.
enum Nearest {
    /// The name with the fewest letters to change; nil where a third of them would have to be.
    static func name(to wrong: String, among names: [String]) -> String? {
        let distances = names.map { (name: $0, distance: distance(Array($0.utf8), Array(wrong.utf8))) }
        guard let nearest = distances.min(by: { $0.distance < $1.distance }),
            nearest.distance * 3 <= max(nearest.name.utf8.count, 3)
        else { return nil }
        return nearest.name
    }

    /// How many letters have to be put in, taken out, changed, or swapped with the next.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        guard one.count <= 64, other.count <= 64 else { return 64 }
        var (before, last) = ([Int](), Array(0...other.count))
        for row in one.indices {
            var now = [row + 1]
            for column in other.indices {
                let isSame = one[row] == other[column]
                var least = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, now[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    least = min(least, before[column - 1] + 1)
                }
                now.append(least)
            }
            (before, last) = (last, now)
        }
        return last[other.count]
    }
}
