import JSON
import Tariffs
import Testing

/// The published schema against the reader and the writer.
@Suite struct CardSchemaTests {
    private let schema: JSONSchema

    init() throws { schema = try Documents.schema() }

    /// An object that may stand in a card: where, and its fields by the schema.
    private struct Level {
        /// The names and `[0]`s that lead to it.
        let steps: [String]
        let names: Set<String>

        /// A document that has nothing but a field of this object, which is null.
        func document(with name: String) -> [UInt8] {
            let value = (steps + [name]).reversed().reduce("null") { value, step in
                step == "[0]" ? "[\(value)]" : #"{"\#(step)":\#(value)}"#
            }
            let isCurrency = steps.isEmpty && name == "currency"
            return Array((isCurrency ? value : #"{"currency":"EUR","# + value.dropFirst()).utf8)
        }

        func path(of name: String) -> String {
            (steps + [name.isEmpty ? "\"\"" : name]).joined(separator: ".").replacing(".[", with: "[")
        }
    }

    private func levels(_ schemas: [JSONValue], _ steps: [String] = []) -> [Level] {
        let meanings = schemas.flatMap(schema.meanings)
        let properties = meanings.compactMap { $0["properties"] }
        let elements = meanings.compactMap { $0["items"] }
        let names = Set(properties.flatMap { $0.fields.map(\.name) })
        let here = names.isEmpty ? [] : [Level(steps: steps, names: names)]
        let below = names.sorted().flatMap { name in levels(properties.compactMap { $0[name] }, steps + [name]) }
        return here + below + (elements.isEmpty ? [] : levels(elements, steps + ["[0]"]))
    }

    @Test func `every field of the schema is one that the reader takes there`() throws {
        let levels = levels([schema.root])
        #expect(levels.count > 15)
        for level in levels {
            for name in level.names {
                let error = try #require(throws: JSONError.self) {
                    try RateCardDocument(json: level.document(with: name))
                }
                #expect(error.kind != .unknownField && error.path == level.path(of: name), "\(error)")
            }
        }
    }

    @Test func `a field that the schema does not have there is refused, and the error names its path`() throws {
        let levels = levels([schema.root])
        let all = levels.reduce(into: Set(["evry", ""])) { $0.formUnion($1.names) }
        for level in levels {
            for name in all.subtracting(level.names) {
                let error = try #require(throws: JSONError.self) {
                    try RateCardDocument(json: level.document(with: name))
                }
                #expect(error.kind == .unknownField && error.path == level.path(of: name), "\(error)")
            }
        }
    }

    @Test func `the error lists the fields that the schema has there`() throws {
        for level in levels([schema.root]) {
            let error = try #require(throws: JSONError.self) {
                try RateCardDocument(json: level.document(with: "evry"))
            }
            let fields = level.names.sorted().joined(separator: ", ")
            #expect(error.problem == "is not a field here; the fields are \(fields)", "\(error)")
        }
    }

    @Test func `the example cards conform`() throws {
        for (name, json) in try Documents.cards() {
            #expect(schema.violations(of: try JSONValue(reading: json)) == [], "\(name)")
        }
    }

    @Test func `what the writer writes of a card that makes sense conforms, and has every field of the schema`() throws
    {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = RandomEvent(seed)
        var unwritten = levels([schema.root]).reduce(into: Set<String>()) { unwritten, level in
            unwritten.formUnion(level.names.map(level.path))
        }
        for index in 0..<150 {
            let value = try JSONValue(reading: draw.document().json)
            #expect(schema.violations(of: value) == [], "seed \(seed), card \(index)")
            unwritten.subtract(paths(in: value))
        }
        #expect(unwritten == [], "seed \(seed)")
    }

    private func paths(in value: JSONValue, _ path: String = "") -> [String] {
        value.fields.flatMap { name, field in
            let here = path.isEmpty ? name : "\(path).\(name)"
            return [here] + paths(in: field, here)
        } + (value.elements ?? []).flatMap { paths(in: $0, path + "[0]") }
    }

    static let wrong = [
        #"{"name":"a","currency":"EUR","timeZone":"UTC","rates":[]}"#,
        #"{"name":"a","currency":"EUR","timeZone":"UTC","rates":[],"crossing":"perBlock","colour":"red"}"#,
        #"{"name":"a","currency":"EUR","timeZone":"UTC","rates":[{"id":"a"}],"crossing":"perBlock"}"#,
        #"{"name":"a","currency":"EUR","timeZone":"UTC","rates":[{"id":"a","price":{"once":1}}],"crossing":"perBlock"}"#,
        #"{"name":"","currency":"EUR","timeZone":"UTC","rates":[],"crossing":"perBlock"}"#,
        #"{"name":"a","currency":"EUR","timeZone":"UTC","rates":[],"crossing":"perBlock","caps":[{"amount":"1"}]}"#,
        #"{"name":"a","currency":"EUR","timeZone":"UTC","rates":[],"crossing":"perBlock","#
            + #""tax":{"name":"VAT","rate":"100.01","included":true}}"#,
        #"{"name":"a","currency":"EUR","timeZone":"UTC","rates":[],"crossing":"perBlock","#
            + #""refunds":{"bookings":[{"before":"1 h","percent":"100.01"}]}}"#,
    ]

    @Test(arguments: wrong) func `a card that is wrong does not conform`(json: String) throws {
        #expect(schema.violations(of: try JSONValue(reading: Array(json.utf8))) != [])
    }
}
