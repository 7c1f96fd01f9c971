/// Judges values by the part of JSON Schema that the document uses. A keyword that it does not know is an error, not a comment.
struct Schema: Sendable {
    /// The document, into which references point.
    let document: JSON

    private static let remarks: Set<String> = ["description", "default", "example"]

    /// What is wrong with a value; nothing where it conforms.
    func violations(of value: JSON, _ schema: JSON, at path: String = "$") -> [String] {
        guard case .object(let keywords) = schema else { return ["\(path): the schema is no object"] }
        return keywords.flatMap { keyword, rule in
            violations(of: value, keyword, rule, among: keywords, at: path)
        }
    }

    /// What a reference points at.
    func resolve(_ reference: String) -> JSON? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(document as JSON?) { $0?[String($1)] }
    }

    private func violations(
        of value: JSON, _ keyword: String, _ rule: JSON, among keywords: [String: JSON], at path: String
    ) -> [String] {
        switch (keyword, rule, value) {
        case ("$ref", .string(let reference), _):
            guard let target = resolve(reference) else { return ["\(path): \(reference) points at nothing"] }
            return violations(of: value, target, at: path)
        case ("allOf", .array(let schemas), _):
            return schemas.flatMap { violations(of: value, $0, at: path) }
        case ("oneOf", .array(let schemas), _):
            let outcomes = schemas.map { violations(of: value, $0, at: path) }
            let fitting = outcomes.count(where: \.isEmpty)
            return fitting == 1 ? [] : ["\(path): fits \(fitting) of the alternatives: \(outcomes)"]
        case ("anyOf", .array(let schemas), _):
            let outcomes = schemas.map { violations(of: value, $0, at: path) }
            return outcomes.contains(where: \.isEmpty) ? [] : ["\(path): fits none of the alternatives: \(outcomes)"]
        case ("not", _, _):
            return violations(of: value, rule, at: path).isEmpty ? ["\(path): is what it must not be"] : []
        case ("type", .string(let type), _):
            return value.is(type) ? [] : ["\(path): is not of type \(type)"]
        case ("enum", .array(let values), _):
            return values.contains(value) ? [] : ["\(path): \(value) is not one of the values"]
        case ("const", _, _):
            return rule == value ? [] : ["\(path): \(value) is not \(rule)"]
        case ("properties", .object(let properties), .object(let fields)):
            return fields.flatMap { name, field in
                properties[name].map { violations(of: field, $0, at: "\(path).\(name)") } ?? []
            }
        case ("additionalProperties", .bool(false), .object(let fields)):
            let known = keywords["properties"]?.object ?? [:]
            return fields.keys.filter { known[$0] == nil }.map { "\(path): has an unknown field \($0)" }
        case ("required", .array(let names), .object(let fields)):
            return names.compactMap(\.string).filter { fields[$0] == nil }.map { "\(path): lacks \($0)" }
        case ("dependentRequired", .object(let needs), .object(let fields)):
            return needs.filter { fields[$0.key] != nil }.flatMap { name, others in
                (others.array ?? []).compactMap(\.string).filter { fields[$0] == nil }.map {
                    "\(path): has \(name) without \($0)"
                }
            }
        case ("minProperties", .integer(let least), .object(let fields)):
            return fields.count >= least ? [] : ["\(path): has too few fields"]
        case ("items", _, .array(let elements)):
            return elements.enumerated().flatMap { violations(of: $1, rule, at: "\(path)[\($0)]") }
        case ("minItems", .integer(let least), .array(let elements)):
            return elements.count >= least ? [] : ["\(path): has too few elements"]
        case ("maxItems", .integer(let most), .array(let elements)):
            return elements.count <= most ? [] : ["\(path): has too many elements"]
        case ("minimum", .integer(let least), .integer(let number)):
            return number >= least ? [] : ["\(path): \(number) is below \(least)"]
        case ("maximum", .integer(let most), .integer(let number)):
            return number <= most ? [] : ["\(path): \(number) is above \(most)"]
        case ("minLength", .integer(let least), .string(let text)):
            return text.unicodeScalars.count >= least ? [] : ["\(path): is too short"]
        case ("maxLength", .integer(let most), .string(let text)):
            return text.unicodeScalars.count <= most ? [] : ["\(path): is too long"]
        case ("pattern", .string(let pattern), .string(let text)):
            guard let regex = try? Regex(pattern) else { return ["\(path): \(pattern) is no pattern"] }
            // By the code point, as ECMA 262 has it.
            return text.contains(regex.matchingSemantics(.unicodeScalar))
                ? [] : ["\(path): \(text) does not match \(pattern)"]
        // The other kinds of value, to which the keyword does not apply.
        case ("properties", .object, _), ("additionalProperties", .bool(false), _), ("required", .array, _),
            ("dependentRequired", .object, _), ("minProperties", .integer, _), ("items", .object, _),
            ("minItems", .integer, _),
            ("maxItems", .integer, _), ("minimum", .integer, _),
            ("maximum", .integer, _), ("minLength", .integer, _), ("maxLength", .integer, _), ("pattern", .string, _):
            return []
        default:
            return Schema.remarks.contains(keyword) ? [] : ["\(path): the keyword \(keyword) is unknown or misused"]
        }
    }
}

extension JSON {
    fileprivate func `is`(_ type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .integer: type == "integer" || type == "number"
        case .number: type == "number"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }
}
