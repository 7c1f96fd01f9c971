// Reading of ISO 8601 and RFC 3339 texts: digits at fixed places, nothing guessed.

extension LocalDay {
    /// Reads `2026-03-02`; nil for any other form or for a day that the calendar lacks.
    public init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let day = scanner.day(), scanner.isAtEnd else { return nil }
        self = day
    }
}

extension LocalTime {
    /// Reads `07:30`, `07:30:15` or `24:00`; nil for any other form.
    public init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let time = scanner.time(), scanner.isAtEnd else { return nil }
        self = time
    }
}

extension LocalDateTime {
    /// Reads `2026-03-02T08:00`, with or without seconds and up to nine digits of a fraction of one, or with a space for the
    /// `T`; nil for any other form.
    public init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let day = scanner.day(), let local = scanner.time(on: day), scanner.isAtEnd else { return nil }
        self = local
    }
}

extension Instant {
    /// Reads an RFC 3339 time with its offset, such as `2026-03-02T08:00:00.25+01:00` or `…Z`; nil for any other form.
    ///
    /// A text without an offset names no instant and is refused, and so is one of other years than ``years``. Digits below the
    /// microsecond are cut off.
    public init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let day = scanner.day(), Instant.years.contains(day.civil.year), let local = scanner.time(on: day),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        self.init(microseconds: local.microseconds - offset * 1_000_000)
    }
}

/// A cursor over ASCII that reads fields of fixed width.
private struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some StringProtocol) {
        // No time is longer; one byte more tells that there is something behind it.
        bytes = Array(text.utf8.prefix(65))
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += digits
        return value
    }

    mutating func day() -> LocalDay? {
        guard let year = number(digits: 4), accept("-"), let month = number(digits: 2), accept("-"),
            let day = number(digits: 2)
        else { return nil }
        return LocalDay(year: year, month: month, day: day)
    }

    mutating func time() -> LocalTime? {
        guard let hour = number(digits: 2), accept(":"), let minute = number(digits: 2) else { return nil }
        guard accept(":") else { return LocalTime(hour: hour, minute: minute) }
        guard let second = number(digits: 2) else { return nil }
        return LocalTime(hour: hour, minute: minute, second: second)
    }

    /// A time behind a day.
    mutating func time(on day: LocalDay) -> LocalDateTime? {
        guard accept("T") || accept(" ") else { return nil }
        let start = position
        guard let time = time() else { return nil }
        // A fraction is one of a second, and a day ends with its last midnight.
        let hasSeconds = position - start == 8
        guard let nanoseconds = hasSeconds ? fraction() : 0, nanoseconds == 0 || time < .endOfDay else { return nil }
        return LocalDateTime(microseconds: LocalDateTime(day, time).microseconds + nanoseconds / 1_000)
    }

    /// The nanoseconds behind a decimal point; zero where there is none.
    mutating func fraction() -> Int64? {
        guard accept(".") else { return 0 }
        var value: Int64 = 0
        var digits = 0
        while let digit = number(digits: 1) {
            guard digits < 9 else { return nil }
            value = value * 10 + Int64(digit)
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in digits..<9 { value *= 10 }
        return value
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if accept("Z") { return 0 }
        let east = accept("+")
        guard east || accept("-"), let hours = number(digits: 2), hours <= 23, accept(":"),
            let minutes = number(digits: 2), minutes <= 59
        else { return nil }
        return Int64(hours * 3600 + minutes * 60) * (east ? 1 : -1)
    }
}
