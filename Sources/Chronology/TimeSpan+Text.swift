// Durations as operators write them: `15 min`, `1 h`, `90 s`, `2 days`. A day here is 24 hours.

extension TimeSpan {
    private static let units: [(name: String, seconds: Int64)] = [("day", 86_400), ("h", 3600), ("min", 60), ("s", 1)]

    /// Reads a whole number of up to nine digits and a unit: `s`, `min`, `h`, `day` or `days`; nil for any other form, and for
    /// days of more than eight digits, which are longer than a span can be.
    public init?(text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 9, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let count = Int64(parts[0]),
            let unit = TimeSpan.units.first(where: { $0.name == (parts[1] == "days" ? "day" : parts[1]) }),
            unit.name != "day" || parts[0].utf8.count <= 8
        else { return nil }
        self.init(microseconds: count * unit.seconds * 1_000_000)
    }

    /// The span in the largest unit that divides it; whole days only from two on, as "1 day" may be read as a calendar day.
    public var text: String {
        let seconds = microseconds / 1_000_000
        for unit in TimeSpan.units where seconds % unit.seconds == 0 && seconds != 0 {
            let count = seconds / unit.seconds
            if unit.name == "day" {
                if count >= 2 { return "\(count) days" }
                continue
            }
            return "\(count) \(unit.name)"
        }
        return "\(seconds) s"
    }
}
