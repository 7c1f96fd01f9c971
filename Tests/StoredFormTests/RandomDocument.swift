import TestSupport

/// Draws JSON texts, each with the value that it stands for, and spoils them.
struct RandomDocument {
    var random: Seeded

    init(_ seed: UInt64) { random = Seeded(seed) }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func one<Element>(of elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }
    private mutating func blank() -> String {
        random.chance(80)
            ? "" : String((0..<number(1...3)).map { _ in one(of: [" ", "\t", "\n", "\r"] as [Character]) })
    }

    mutating func document(depth: Int = 0) -> (json: String, value: JSONValue) {
        let kind = number(0...(depth < 6 ? 9 : 5))
        let (json, value): (String, JSONValue)
        switch kind {
        case 0: (json, value) = one(of: [("null", .null), ("true", .bool(true)), ("false", .bool(false))])
        case 1...2:
            let whole = one(of: [0, 1, -1, .max, .min, Int64(number(-1_000_000...1_000_000))])
            (json, value) = (String(whole), .number(whole))
        case 3...5:
            let (text, scalars) = text()
            (json, value) = (text, .text(scalars))
        case 6...7:
            let elements = (0..<number(0...5)).map { _ in document(depth: depth + 1) }
            json = "[" + elements.map(\.json).joined(separator: ",") + (elements.isEmpty ? blank() : "") + "]"
            value = .array(elements.map(\.value))
        default:
            var fields: [[Unicode.Scalar]: JSONValue] = [:]
            var texts: [String] = []
            var names: Set<String> = []
            for _ in 0..<number(0...5) {
                let (name, scalars) = text()
                // Names that are equal as Swift compares texts count as twice the same.
                guard names.insert(String(String.UnicodeScalarView(scalars))).inserted else { continue }
                let (json, value) = document(depth: depth + 1)
                fields[scalars] = value
                texts.append(blank() + name + blank() + ":" + json)
            }
            (json, value) = ("{" + texts.joined(separator: ",") + blank() + "}", .object(fields))
        }
        return (blank() + json + blank(), value)
    }

    /// A whole number with a fraction or an exponent, or both.
    mutating func spelledNumber() -> (json: String, value: Int64) {
        let value = one(of: [0, 1, -1, .max, .min, Int64(number(-1_000_000...1_000_000)), Int64(number(0...99)) * 1000])
        var digits = String(value.magnitude)
        let sign = value < 0 ? "-" : ""
        let point = number(0...digits.count - 1)
        switch number(0...3) {
        case 0: return ("\(sign)\(digits).\(String(repeating: "0", count: number(1...20)))", value)
        case 1:
            let noughts = number(1...20)
            digits += String(repeating: "0", count: value == 0 ? 0 : noughts)
            return ("\(sign)\(digits)\(one(of: ["e", "E"]))-\(noughts)", value)
        case 2 where point > 0:
            let exponent = digits.count - point
            return (
                "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))\(one(of: ["e", "E", "e+"]))\(exponent)",
                value
            )
        default: return ("\(sign)\(digits)e\(one(of: ["0", "-0", "+00"]))", value)
        }
    }

    /// A text in quotes, some of its characters escaped, from every plane.
    private mutating func text() -> (String, [Unicode.Scalar]) {
        var json = "\""
        var scalars: [Unicode.Scalar] = []
        for _ in 0..<number(0...8) {
            let scalar = scalar()
            scalars.append(scalar)
            json += spelled(scalar)
        }
        return (json + "\"", scalars)
    }

    private mutating func scalar() -> Unicode.Scalar {
        let range: ClosedRange<Int> = one(of: [
            1...0x1F, 0x20...0x7F, 0x20...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
        ])
        return Unicode.Scalar(UInt32(number(range)))!
    }

    private mutating func spelled(_ scalar: Unicode.Scalar) -> String {
        let short: [Unicode.Scalar: String] = [
            "\"": #"\""#, "\\": #"\\"#, "/": #"\/"#, "\u{8}": #"\b"#, "\u{C}": #"\f"#, "\n": #"\n"#, "\r": #"\r"#,
            "\t": #"\t"#,
        ]
        let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
        if let short = short[scalar], random.chance(50) { return short }
        guard mustEscape || random.chance(30) else { return String(scalar) }
        let isUpper = random.chance(50)
        return Character(scalar).utf16.map {
            let digits = String($0, radix: 16, uppercase: isUpper)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    /// A text with a few bytes changed, taken away, doubled or put in.
    mutating func spoiled(_ json: String) -> [UInt8] {
        var bytes = Array(json.utf8)
        for _ in 0..<number(1...3) {
            let place = number(0...bytes.count)
            switch number(0...5) {
            case 0 where place < bytes.count: bytes[place] = UInt8(number(0...255))
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8(number(0...7))
            case 3: bytes.removeSubrange(place...)
            case 4:
                let part = Array(bytes[place..<min(bytes.count, place + number(0...9))])
                bytes.insert(contentsOf: part, at: number(0...bytes.count))
            default:
                let puts = [
                    #"\ud800"#, #"\u0000"#, #"\"#, "\"", ",", ":", "{", "}", "[", "]", "0", "-", ".", "1e9", "null",
                    " ",
                    "\u{0}", "\u{FEFF}",
                ]
                bytes.insert(contentsOf: Array(one(of: puts).utf8), at: place)
            }
        }
        return bytes
    }
}
