import Testing
import Yams

/// The judge must be able to say no.
@Suite struct SchemaTests {
    @Test(arguments: [
        ("{type: object}", "{}", "[]"), ("{type: array}", "[]", "{}"), ("{type: string}", "a", "1"),
        ("{type: integer}", "1", "1.5"), ("{type: integer}", "-1", "'1'"), ("{type: boolean}", "true", "'true'"),
        ("{type: number}", "1.5", "'1.5'"), ("{type: 'null'}", "null", "0"), ("{const: 1}", "1", "'1'"),
        ("{const: true}", "true", "false"), ("{enum: [a, b]}", "b", "c"), ("{pattern: '^[0-9]+$'}", "'12'", "1a"),
        ("{minimum: 1}", "1", "0"), ("{maximum: 5}", "5", "6"), ("{minLength: 1}", "a", "''"),
        ("{maxLength: 2}", "ab", "abc"), ("{minItems: 1}", "[1]", "[]"), ("{maxItems: 1}", "[1]", "[1, 2]"),
        ("{items: {type: string}}", "[a]", "[a, 1]"), ("{required: [a]}", "{a: 1}", "{b: 1}"),
        ("{properties: {a: {type: string}}}", "{a: a, b: 1}", "{a: 1}"),
        ("{additionalProperties: false, properties: {a: {}}}", "{a: 1}", "{a: 1, b: 1}"),
        ("{additionalProperties: false}", "{}", "{b: 1}"), ("{not: {required: [a, b]}}", "{a: 1}", "{a: 1, b: 1}"),
        ("{dependentRequired: {a: [b]}}", "{a: 1, b: 1}", "{a: 1}"), ("{minProperties: 1}", "{a: 1}", "{}"),
        ("{anyOf: [{minimum: 5}, {maximum: 1}]}", "1", "3"), ("{pattern: '^a$'}", "a", #""a\n""#),
        ("{oneOf: [{type: string}, {type: integer}]}", "a", "true"),
        ("{oneOf: [{minimum: 1}, {maximum: 5}]}", "6", "3"), ("{allOf: [{minimum: 1}, {maximum: 5}]}", "3", "6"),
        ("{$ref: '#/parts/name'}", "abc", "ABC"), ("{properties: {a: {$ref: '#/parts/name'}}}", "{a: abc}", "{a: A}"),
    ])
    func `a value conforms or does not`(schema: String, good: String, bad: String) throws {
        let document = try JSON(yaml: Yams.load(yaml: "parts: {name: {pattern: '^[a-z]+$'}}"))
        let judge = Schema(document: document)
        let rule = try JSON(yaml: Yams.load(yaml: schema))
        #expect(judge.violations(of: try JSON(yaml: Yams.load(yaml: good)), rule) == [])
        #expect(judge.violations(of: try JSON(yaml: Yams.load(yaml: bad)), rule).count == 1)
    }

    @Test(arguments: [
        "{tpye: string}", "{$ref: '#/nowhere'}", "{$ref: other.yaml}", "{pattern: '('}", "text", "{type: 1}",
    ])
    func `a schema that nobody understands conforms to nothing`(schema: String) throws {
        let judge = Schema(document: .object([:]))
        #expect(!judge.violations(of: "a", try JSON(yaml: Yams.load(yaml: schema))).isEmpty)
    }

    @Test func `a text of JSON is read value by value`() throws {
        let json = try JSON(Array(#"{"a": [1, -2.5, "x", true, false, null], "b": {}}"#.utf8))
        #expect(json == .object(["a": .array([1, .number(-2.5), "x", true, false, .null]), "b": .object([:])]))
    }
}
