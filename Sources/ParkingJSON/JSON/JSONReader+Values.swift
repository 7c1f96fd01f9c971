import Chronology
import Money
import Parking
public import Tariffs

// The trade's values as JSON texts. Each reader says what the text must look like.

extension JSONReader {
    /// Reads a text and makes a value of it, or says what it must be.
    mutating func value<Value>(_ kind: String, _ make: (String) -> Value?) throws(JSONError) -> Value {
        let text = try string()
        guard let value = make(text) else { throw JSONError("must be \(kind), not \"\(JSONError.shortened(text))\"") }
        return value
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ type: Value.Type
    ) throws(JSONError) -> Value where Value.RawValue == String {
        try value("one of " + Value.allCases.map(\.rawValue).joined(separator: ", ")) { Value(rawValue: $0) }
    }

    mutating func slug<Name: Slug>(_ type: Name.Type) throws(JSONError) -> Name {
        try identifier(Name.init)
    }

    mutating func identifier<Name>(_ make: (String) -> Name?) throws(JSONError) -> Name {
        try value("1 to 64 of a–z, 0–9, - _ and .", make)
    }

    mutating func token<Name: Token>(_ type: Name.Type) throws(JSONError) -> Name {
        try value("1 to 128 printable ASCII characters", Name.init)
    }

    /// The text of a plate is personal data and does not return in the error.
    mutating func plate() throws(JSONError) -> Plate {
        guard let plate = Plate(try string()) else {
            throw JSONError(
                "must be a plate: 1 to 16 letters and digits, with blanks, hyphens and dots as you like", kind: .plate)
        }
        return plate
    }

    mutating func plateID() throws(JSONError) -> PlateID {
        try value("32 hexadecimal digits", { PlateID(hex: $0) })
    }

    mutating func number<Name: EventNamed>(_ type: Name.Type) throws(JSONError) -> Name {
        let version = try int64()
        guard version > 0 else { throw JSONError("must be a number from 1 on") }
        return Name(version: version)
    }

    mutating func count() throws(JSONError) -> Int {
        let count = try int64()
        guard (0...1_000_000_000).contains(count) else { throw JSONError("must be from 0 to 1000000000") }
        return Int(count)
    }

    mutating func day() throws(JSONError) -> LocalDay {
        let text = try string()
        guard let day = LocalDay(text) else {
            throw JSONError(
                "must be a day of the calendar such as 2026-03-02, not \"\(JSONError.shortened(text))\"", kind: .day)
        }
        return day
    }

    mutating func instant() throws(JSONError) -> Instant {
        try value("a time with its offset such as 2026-03-02T08:00:00+01:00", { Instant($0) })
    }

    mutating func span() throws(JSONError) -> TimeSpan {
        try value("a duration such as 90 s, 15 min, 1 h or 2 days", TimeSpan.init(text:))
    }

    mutating func currency() throws(JSONError) -> Currency {
        try value("an ISO 4217 currency such as EUR", Currency.init(code:))
    }

    mutating func amount(_ currency: Currency) throws(JSONError) -> Money {
        let text = try string()
        do { return try Money(text, currency) } catch {
            let example = Money(minorUnits: 1250).decimal(in: currency)
            throw JSONError(
                "must be an amount in \(currency) such as \"\(example)\", not \"\(JSONError.shortened(text))\"")
        }
    }

    mutating func groups() throws(JSONError) -> Set<GroupID> {
        Set(
            try list(most: 100) { (reader: inout JSONReader) throws(JSONError) in
                try reader.identifier(GroupID.init)
            })
    }

    mutating func remark() throws(JSONError) -> Remark {
        try value("1 to 200 characters without control characters", Remark.init)
    }
}

extension JSONWriter {
    /// A driver's groups; left out where there are none.
    public mutating func groups(_ groups: Set<GroupID>) {
        guard !groups.isEmpty else { return }
        name("groups")
        array(groups.map(\.text).sorted()) { $0.string($1) }
    }
}
