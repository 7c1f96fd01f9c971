/// The rule at the end of a zone file that says how its clocks run from the last transition on.
///
/// The form is POSIX's `TZ` variable as RFC 8536 (section 3.3) extends it: `CET-1CEST,M3.5.0,M10.5.0/3`, with hours
/// from −167 to 167 in a change's time.
struct PosixZone {
    /// Seconds east of UTC in standard time.
    var standard: Int
    /// Daylight time and when it begins and ends; nil where the clocks never change.
    var daylight: (offset: Int, begins: YearlyChange, ends: YearlyChange)?

    /// Nil for an empty rule: nothing is known beyond the last transition.
    init?(footer: String) throws(ZoneFileError) {
        guard !footer.isEmpty else { return nil }
        var parser = Parser(footer)
        guard parser.name(), let standard = parser.seconds() else { throw .unknownRule(footer) }
        self.standard = -standard
        guard !parser.isAtEnd else { return }
        guard parser.name() else { throw .unknownRule(footer) }
        // POSIX counts offsets west of Greenwich; daylight time is an hour ahead unless it says otherwise.
        var offset = self.standard + 3600
        if parser.peek != "," {
            guard let west = parser.seconds() else { throw .unknownRule(footer) }
            offset = -west
        }
        guard parser.accept(","), let begins = parser.change(), parser.accept(","), let ends = parser.change(),
            parser.isAtEnd
        else { throw .unknownRule(footer) }
        daylight = (offset, begins, ends)
    }

    /// The changes after an instant, to the end of a year.
    func changes(after instant: Int64, until lastYear: Int) -> [(at: Int64, offset: Int)] {
        guard let daylight else { return [] }
        let first = instant < 0 ? 1970 : LocalDay(daysSinceEpoch: Int32(instant / 86_400)).civil.year
        guard first <= lastYear else { return [] }
        var found: [(at: Int64, offset: Int)] = []
        for year in first...lastYear {
            found.append((daylight.begins.localSeconds(in: year) - Int64(standard), daylight.offset))
            found.append((daylight.ends.localSeconds(in: year) - Int64(daylight.offset), standard))
        }
        return found.filter { $0.at > instant }.sorted { $0.at < $1.at }
    }
}

/// A day of the year and a time on it.
struct YearlyChange {
    enum Day {
        /// The nth weekday (0 = Sunday) of a month, 5 the last.
        case weekday(month: Int, week: Int, weekday: Int)
        /// 1 to 365; 29 February is never counted.
        case julian(Int)
        /// 0 to 365; 29 February is counted.
        case ordinal(Int)
    }
    var day: Day
    var seconds: Int

    /// Wall-clock seconds since 1970-01-01T00:00.
    func localSeconds(in year: Int) -> Int64 {
        let january = Int(LocalDay(year: year, month: 1, day: 1)!.daysSinceEpoch)
        let leap = LocalDay.length(of: 2, in: year) == 29
        let days: Int
        switch day {
        case .ordinal(let n): days = january + n
        case .julian(let n): days = january + n - 1 + (leap && n > 59 ? 1 : 0)
        case .weekday(let month, let week, let weekday):
            let first = LocalDay(year: year, month: month, day: 1)!
            let ahead = (weekday - first.weekday.rawValue % 7 + 7) % 7
            var dayOfMonth = 1 + ahead + (week - 1) * 7
            if dayOfMonth > LocalDay.length(of: month, in: year) { dayOfMonth -= 7 }
            days = Int(first.daysSinceEpoch) + dayOfMonth - 1
        }
        return Int64(days) * 86_400 + Int64(seconds)
    }
}

private struct Parser {
    private var rest: Substring

    init(_ text: String) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }
    var peek: Character? { rest.first }

    mutating func accept(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    mutating func name() -> Bool {
        if accept("<") {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let letters = rest.prefix(while: \.isLetter)
        rest = rest[letters.endIndex...]
        return letters.count >= 3
    }

    mutating func number() -> Int? {
        let digits = rest.prefix(while: \.isNumber)
        rest = rest[digits.endIndex...]
        return Int(digits)
    }

    /// `[+-]hh[:mm[:ss]]`
    mutating func seconds() -> Int? {
        let negative = accept("-")
        if !negative { _ = accept("+") }
        guard let hours = number(), hours <= 167 else { return nil }
        var total = hours * 3600
        for unit in [60, 1] where accept(":") {
            guard let part = number(), part < 60 else { return nil }
            total += part * unit
        }
        return negative ? -total : total
    }

    mutating func change() -> YearlyChange? {
        guard let day = day() else { return nil }
        guard accept("/") else { return YearlyChange(day: day, seconds: 7200) }
        guard let seconds = seconds() else { return nil }
        return YearlyChange(day: day, seconds: seconds)
    }

    private mutating func day() -> YearlyChange.Day? {
        if accept("J") {
            guard let n = number(), (1...365).contains(n) else { return nil }
            return .julian(n)
        }
        guard accept("M") else {
            guard let n = number(), (0...365).contains(n) else { return nil }
            return .ordinal(n)
        }
        guard let month = number(), (1...12).contains(month), accept("."), let week = number(),
            (1...5).contains(week), accept("."), let weekday = number(), (0...6).contains(weekday)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }
}
