/// The name of a rate card of a garage: ``standard``, or that of a vehicle type, or of what an agreement puts in its
/// place.
public struct CardID: Sendable, Hashable, CustomStringConvertible {
    /// 1 to 64 of a–z, 0–9, `-`, `_` and `.`; the first is a letter or a digit.
    public let text: String

    /// The id that a text spells; nil for any text of another form.
    public init?(_ text: String) {
        guard text.isIdentifier else { return nil }
        self.text = text
    }

    /// The card of every vehicle whose type has none of its own.
    public static let standard = CardID("standard")!

    /// The text itself.
    public var description: String { text }
}
