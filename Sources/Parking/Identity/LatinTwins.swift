/// The Latin letters that other letters are taken for.
///
/// Twins are written by their numbers, since nobody could see which of the two stands here.
enum LatinTwins {
    static func ofCyrillic(_ letter: Unicode.Scalar) -> Unicode.Scalar? {
        switch letter {
        case "\u{410}": "A"
        case "\u{412}": "B"
        case "\u{415}": "E"
        case "\u{41A}": "K"
        case "\u{41C}": "M"
        case "\u{41D}": "H"
        case "\u{41E}": "O"
        case "\u{420}": "P"
        case "\u{421}": "C"
        case "\u{422}": "T"
        case "\u{423}", "\u{4AE}": "Y"
        case "\u{425}": "X"
        case "\u{405}": "S"
        case "\u{406}", "\u{4C0}": "I"
        case "\u{408}": "J"
        case "\u{51A}": "Q"
        case "\u{51C}": "W"
        case "\u{401}": "\u{CB}"
        case "\u{407}": "\u{CF}"
        default: nil
        }
    }

    static func ofGreek(_ letter: Unicode.Scalar) -> Unicode.Scalar? {
        switch letter {
        case "\u{391}": "A"
        case "\u{392}": "B"
        case "\u{395}": "E"
        case "\u{396}": "Z"
        case "\u{397}": "H"
        case "\u{399}": "I"
        case "\u{39A}": "K"
        case "\u{39C}": "M"
        case "\u{39D}": "N"
        case "\u{39F}": "O"
        case "\u{3A1}": "P"
        case "\u{3A4}": "T"
        case "\u{3A5}": "Y"
        case "\u{3A7}": "X"
        default: nil
        }
    }

    /// The letter of A to Z that one with accents or a stroke is built on; nil for any other.
    static func withoutAccents(_ letter: Unicode.Scalar) -> Unicode.Scalar? {
        var base = letter.value
        while let parts = PlateTable.shared.parts(of: base) { base = parts.base }
        switch Unicode.Scalar(base) {
        // Strokes go through a letter, and Unicode does not take those apart.
        case "\u{D0}", "\u{110}": return "D"
        case "\u{D8}": return "O"
        case "\u{126}": return "H"
        case "\u{141}": return "L"
        case "\u{166}": return "T"
        case let plain?: return ("A"..."Z").contains(plain) ? plain : nil
        case nil: return nil
        }
    }
}
