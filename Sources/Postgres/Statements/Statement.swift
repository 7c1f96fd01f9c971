/// One statement's text.
///
/// Only a literal or a file compiled into the binary makes one, and no interpolation is possible, so that no SQL
/// is ever built from data. What varies is a ``Parameter``.
public struct Statement: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The SQL.
    public let text: String

    /// Takes a literal.
    public init(stringLiteral value: StaticString) {
        text = value.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }

    /// Takes the bytes of a script that was compiled into the binary.
    ///
    /// The bytes must be UTF-8 and hold no NUL; anything else is a fault of the build and traps.
    public init(embedded bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            fatalError("an embedded script is not UTF-8 text")
        }
        self.text = text
    }
}
