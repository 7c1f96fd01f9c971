/// Which letters a garage takes for one another when no plate matches by its own.
///
/// It is for matching only. What is stored is the plate as it was read.
public enum PlateFolding: String, Hashable, Sendable, CaseIterable {
    /// Latin letters with an accent or a stroke are their base letters: Ä is A, Ø is O.
    case accents
    /// Cyrillic letters that look like Latin ones are those: В is B, Н is H.
    case cyrillic
    /// Greek letters that look like Latin ones are those: Β is B, Η is H.
    case greek
}

extension Set<PlateFolding> {
    /// The character of a plate that another one counts as.
    func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return scalar }
        var letter = scalar
        if contains(.cyrillic), let twin = LatinTwins.ofCyrillic(letter) { letter = twin }
        if contains(.greek), let twin = LatinTwins.ofGreek(letter) { letter = twin }
        // The twin of Ё is Ë, so accents come last.
        if contains(.accents), let base = LatinTwins.withoutAccents(letter) { letter = base }
        return letter
    }
}
