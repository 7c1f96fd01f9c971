/// The server counts from 2000-01-01, everybody else from 1970-01-01.
enum PostgresEpoch {
    static let days: Int32 = 10_957
    static let microseconds: Int64 = 946_684_800_000_000

    /// The server's count for microseconds since 1970, or nil if there is none; the extremes mean infinity in both.
    static func server(microseconds: Int64) -> Int64? {
        if microseconds == .max || microseconds == .min { return microseconds }
        let (value, overflow) = microseconds.subtractingReportingOverflow(Self.microseconds)
        // The extreme itself is taken: it would read back as -infinity.
        return overflow || value == .min ? nil : value
    }

    /// Microseconds since 1970 for the server's count; infinity for the years after 294246, which have none: nobody writes them but who
    /// changes a log, and who looks at that finds another time than was hashed.
    static func unix(microseconds: Int64) -> Int64 {
        if microseconds == .max || microseconds == .min { return microseconds }
        let (value, overflow) = microseconds.addingReportingOverflow(Self.microseconds)
        return overflow ? .max : value
    }

    /// The server's count for days since 1970, or nil if there is none; the extremes mean infinity in both.
    static func server(days: Int32) -> Int32? {
        if days == .max || days == .min { return days }
        let (value, overflow) = days.subtractingReportingOverflow(Self.days)
        return overflow || value == .min ? nil : value
    }

    /// Days since 1970 for the server's count, or nil if there is none.
    static func unix(days: Int32) -> Int32? {
        if days == .max || days == .min { return days }
        let (value, overflow) = days.addingReportingOverflow(Self.days)
        return overflow || value == .max ? nil : value
    }
}
