/// What becomes of each character in a plate, read from ``PlateForms``.
struct PlateTable: Sendable {
    static let shared = PlateTable()

    /// What a run of characters has in common; the order is the generator's.
    enum Kind: UInt32, CaseIterable {
        case letter
        /// A capital, its small letter, the next capital, and so on.
        case alternating
        /// Each has its form at the same distance.
        case moved
        case text
        /// Part of a script's letters: a vowel sign, a tone.
        case mark
        /// Stands on letters of any script, so it must compose with one.
        case accent
        case dropped
    }

    /// What a plate has in a character's place.
    enum Form {
        case nothing
        case one(UInt32)
        case several(ArraySlice<UInt32>)
    }

    private struct Run {
        let first: UInt32
        let end: UInt32
        let kind: Kind
        /// The distance, the class by which marks are ordered, or where the texts begin.
        let value: Int
    }

    private struct Pair: Hashable {
        let base: UInt32
        let second: UInt32
    }

    private var runs: [Run] = []
    private var texts: [UInt32] = []
    /// Where each text begins, and where the last one ends.
    private var textStarts = [0]
    private var pairs: [UInt32: Pair] = [:]
    private var composed: [Pair: UInt32] = [:]

    private init() {
        var numbers = PlateNumbers(PlateForms.encoded)
        var end: UInt32 = 0
        var textCount = 0
        for _ in 0..<numbers.next() {
            let first = end + numbers.next()
            let (count, number) = numbers.next().quotientAndRemainder(dividingBy: UInt32(Kind.allCases.count))
            let kind = Kind(rawValue: number)!
            let value =
                switch kind {
                case .moved, .mark, .accent: numbers.nextSigned()
                case .text: textCount
                case .letter, .alternating, .dropped: 0
                }
            if kind == .text { textCount += Int(count) }
            end = first + count
            runs.append(Run(first: first, end: end, kind: kind, value: value))
        }
        var last = 0
        while textStarts.count <= textCount {
            let (part, isLast) = numbers.next().quotientAndRemainder(dividingBy: 2)
            last += PlateNumbers.signed(part)
            texts.append(UInt32(last))
            if isLast == 1 { textStarts.append(texts.count) }
        }
        var (scalar, second) = (0, 0)
        for _ in 0..<numbers.next() {
            scalar += Int(numbers.next())
            let base = scalar - numbers.nextSigned()
            second += numbers.nextSigned()
            let pair = Pair(base: UInt32(base), second: UInt32(second))
            pairs[UInt32(scalar)] = pair
            composed[pair] = UInt32(scalar)
        }
    }

    /// What a plate has in a character's place; nil where no plate has the character.
    func form(of scalar: UInt32) -> Form? {
        guard let run = run(of: scalar) else { return nil }
        switch run.kind {
        case .letter, .mark, .accent: return .one(scalar)
        case .alternating: return .one(scalar - (scalar - run.first) % 2)
        case .moved: return .one(UInt32(Int(scalar) + run.value))
        case .text:
            let index = run.value + Int(scalar - run.first)
            return .several(texts[textStarts[index]..<textStarts[index + 1]])
        case .dropped: return .nothing
        }
    }

    /// Whether a character of a plate is a mark, and the class by which marks on one letter are ordered.
    func mark(_ scalar: UInt32) -> (kind: Kind, order: Int)? {
        // No mark lies before the accents.
        guard scalar >= 0x300, let run = run(of: scalar), run.kind == .mark || run.kind == .accent else { return nil }
        return (run.kind, run.value)
    }

    private func run(of scalar: UInt32) -> Run? {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].end <= scalar { low = middle + 1 } else { high = middle }
        }
        return low < runs.count && runs[low].first <= scalar ? runs[low] : nil
    }

    /// The letter or syllable without what was put on or behind it last, and that.
    func parts(of scalar: UInt32) -> (base: UInt32, second: UInt32)? {
        Hangul.parts(of: scalar) ?? pairs[scalar].map { ($0.base, $0.second) }
    }

    /// The one character that two are.
    func composition(of base: UInt32, _ second: UInt32) -> UInt32? {
        Hangul.composition(of: base, second) ?? composed[Pair(base: base, second: second)]
    }
}
