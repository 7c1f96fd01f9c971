import TestSupport

/// Bodies that were valid until a few of their bytes or words were changed.
struct Mutation {
    private static let words: [String] = [
        "null", "true", "-1", "0", "1e999", "-0", "9223372036854775808", "1.5", "\"\"", "{}", "[]", "[[[[",
        "\"\\u0000\"",
        "\"\\ud800\"", "\"🚗\"", "\"24:00\"", "\"999999999 days\"", "\"0 s\"", "\"1 day\"", "\"-5.00\"",
        "\"92233720368547758.07\"", "\"9999-12-31\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"UTC\"",
        "\"in\"", "\"both\"", "\"plate\"", "\"event\"", "\"day\"", "\"a\"", "\"2026-03-02\"",
        "\"2026-03-02T08:00:00Z\"",
        "\"every\"", "\"until\"", "\"ticket\"", "\"direction\"",
    ]

    /// A body with one change, or a few, and now and then with none: a garage that lost its gates gets them back.
    static func of(_ body: String, using generator: inout Seeded) -> [UInt8] {
        var bytes = Array(body.utf8)
        for _ in 0..<[0, 1, 1, 1, 2, 4].randomElement(using: &generator)! { change(&bytes, using: &generator) }
        return bytes
    }

    private static func change(_ bytes: inout [UInt8], using generator: inout Seeded) {
        guard !bytes.isEmpty else { return bytes = [UInt8.random(in: 0...255, using: &generator)] }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(Array("{}[],:\"\\ 0-".utf8).randomElement(using: &generator)!, at: place)
        case 3: bytes.removeSubrange(place...)
        case 4:
            let end = Int.random(in: place..<bytes.count, using: &generator)
            bytes.insert(contentsOf: bytes[place...end], at: place)
        default:
            // A whole word gives way to another, seldom one that names a field.
            let words = words(in: bytes).filter { word in
                let namesField = bytes[word.upperBound...].first == UInt8(ascii: ":")
                return !namesField || Int.random(in: 0..<8, using: &generator) == 0
            }
            guard let word = words.randomElement(using: &generator) else { return }
            bytes.replaceSubrange(word, with: Array(Self.words.randomElement(using: &generator)!.utf8))
        }
    }

    /// Where texts in quotes and numbers stand.
    private static func words(in bytes: [UInt8]) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for (index, byte) in bytes.enumerated() {
            let isQuote = byte == UInt8(ascii: "\"")
            if let begin = start, isQuote || (bytes[begin] != UInt8(ascii: "\"") && !(48...57).contains(byte)) {
                words.append(begin..<(isQuote ? index + 1 : index))
                start = nil
            } else if start == nil, isQuote || (48...57).contains(byte) {
                start = index
            }
        }
        return words
    }
}
