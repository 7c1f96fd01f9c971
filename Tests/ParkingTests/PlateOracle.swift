import Foundation

/// A plate's form by Foundation and the standard library, which share no table with the plate's own.
///
/// They may know a later Unicode; what came after the plate's is left out.
enum PlateOracle {
    /// Whether Unicode had the character when the plates' table was made.
    static func knows(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.age.map { $0.major <= 14 } ?? false
    }

    /// All that Unicode had then.
    static let all = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init).filter(knows)

    static func characters(of text: String) -> String? {
        var scalars = Array(text.unicodeScalars.filter { !isDropped($0) })
        guard scalars.allSatisfy(isRead) else { return nil }
        scalars = decomposed(scalars)
        guard let first = scalars.first, !isMark(first) else { return nil }
        var before: [Unicode.Scalar] = []
        while scalars != before {
            before = scalars
            // Capitals of what is taken apart: that of an iota under a vowel must not come before the vowel's accents.
            scalars = decomposed(scalars.flatMap(capitals))
        }
        scalars = Array(String(String.UnicodeScalarView(scalars)).precomposedStringWithCanonicalMapping.unicodeScalars)
        guard scalars.count <= 16, !scalars.contains(where: { isMark($0) && isAccent($0) }) else { return nil }
        return String(String.UnicodeScalarView(scalars))
    }

    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
    }

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber: true
        default: false
        }
    }

    static func isRead(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || isMark(scalar) || scalar.properties.generalCategory == .decimalNumber
    }

    static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        let category = scalar.properties.generalCategory
        if isSeparator(scalar) || category == .format || scalar.properties.isDefaultIgnorableCodePoint { return true }
        guard category.isPunctuationOrSymbol else { return false }
        return String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.allSatisfy(isSeparator)
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        [.spaceSeparator, .dashPunctuation].contains(scalar.properties.generalCategory)
            || ".·•‧∙⋅⸱⸳・˗⁃−".unicodeScalars.contains(scalar)
    }

    /// Marks that belong to no script.
    private static func isAccent(_ mark: Unicode.Scalar) -> Bool {
        switch mark.value {
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1CD0...0x1CFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0x302A...0x302F,
            0xFE20...0xFE2F, 0x101FD, 0x102E0, 0x1BC9D...0x1BC9E, 0x1CF00...0x1CFCF, 0x1D100...0x1D24F,
            0x1DA00...0x1DAAF, 0x1E8D0...0x1E8D6:
            true
        default: false
        }
    }

    private static func decomposed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let text = String(String.UnicodeScalarView(scalars)).decomposedStringWithCompatibilityMapping
        let all = Array(text.unicodeScalars)
        let kept = all.filter { !isDropped($0) }
        // What is dropped from a form for compatibility may bring a letter and a mark together.
        return kept == all ? all : decomposed(kept)
    }

    private static func capitals(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar.properties.generalCategory == .decimalNumber {
            return [Unicode.Scalar(UInt8(48 + Int(scalar.properties.numericValue!)))]
        }
        let small = scalar.properties.lowercaseMapping.unicodeScalars
        let capitals = small.flatMap { Array($0.properties.uppercaseMapping.unicodeScalars) }
        return capitals.allSatisfy(knows) ? capitals : [scalar]
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isPunctuationOrSymbol: Bool {
        switch self {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            true
        default: false
        }
    }
}
