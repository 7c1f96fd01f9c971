/// Korean syllables, which are a leading consonant, a vowel and perhaps a trailing consonant, by arithmetic.
enum Hangul {
    private static let syllables: Range<UInt32> = 0xAC00..<0xD7A4
    private static let leads: Range<UInt32> = 0x1100..<0x1113
    private static let vowels: Range<UInt32> = 0x1161..<0x1176
    /// The first place stands for no consonant.
    private static let trails: Range<UInt32> = 0x11A7..<0x11C3

    /// Whether a character goes on with a syllable that another began.
    static func isPart(_ scalar: UInt32) -> Bool { vowels.contains(scalar) || trails.contains(scalar) }

    private static func endsWithVowel(_ syllable: UInt32) -> Bool {
        syllables.contains(syllable) && (syllable - syllables.lowerBound) % UInt32(trails.count) == 0
    }

    /// A syllable without its trailing consonant, and that; or the leading consonant and the vowel.
    static func parts(of syllable: UInt32) -> (base: UInt32, second: UInt32)? {
        guard syllables.contains(syllable) else { return nil }
        let (open, trail) = (syllable - syllables.lowerBound).quotientAndRemainder(dividingBy: UInt32(trails.count))
        if trail > 0 { return (syllable - trail, trails.lowerBound + trail) }
        let (lead, vowel) = open.quotientAndRemainder(dividingBy: UInt32(vowels.count))
        return (leads.lowerBound + lead, vowels.lowerBound + vowel)
    }

    /// The syllable of a consonant and a vowel, or of a syllable and its trailing consonant.
    static func composition(of base: UInt32, _ second: UInt32) -> UInt32? {
        if leads.contains(base), vowels.contains(second) {
            let open = (base - leads.lowerBound) * UInt32(vowels.count) + (second - vowels.lowerBound)
            return syllables.lowerBound + open * UInt32(trails.count)
        }
        guard endsWithVowel(base), trails.dropFirst().contains(second) else { return nil }
        return base + (second - trails.lowerBound)
    }
}
