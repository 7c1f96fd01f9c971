import Foundation
import TestSupport

/// Values at the bounds that a schema of the document names, just beyond them, and some at random: JSON texts, of which the
/// document itself says whether they conform.
struct Candidates {
    let schema: Schema
    var generator: Seeded

    /// What an enumeration of many values is tried with.
    private static let mostValues = 8
    private static let otherKinds = ["null", "true", "7", "-1.5", "\"\"", "\" \"", "\"🚗\"", "[]", "{}"]

    init(_ schema: Schema, seed: UInt64) {
        self.schema = schema
        generator = Seeded(seed)
    }

    /// Candidates for a text or a number.
    mutating func scalars(of rule: JSON) -> [String] {
        var texts = Candidates.otherKinds
        if let values = rule["enum"]?.array ?? rule["const"].map({ [$0] }) {
            for value in values.shuffled(using: &generator).prefix(Candidates.mostValues) {
                texts.append(value.text)
                if let word = value.string {
                    texts += [word + "x", String(word.dropLast()), word.uppercased(), word.lowercased(), word + " "]
                        .map(Candidates.quoted)
                }
            }
        }
        switch rule["type"]?.string {
        case "integer": texts += Candidates.numbers(of: rule)
        case "boolean": texts += ["false", "\"true\"", "0", "1"]
        case "string": texts += strings(of: rule).map(Candidates.quoted)
        default: break
        }
        return Array(Set(texts)).sorted()
    }

    /// Candidates for the text of a parameter.
    mutating func parameters(of rule: JSON) -> [String] {
        switch rule["type"]?.string {
        case "integer":
            Candidates.numbers(of: rule).map { $0.replacing("\"", with: "") } + [
                "+1", "01", "00", "-0", "1 ", "0x1", "١", "",
            ]
        case "string": strings(of: rule)
        default: (rule["enum"]?.array ?? []).compactMap(\.string).flatMap { [$0, $0 + "x", $0.uppercased(), ""] }
        }
    }

    private static func numbers(of rule: JSON) -> [String] {
        var numbers: [Int64] = [-1, 0, 1, 2, .max, .min]
        for bound in [rule["minimum"]?.integer, rule["maximum"]?.integer].compactMap(\.self) {
            numbers.append(bound)
            for beside in [bound.subtractingReportingOverflow(1), bound.addingReportingOverflow(1)]
            where !beside.overflow {
                numbers.append(beside.partialValue)
            }
        }
        return Set(numbers).sorted().map { "\($0)" }
            + ["2.0", "20e-1", "0.2e1", "1.5", "-0", "\"2\"", "9223372036854775808", "-9223372036854775809", "1e30"]
    }

    private mutating func strings(of rule: JSON) -> [String] {
        var strings = ["", " ", "a", "A", "1", "null"]
        for length in [rule["minLength"]?.integer, rule["maxLength"]?.integer].compactMap(\.self) {
            for count in [length - 1, length, length + 1] where count >= 0 {
                strings += ["a", "🚗", "👩‍🚀"].map { word in
                    String(
                        String.UnicodeScalarView(
                            String(repeating: word, count: Int(count)).unicodeScalars.prefix(Int(count))))
                }
            }
        }
        if let pattern = rule["pattern"]?.string.flatMap({ try? Pattern($0) }) {
            let matching = pattern.texts(&generator)
            strings += matching + matching.flatMap { nearMisses(of: $0) }
        }
        return Array(Set(strings)).sorted()
    }

    /// Texts that differ from one in a character or two.
    private mutating func nearMisses(of text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        guard let last = scalars.last else { return ["x"] }
        var texts = [
            scalars + [last], scalars.dropLast(), Array(scalars.dropFirst()), scalars + ["\n"], [" "] + scalars,
        ]
        let odd: [Unicode.Scalar] = [
            "0", "1", "3", "9", "Z", "z", "-", "+", ":", "T", " ", ".", "/", "é", "١", "\t", "\u{7F}",
        ]
        for _ in 0..<3 {
            var changed = scalars
            changed[Int.random(in: changed.indices, using: &generator)] = odd.randomElement(using: &generator)!
            texts.append(changed)
        }
        return texts.map { String(String.UnicodeScalarView($0)) }
    }

    static func quoted(_ text: String) -> String { JSON.string(text).text }
}

extension JSON {
    /// The value as a JSON text.
    var text: String {
        switch self {
        case .null: "null"
        case .bool(let bool): "\(bool)"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .string(let string): String(decoding: (try? JSONEncoder().encode(string)) ?? Data(), as: UTF8.self)
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
        case .object(let fields):
            "{" + fields.sorted { $0.key < $1.key }.map { "\(JSON.string($0).text):\($1.text)" }.joined(separator: ",")
                + "}"
        }
    }
}
