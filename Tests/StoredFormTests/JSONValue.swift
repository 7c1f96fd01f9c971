import Foundation
import JSON

/// Any JSON value without fractions, compared scalar by scalar: two spellings of one letter are two texts.
indirect enum JSONValue: Hashable {
    case null
    case bool(Bool)
    case number(Int64)
    case text([Unicode.Scalar])
    case array([JSONValue])
    case object([[Unicode.Scalar]: JSONValue])

    static func text(_ string: String) -> JSONValue { .text(Array(string.unicodeScalars)) }

    /// The value as the reader reads it.
    init(reading bytes: [UInt8]) throws(JSONError) {
        self = try JSONReader.read(bytes) { (reader: inout JSONReader) throws(JSONError) in try reader.anything() }
    }

    /// The value as somebody tells it who drops every U+FEFF.
    var withoutByteOrderMarks: JSONValue {
        switch self {
        case .null, .bool, .number: self
        case .text(let scalars): .text(scalars.filter { $0 != "\u{FEFF}" })
        case .array(let elements): .array(elements.map(\.withoutByteOrderMarks))
        case .object(let fields):
            .object(
                Dictionary(
                    fields.map { ($0.key.filter { $0 != "\u{FEFF}" }, $0.value.withoutByteOrderMarks) },
                    uniquingKeysWith: { first, _ in first }))
        }
    }

    /// The value as Foundation reads it; nil where it refuses the text or sees a fraction.
    init?(foundation bytes: [UInt8]) {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) else {
            return nil
        }
        self.init(value)
    }

    private init?(_ value: Any) {
        switch value {
        case is NSNull: self = .null
        case let text as String: self = .text(text)
        case let bool as Bool where !(value is Int64) || "\(type(of: value))".contains("Bool"): self = .bool(bool)
        case let number as NSNumber:
            // A long negative number comes as a decimal, which cannot say exactly what it is where it ends in a nought.
            guard let whole = Int64(exactly: number) ?? Int64(number.stringValue) else { return nil }
            self = .number(whole)
        case let array as [Any]:
            var values: [JSONValue] = []
            for element in array {
                guard let value = JSONValue(element) else { return nil }
                values.append(value)
            }
            self = .array(values)
        case let object as [String: Any]:
            var values: [[Unicode.Scalar]: JSONValue] = [:]
            for (name, element) in object {
                guard let value = JSONValue(element) else { return nil }
                values[Array(name.unicodeScalars)] = value
            }
            self = .object(values)
        default: return nil
        }
    }
}

extension JSONReader {
    /// Reads whatever comes next. The reader itself is only ever told what to expect, so each kind is tried on a copy.
    fileprivate mutating func anything() throws(JSONError) -> JSONValue {
        if null() { return .null }
        var attempt = self
        if let text = try? attempt.string() {
            self = attempt
            return .text(text)
        }
        attempt = self
        if let bool = try? attempt.bool() {
            self = attempt
            return .bool(bool)
        }
        attempt = self
        if let number = try? attempt.int64() {
            self = attempt
            return .number(number)
        }
        attempt = self
        do {
            var elements: [JSONValue] = []
            try attempt.array { (reader: inout JSONReader) throws(JSONError) in elements.append(try reader.anything()) }
            self = attempt
            return .array(elements)
        } catch {
            guard error == JSONError("must be a list") else { throw error }
        }
        var fields: [[Unicode.Scalar]: JSONValue] = [:]
        try object { (reader: inout JSONReader, name) throws(JSONError) in
            fields[Array(name.unicodeScalars)] = try reader.anything()
        }
        return .object(fields)
    }
}
