/// A number plate as cameras and people agree on it: capital letters and digits only.
///
/// Blanks, hyphens and dots are dropped, Latin letters capitalised (design rule 8). Letters of other scripts stay as they are:
/// plates in Cyrillic, Arabic or Chinese are matched by their own letters.
///
/// A plate is personal data. It appears in commands and in the vault, never in an event, a reply that is stored, or a log line;
/// so it prints as dots.
public struct Plate: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The normalised characters, 1 to 16 of them.
    public let characters: String

    /// Normalises what was read; nil where that leaves nothing, more than 16 characters, or a character no plate has.
    public init?(_ text: some StringProtocol) {
        var characters = ""
        var count = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "-", ".", "\u{B7}", "\u{A0}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}": continue
            case "0"..."9": characters.unicodeScalars.append(scalar)
            default:
                guard Plate.isLetter(scalar) else { return nil }
                let capitals = scalar.properties.uppercaseMapping
                // A few letters have a capital that is none: a base letter with a mark, or an emoji.
                guard capitals.unicodeScalars.allSatisfy(Plate.isLetter) else { return nil }
                characters += capitals
            }
            count += 1
            guard count <= 16 else { return nil }
        }
        guard !characters.isEmpty, characters.unicodeScalars.count <= 16 else { return nil }
        self.characters = characters
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic && !scalar.properties.isEmoji
    }

    /// What it prints as.
    public var description: String { "•••" }

    /// Nothing to look into, so that a dump shows no more than a print.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
