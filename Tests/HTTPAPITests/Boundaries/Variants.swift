/// Bodies in which one place differs from a plain one: at a bound of the document, or just beyond it.
struct Variants {
    /// A body, and what is tried in it.
    struct Variant {
        var json: String
        /// Where.
        let path: String
        /// The name of the schema there, where it has one.
        let schema: String
        /// What.
        let value: String
    }

    /// What stands where the schema would take anything, by the name of a field or of a schema: so that a body makes sense.
    private let known: [String: String]
    private let schema: Schema
    private var candidates: Candidates
    /// What was found before, as a schema is met in many places.
    private var plainTexts: [Place: String] = [:]
    private var bases: [Place: Set<String>?] = [:]

    private struct Place: Hashable {
        let rule: JSON
        let name: String
    }

    init(_ schema: Schema, plain: [String: String], seed: UInt64) {
        self.schema = schema
        known = plain
        candidates = Candidates(schema, seed: seed)
    }

    /// Every variant of what conforms to a schema.
    mutating func all(of rule: JSON, _ name: String = "", at path: String = "$") -> [Variant] {
        if let (name, target) = named(rule) { return all(of: target, name, at: path) }
        func variant(_ json: String) -> Variant { Variant(json: json, path: path, schema: name, value: json) }
        if rule["properties"] != nil { return objects(of: rule, at: path) + ["null", "[]", "\"\"", "1"].map(variant) }
        if let alternatives = rule["oneOf"]?.array {
            return alternatives.flatMap { all(of: $0, name, at: path) }
        }
        if let items = rule["items"] {
            return arrays(of: rule, items, at: path) + ["null", "{}", "\"\"", "1"].map(variant)
        }
        return candidates.scalars(of: rule).map(variant)
    }

    /// Something that conforms.
    mutating func plain(_ rule: JSON, _ name: String = "") -> String {
        let place = Place(rule: rule, name: name)
        if let text = plainTexts[place] { return text }
        let text = makePlain(rule, name)
        plainTexts[place] = text
        return text
    }

    private mutating func makePlain(_ rule: JSON, _ name: String) -> String {
        if let text = known[name] { return text }
        if let (name, target) = named(rule) { return plain(target, name) }
        if rule["properties"] != nil { return object(base(rule)!, of: rule) }
        if let first = rule["oneOf"]?.array?.first { return plain(first) }
        if let items = rule["items"] {
            let element = plain(items)
            return "[" + Array(repeating: element, count: Int(rule["minItems"]?.integer ?? 0)).joined(separator: ",")
                + "]"
        }
        return candidates.scalars(of: rule).first { conforms($0, rule) }!
    }

    /// The name of a schema that is only referred to, and what it is.
    private func named(_ rule: JSON) -> (String, JSON)? {
        if let only = rule["allOf"]?.array, only.count == 1 { return named(only[0]) }
        guard let reference = rule["$ref"]?.string, let target = schema.resolve(reference) else { return nil }
        return (String(reference.split(separator: "/").last!), target)
    }

    private func conforms(_ json: String, _ rule: JSON) -> Bool {
        (try? JSON(json.utf8)).map { schema.violations(of: $0, rule).isEmpty } ?? false
    }

    /// Fields that make an object that conforms: those that must be there, one that is wanted, and at most two others.
    private mutating func base(_ rule: JSON, with wanted: String? = nil) -> Set<String>? {
        let place = Place(rule: rule, name: wanted ?? "")
        if let names = bases[place] { return names }
        let names = makeBase(rule, with: wanted)
        bases[place] = .some(names)
        return names
    }

    private mutating func makeBase(_ rule: JSON, with wanted: String?) -> Set<String>? {
        let required = Set((rule["required"]?.array ?? []).compactMap(\.string)).union([wanted].compactMap(\.self))
        let others = (rule["properties"]?.object ?? [:]).keys.filter { !required.contains($0) }.sorted()
        var choices: [[String]] = [[]] + others.map { [$0] }
        for one in others { choices += others.filter { $0 > one }.map { [one, $0] } }
        for more in choices {
            let names = required.union(more)
            if conforms(object(names, of: rule), rule) { return names }
        }
        return nil
    }

    private mutating func object(_ names: Set<String>, of rule: JSON, _ replaced: [String: String] = [:]) -> String {
        let fields = names.sorted().map { name in
            let value = replaced[name] ?? plain(rule["properties"]?[name] ?? .object([:]), name)
            return "\(Candidates.quoted(name)):\(value)"
        }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private mutating func objects(of rule: JSON, at path: String) -> [Variant] {
        var variants: [Variant] = []
        for (name, property) in (rule["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let names = base(rule, with: name) else { continue }
            for variant in all(of: property, name, at: "\(path).\(name)") {
                var around = variant
                around.json = object(names, of: rule, [name: variant.json])
                variants.append(around)
            }
            for other in names.sorted() {
                let json = object(names.subtracting([other]), of: rule)
                variants.append(Variant(json: json, path: path, schema: "", value: "without \(other)"))
            }
        }
        if let names = base(rule) {
            let json = object(names, of: rule, [:]).dropLast() + (names.isEmpty ? "" : ",") + #""nobody's":1}"#
            variants.append(Variant(json: String(json), path: path, schema: "", value: "an unknown field"))
        }
        return variants
    }

    private mutating func arrays(of rule: JSON, _ items: JSON, at path: String) -> [Variant] {
        let element = plain(items)
        let least = Int(rule["minItems"]?.integer ?? 0)
        func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }
        var counts: Set<Int> = [0, 1, 2]
        for bound in [rule["minItems"]?.integer, rule["maxItems"]?.integer].compactMap(\.self) {
            counts.formUnion([Int(bound) - 1, Int(bound), Int(bound) + 1])
        }
        var variants = counts.filter { $0 >= 0 }.sorted().map { count in
            Variant(
                json: list(Array(repeating: element, count: count)), path: path, schema: "", value: "\(count) elements")
        }
        for variant in all(of: items, at: path + "[0]") {
            var around = variant
            around.json = list([variant.json] + Array(repeating: element, count: max(0, least - 1)))
            variants.append(around)
        }
        return variants
    }
}
