/// The name of a notification channel; like a statement it is always a literal.
public struct Channel: Sendable, ExpressibleByStringLiteral {
    /// The name, case-sensitive, at most 63 bytes.
    public let name: String

    /// Takes a literal.
    public init(stringLiteral value: StaticString) {
        name = value.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }
}
