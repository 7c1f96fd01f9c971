import Crypto

/// Words that a person typed, and what the event calls them that refers to them: kept apart from it, so that they can be erased.
public struct TextEntry: Hashable, Sendable {
    /// The first 16 bytes of SHA-256(salt ‖ words).
    public let textID: [UInt8]
    /// The words.
    public let text: String
    /// 16 random bytes.
    public let salt: [UInt8]

    /// An entry that was stored.
    public init(textID: [UInt8], text: String, salt: [UInt8]) {
        (self.textID, self.text, self.salt) = (textID, text, salt)
    }

    /// A new entry for words, under a salt of its own.
    public init(text: String, using generator: inout some RandomNumberGenerator) {
        let salt = (0..<16).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
        self.init(textID: TextEntry.identify(text, salt), text: text, salt: salt)
    }

    /// Whether the words and the salt are those that the id was made of; a forged row is not.
    public var isGenuine: Bool { TextEntry.identify(text, salt) == textID }

    private static func identify(_ text: String, _ salt: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: salt + Array(text.utf8)).prefix(16))
    }
}
