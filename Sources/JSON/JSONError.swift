/// Why a JSON text is not what was expected, and where.
public struct JSONError: Error, Hashable, Sendable {
    /// What kind of mistake it is; a caller's program may act on it.
    public enum Kind: Hashable, Sendable {
        /// The text is not JSON.
        case syntax
        /// The bytes are not UTF-8.
        case encoding
        /// Nothing reads the field.
        case unknownField
        /// A field that must be there is not.
        case missingField
        /// The value is not of the kind that the field takes.
        case value
        /// The value is not of a kind that whoever reads the text tells apart from the others, under this name.
        case other(String)
    }

    /// What kind of mistake it is.
    public let kind: Kind
    /// The place, such as `windows[1].until`; empty for the whole text.
    public private(set) var path: String
    /// What is wrong and what is expected there, as the end of a sentence that begins with the place.
    public let problem: String

    /// An error at the reader's place.
    public init(_ problem: String, path: String = "", kind: Kind = .value) {
        self.problem = problem
        self.kind = kind
        self.path = path
    }

    /// A field that nothing reads; the object around it knows its name.
    public static let unknownField = JSONError("is not a field here", kind: .unknownField)

    /// A field that nothing reads, in an object that has the others.
    static func unknownField(besides others: [String]) -> JSONError {
        guard !others.isEmpty else { return unknownField }
        return JSONError(
            "is not a field here; the fields are \(others.sorted().joined(separator: ", "))", kind: .unknownField)
    }

    /// A field that must be there.
    public static func missing(_ name: String) -> JSONError {
        JSONError("is missing", path: name, kind: .missingField)
    }

    /// The error, seen from the object or array around it.
    public func within(_ field: String) -> JSONError {
        var error = self
        let field = field.isEmpty ? "\"\"" : field
        error.path = path.isEmpty ? field : path.hasPrefix("[") ? field + path : "\(field).\(path)"
        return error
    }

    /// A text as an error shows it, cut after 40 scalars: one character may be of any length.
    public static func shortened(_ text: String) -> String {
        text.unicodeScalars.count > 40 ? String(text.unicodeScalars.prefix(40)) + "…" : text
    }
}

extension JSONError: CustomStringConvertible {
    /// The sentence for whoever sent the text.
    public var description: String { path.isEmpty ? "The JSON text \(problem)." : "\"\(path)\" \(problem)." }
}

/// The value of a field that must be there.
public func required<Value>(_ value: Value?, _ field: String) throws(JSONError) -> Value {
    guard let value else { throw .missing(field) }
    return value
}
