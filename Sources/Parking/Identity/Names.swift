// Short texts that the outside world chooses and the log keeps.

/// A text of 1 to 128 printable ASCII characters that a device or a caller made up.
public protocol Token: Hashable, Sendable, CustomStringConvertible {
    /// The text itself.
    var text: String { get }
    /// Takes a text that has been checked.
    init(checked text: String)
}

extension Token {
    /// The token; nil where the text is empty, too long or has other than printable ASCII characters.
    public init?(_ text: String) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) }) else { return nil }
        self.init(checked: text)
    }

    /// What it prints as.
    public var description: String { text }
}

/// What stands on a paper ticket in place of a plate that could not be read.
public struct TicketID: Token {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}

/// The identifier of a command, the caller's `Idempotency-Key`: the same one again gives the same reply.
public struct CommandID: Token {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}

/// Who sent a command: a service, a device or an operator.
public struct Actor: Token {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}

/// Why an operator acted by hand: 1 to 200 characters without control characters.
public struct Remark: Hashable, Sendable, CustomStringConvertible {
    /// The words.
    public let text: String

    /// The remark; nil where the text is blank, too long or has control characters.
    public init?(_ text: String) {
        guard text.unicodeScalars.count <= 200, text.contains(where: { !$0.isWhitespace }),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        self.text = text
    }

    /// What it prints as.
    public var description: String { text }
}
