public import Chronology
public import JSON
public import Money

// Values of the trade as JSON texts. Each reader says what the text must look like.

extension JSONError.Kind {
    /// The calendar has no such day.
    public static let day = JSONError.Kind.other("day")
}

extension JSONReader {
    /// Reads the name of a card, a rate, a group and the like.
    package mutating func identifier<Name>(_ make: (String) -> Name?) throws(JSONError) -> Name {
        try value("1 to 64 of a–z, 0–9, - _ and .", make)
    }

    /// Reads a duration such as `15 min`.
    package mutating func span() throws(JSONError) -> TimeSpan {
        try value("a duration such as 90 s, 15 min, 1 h or 2 days", TimeSpan.init(text:))
    }

    /// Reads an ISO 4217 currency.
    package mutating func currency() throws(JSONError) -> Currency {
        try value("an ISO 4217 currency such as EUR", Currency.init(code:))
    }

    /// Reads what a card or a driver names in a currency: a price, a fee, a limit.
    package mutating func namedAmount(_ currency: Currency) throws(JSONError) -> Money {
        try amount(currency) { (text) throws(MoneyError) in try Money(named: text, currency) }
    }

    /// Reads what something came to in a currency, which may be more than any price.
    package mutating func total(_ currency: Currency) throws(JSONError) -> Money {
        try amount(currency) { (text) throws(MoneyError) in try Money(text, currency) }
    }

    private mutating func amount(
        _ currency: Currency, _ make: (String) throws(MoneyError) -> Money
    ) throws(JSONError) -> Money {
        let text = try string()
        do { return try make(text) } catch {
            let example = Money(minorUnits: 1250).decimal(in: currency)
            let bound = error == .tooMuch ? ", with at most \(Money.mostWholeDigits) digits before the point" : ""
            throw JSONError(
                "must be an amount in \(currency) such as \"\(example)\"\(bound), not \"\(JSONError.shortened(text))\"")
        }
    }

    /// Reads a driver's groups.
    package mutating func groups() throws(JSONError) -> Set<GroupID> {
        Set(try list(most: 100) { (reader: inout JSONReader) throws(JSONError) in try GroupID.read(&reader) })
    }
}

extension JSONWriter {
    /// A driver's groups; left out where there are none.
    package mutating func groups(_ groups: Set<GroupID>) {
        guard !groups.isEmpty else { return }
        name("groups")
        array(groups.map(\.text).sorted()) { $0.string($1) }
    }
}

extension JSONFields {
    /// Reads what something came to in a currency.
    package mutating func amount(_ name: String, in currency: Currency) throws(JSONError) -> Money {
        try required(name) { (reader: inout JSONReader) throws(JSONError) in try reader.total(currency) }
    }
}

extension LocalDay: JSONReadable {
    /// Reads a day such as `2026-03-02`.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> LocalDay {
        let text = try reader.string()
        guard let day = LocalDay(text) else {
            throw JSONError(
                "must be a day of the calendar such as 2026-03-02, not \"\(JSONError.shortened(text))\"", kind: .day)
        }
        return day
    }
}

extension Instant: JSONReadable {
    /// Reads a time with its offset.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Instant {
        try reader.value(
            "a time with its offset such as 2026-03-02T08:00:00+01:00, of the years 1900 to 2199", { Instant($0) })
    }
}

extension LocalDateTime: JSONReadable {
    /// Reads a time by the clock on the wall.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> LocalDateTime {
        try reader.value("a time by the garage's clock such as 2026-03-02T07:30", { LocalDateTime($0) })
    }
}

extension TimeSpan: JSONReadable {
    /// Reads a duration such as `15 min`.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> TimeSpan { try reader.span() }
}

extension Currency: JSONReadable {
    /// Reads an ISO 4217 currency.
    public static func read(_ reader: inout JSONReader) throws(JSONError) -> Currency { try reader.currency() }
}

extension TimeSpan: JSONWritable {
    /// Writes the duration as operators do.
    public func write(_ json: inout JSONWriter) { json.string(text) }
}
