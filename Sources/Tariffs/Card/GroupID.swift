/// The name of a group of drivers, such as a company's staff or a house's residents.
public struct GroupID: Sendable, Hashable, CustomStringConvertible {
    /// 1 to 64 of a–z, 0–9, `-`, `_` and `.`; the first is a letter or a digit.
    public let text: String

    /// The id that a text spells; nil for any text of another form.
    public init?(_ text: String) {
        guard text.isIdentifier else { return nil }
        self.text = text
    }

    /// The text itself.
    public var description: String { text }
}
