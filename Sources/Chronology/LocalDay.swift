/// A day of the proleptic Gregorian calendar, without a zone: days since 1970-01-01.
public struct LocalDay: Sendable, Hashable, Comparable, Strideable {
    /// Days since 1970-01-01, negative before it.
    public let daysSinceEpoch: Int32

    /// The day so many days after 1970-01-01.
    public init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// The day of a year, month and day of the month; nil where the calendar has no such day.
    ///
    /// Years run from 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= LocalDay.length(of: month, in: year)
        else { return nil }
        // Counted in 400-year eras whose years begin in March, so that the leap day comes last.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSinceEpoch: Int32(era * 146_097 + dayOfEra - 719_468))
    }

    /// Year, month and day of the month.
    public var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, day)
    }

    /// The day of the week.
    public var weekday: Weekday {
        let index = (Int(daysSinceEpoch) + 3) % 7
        return Weekday(rawValue: (index < 0 ? index + 7 : index) + 1)!
    }

    /// How many days a month has.
    public static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// How many days later the other one is.
    public func distance(to other: LocalDay) -> Int { Int(other.daysSinceEpoch) - Int(daysSinceEpoch) }
    /// The day so many days later.
    public func advanced(by days: Int) -> LocalDay { LocalDay(daysSinceEpoch: daysSinceEpoch + Int32(days)) }

    /// The day after.
    public var next: LocalDay { advanced(by: 1) }
    /// The day before.
    public var previous: LocalDay { advanced(by: -1) }
}
