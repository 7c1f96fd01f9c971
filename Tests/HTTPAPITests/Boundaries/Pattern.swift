import TestSupport

/// A pattern of the document, taken apart to make texts that match it.
///
/// It knows what the document uses of regular expressions: anchors, sets, groups, alternatives and repetitions.
indirect enum Pattern {
    case one(of: [ClosedRange<UInt32>])
    case sequence([Pattern])
    case alternatives([Pattern])
    case repeated(Pattern, ClosedRange<Int>)

    struct Unknown: Error { let rest: String }

    init(_ text: String) throws {
        var parser = PatternParser(rest: Array(text.unicodeScalars)[...])
        self = try parser.alternatives()
        guard parser.rest.isEmpty else { throw parser.unknown }
    }

    /// A text that matches.
    ///
    /// - Parameters:
    ///   - count: how often something is repeated.
    ///   - pick: one of so many alternatives.
    ///   - scalar: a character of some.
    func text(
        count: (ClosedRange<Int>) -> Int, pick: (Int) -> Int, scalar: ([ClosedRange<UInt32>]) -> UInt32
    ) -> String {
        switch self {
        case .one(of: let ranges): String(Unicode.Scalar(scalar(ranges))!)
        case .sequence(let parts): parts.map { $0.text(count: count, pick: pick, scalar: scalar) }.joined()
        case .alternatives(let parts): parts[pick(parts.count)].text(count: count, pick: pick, scalar: scalar)
        case .repeated(let part, let range):
            (0..<count(range)).map { _ in part.text(count: count, pick: pick, scalar: scalar) }.joined()
        }
    }

    /// Texts at the ends of what matches, and some at random.
    func texts(_ generator: inout Seeded) -> [String] {
        var random = generator
        var texts = [
            text(count: \.lowerBound, pick: { _ in 0 }, scalar: { $0[0].lowerBound }),
            text(count: \.upperBound, pick: { $0 - 1 }, scalar: { $0[$0.count - 1].upperBound }),
            text(count: \.upperBound, pick: { _ in 0 }, scalar: { $0[$0.count - 1].upperBound }),
            text(count: \.lowerBound, pick: { $0 - 1 }, scalar: { $0[0].lowerBound }),
        ]
        for _ in 0..<4 {
            texts.append(
                text(
                    count: { Int.random(in: $0, using: &random) }, pick: { Int.random(in: 0..<$0, using: &random) },
                    scalar: { UInt32.random(in: $0.randomElement(using: &random)!, using: &random) }))
        }
        generator = random
        return texts
    }
}

private struct PatternParser {
    var rest: ArraySlice<Unicode.Scalar>

    /// No text of a test is longer, where nothing bounds it.
    private static let unbounded = 12
    private static let all: ClosedRange<UInt32> = 0x20...0x17F

    var unknown: Pattern.Unknown { Pattern.Unknown(rest: String(String.UnicodeScalarView(rest))) }

    private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    mutating func alternatives() throws -> Pattern {
        var parts = [try sequence()]
        while accept("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    private mutating func sequence() throws -> Pattern {
        var parts: [Pattern] = []
        while let next = rest.first, next != "|", next != ")" {
            if accept("^") || accept("$") { continue }
            parts.append(try repetition(of: atom()))
        }
        return .sequence(parts)
    }

    private mutating func atom() throws -> Pattern {
        if accept("(") {
            let group = try alternatives()
            guard accept(")") else { throw unknown }
            return group
        }
        if accept("[") { return try set() }
        let scalar = try character()
        return .one(of: [scalar...scalar])
    }

    private mutating func character() throws -> UInt32 {
        guard let scalar = rest.popFirst() else { throw unknown }
        guard scalar == "\\" else { return scalar.value }
        guard accept("x"), rest.count > 1,
            let value = UInt32(String(String.UnicodeScalarView(rest.prefix(2))), radix: 16)
        else { throw unknown }
        rest.removeFirst(2)
        return value
    }

    private mutating func set() throws -> Pattern {
        let isNegated = accept("^")
        var ranges: [ClosedRange<UInt32>] = []
        while !accept("]") {
            if rest.starts(with: ["\\", "s"]) {
                rest.removeFirst(2)
                ranges += [0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0]
                continue
            }
            let first = try character()
            guard rest.first == "-", rest.dropFirst().first != "]" else {
                ranges.append(first...first)
                continue
            }
            rest.removeFirst()
            ranges.append(first...(try character()))
        }
        guard isNegated else { return .one(of: ranges) }
        return .one(of: PatternParser.all.filter { scalar in !ranges.contains { $0.contains(scalar) } }.map { $0...$0 })
    }

    private mutating func repetition(of part: Pattern) throws -> Pattern {
        if accept("?") { return .repeated(part, 0...1) }
        if accept("*") { return .repeated(part, 0...PatternParser.unbounded) }
        if accept("+") { return .repeated(part, 1...PatternParser.unbounded) }
        guard accept("{"), let end = rest.firstIndex(of: "}") else { return part }
        let bounds = String(String.UnicodeScalarView(rest[..<end])).split(separator: ",").compactMap { Int($0) }
        guard let least = bounds.first, let most = bounds.last else { throw unknown }
        rest = rest[rest.index(after: end)...]
        return .repeated(part, least...most)
    }
}
