/// The text of a name that machines pass around: 1 to 64 of `a–z 0–9 - _ .`, beginning with a letter or a digit.
public protocol Slug: Hashable, Sendable, CustomStringConvertible {
    /// The name itself.
    var text: String { get }
    /// Takes a text that has been checked.
    init(checked text: String)
}

extension Slug {
    /// The name; nil where the text is not one.
    public init?(_ text: String) {
        func isLetterOrDigit(_ byte: UInt8) -> Bool { (97...122).contains(byte) || (48...57).contains(byte) }
        guard (1...64).contains(text.utf8.count), let first = text.utf8.first, isLetterOrDigit(first),
            text.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 45 || $0 == 46 || $0 == 95 })
        else { return nil }
        self.init(checked: text)
    }

    /// What it prints as.
    public var description: String { text }
}

/// The name of a garage, the unit of consistency; it stands in addresses and at the head of every key.
public struct GarageID: Slug {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}

/// The name of a gate within its garage.
public struct GateID: Slug {
    /// The text itself.
    public let text: String
    /// Takes a text that has been checked.
    public init(checked text: String) { self.text = text }
}
