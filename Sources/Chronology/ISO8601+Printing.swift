// Writing of ISO 8601 and RFC 3339 texts, the counterpart of the parsing beside it.

extension LocalDay: CustomStringConvertible {
    /// The day as `2026-03-02`.
    public var description: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension LocalTime: CustomStringConvertible {
    /// The time as `07:30`, with seconds only where there are any.
    public var description: String {
        let (hour, minute, second) = (Int(seconds) / 3600, Int(seconds) / 60 % 60, Int(seconds) % 60)
        return "\(padded(hour, 2)):\(padded(minute, 2))" + (second == 0 ? "" : ":\(padded(second, 2))")
    }
}

extension LocalDateTime: CustomStringConvertible {
    /// The wall-clock time as `2026-03-02T08:00:00`, with a fraction only where there is one.
    public var description: String {
        let time = microsecondOfDay
        let seconds = Int(time / 1_000_000)
        let fraction = Int(time % 1_000_000)
        let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return "\(day)T\(clock)" + (fraction == 0 ? "" : ".\(padded(fraction, 6))")
    }
}

extension Instant: CustomStringConvertible {
    /// The instant in UTC as `2026-03-02T08:00:00Z`, with microseconds only where there are any.
    public var description: String { "\(ZoneRules.utc.local(self))Z" }

    /// The instant as a zone's clock shows it, with its offset: `2026-03-02T08:00:00+01:00`.
    public func description(in zone: ZoneRules) -> String {
        let offset = zone.offsetSeconds(at: self)
        // RFC 3339 has no seconds in an offset; only local mean times before 1972 have them.
        let minutes = abs(offset) / 60
        return "\(zone.local(self))\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
