import JSON

/// Judges values by the part of JSON Schema that the published schema uses; a keyword that it does not know is a
/// violation, so that nothing is taken for checked that is not.
struct JSONSchema {
    /// The schema, into which references point.
    let root: JSONValue
    private let patterns: [String: Regex<AnyRegexOutput>]

    private static let remarks: Set<String> = ["$schema", "$defs", "title", "description"]

    init(_ root: JSONValue) throws {
        self.root = root
        var patterns: [String: Regex<AnyRegexOutput>] = [:]
        for pattern in root.texts(of: "pattern") { patterns[pattern] = try Regex(pattern) }
        self.patterns = patterns
    }

    /// What is wrong with a value; nothing where it conforms.
    func violations(of value: JSONValue, _ schema: JSONValue? = nil, at path: String = "$") -> [String] {
        let schema = schema ?? root
        return schema.fields.flatMap { violations(of: value, $0, $1, among: schema, at: path) }
    }

    /// The schemas that a schema stands for: what it refers to, or its alternatives.
    func meanings(of schema: JSONValue) -> [JSONValue] {
        if let reference = schema["$ref"]?.string { return meanings(of: target(reference)) }
        if let alternatives = schema["oneOf"]?.elements { return alternatives.flatMap(meanings) }
        return [schema]
    }

    private func target(_ reference: String) -> JSONValue {
        reference.dropFirst(2).split(separator: "/").reduce(root) { $0[String($1)]! }
    }

    private func violations(
        of value: JSONValue, _ keyword: String, _ rule: JSONValue, among schema: JSONValue, at path: String
    ) -> [String] {
        func unless(_ holds: Bool) -> [String] { holds ? [] : ["\(path): \(keyword) \(rule.string ?? "")"] }
        switch (keyword, rule, value) {
        case ("$ref", .text, _): return violations(of: value, target(rule.string!), at: path)
        case ("oneOf", .array(let schemas), _):
            return unless(schemas.count { violations(of: value, $0, at: path).isEmpty } == 1)
        case ("not", .object, _): return unless(!violations(of: value, rule, at: path).isEmpty)
        case ("type", .text, _): return unless(rule.string == value.type)
        case ("enum", .array(let values), _): return unless(values.contains(value))
        case ("properties", .object, .object):
            return value.fields.flatMap { name, field in
                rule[name].map { violations(of: field, $0, at: "\(path).\(name)") } ?? []
            }
        case ("additionalProperties", .bool(false), .object):
            return value.fields.flatMap { name, _ in unless(schema["properties"]?[name] != nil) }
        case ("required", .array(let names), .object):
            return names.flatMap { unless(value[$0.string!] != nil) }
        case ("minProperties", .number(let least), .object(let fields)): return unless(fields.count >= least)
        case ("items", .object, .array(let elements)):
            return elements.enumerated().flatMap { violations(of: $1, rule, at: "\(path)[\($0)]") }
        case ("minItems", .number(let least), .array(let elements)): return unless(elements.count >= least)
        case ("maxItems", .number(let most), .array(let elements)): return unless(elements.count <= most)
        case ("uniqueItems", .bool(true), .array(let elements)):
            return unless(Set(elements).count == elements.count)
        case ("minLength", .number(let least), .text(let scalars)): return unless(scalars.count >= least)
        case ("maxLength", .number(let most), .text(let scalars)): return unless(scalars.count <= most)
        case ("pattern", .text, .text): return unless(value.string!.contains(patterns[rule.string!]!))
        case ("properties", .object, _), ("additionalProperties", .bool(false), _), ("required", .array, _),
            ("minProperties", .number, _), ("items", .object, _), ("minItems", .number, _), ("maxItems", .number, _),
            ("uniqueItems", .bool(true), _), ("minLength", .number, _), ("maxLength", .number, _),
            ("pattern", .text, _):
            return []
        default: return unless(Self.remarks.contains(keyword))
        }
    }
}

extension JSONValue {
    /// A text; nil of any other kind.
    var string: String? {
        guard case .text(let scalars) = self else { return nil }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The fields of an object; none of any other kind.
    var fields: [(name: String, value: JSONValue)] {
        guard case .object(let fields) = self else { return [] }
        return fields.map { (String(String.UnicodeScalarView($0)), $1) }
    }

    /// The elements of an array; nil of any other kind.
    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    subscript(name: String) -> JSONValue? {
        guard case .object(let fields) = self else { return nil }
        return fields[Array(name.unicodeScalars)]
    }

    fileprivate var type: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "integer"
        case .text: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The texts of all fields of a name, wherever they stand.
    fileprivate func texts(of name: String) -> [String] {
        fields.flatMap { field in
            (field.name == name ? [field.value.string].compactMap(\.self) : []) + field.value.texts(of: name)
        } + (elements ?? []).flatMap { $0.texts(of: name) }
    }
}
