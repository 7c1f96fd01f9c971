import Chronology
public import EventLog

extension Seeded {
    /// Events that use everything that a column can hold.
    public mutating func events(_ count: Int) -> [NewEvent] {
        (0..<count).map { _ in
            NewEvent(
                type: text(), schemaVersion: Int16.random(in: 1 ... .max, using: &self),
                occurredAt: Instant(
                    microseconds: Int64.random(
                        in: Instant.earliest.microseconds...Instant.latest.microseconds, using: &self)),
                commandID: Bool.random(using: &self) ? text() : nil, actor: text(),
                trace: Bool.random(using: &self) ? text() : nil, payload: json())
        }
    }

    /// A text of any scalars but NUL, which PostgreSQL cannot hold.
    mutating func text() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            let plane: UInt32 = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &self)!
            text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: 1...plane, using: &self)) ?? "\u{301}")
        }
        return text
    }

    /// A JSON text with more white space than it needs, and sometimes a key twice.
    mutating func json(depth: Int = 3) -> [UInt8] {
        let space = ["", " ", "\n", "\t ", "\r\n"].randomElement(using: &self)!
        switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &self) {
        case 0: return Array((space + ["null", "true", "false"].randomElement(using: &self)! + space).utf8)
        case 1: return Array((space + ["-0", "1.50", "12e+07", "9007199254740993"].randomElement(using: &self)!).utf8)
        case 2: return string()
        case 3: return Array(#""\u00e9\/\ud83d\ude97\u0041""#.utf8)
        case 4:
            let items = (0..<Int.random(in: 0...3, using: &self)).map { _ in json(depth: depth - 1) }
            return Array("[".utf8) + items.joined(separator: Array("\(space),".utf8)) + Array("]\(space)".utf8)
        default:
            let pairs = (0..<Int.random(in: 0...3, using: &self)).map { _ in
                (Bool.random(using: &self) ? Array(#""plate""#.utf8) : string()) + Array("\(space):".utf8)
                    + json(depth: depth - 1)
            }
            return Array("{\(space)".utf8) + pairs.joined(separator: Array(", ".utf8)) + Array("}".utf8)
        }
    }

    private mutating func string() -> [UInt8] {
        let plain = text().unicodeScalars.filter { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }
        return Array(("\"" + String(String.UnicodeScalarView(plain)) + "\"").utf8)
    }
}
