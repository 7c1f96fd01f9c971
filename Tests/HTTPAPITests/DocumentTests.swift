import Access
import Parking
import TestSupport
@testable import HTTPAPI
import HTTPTypes
import Hummingbird
import JSON
import Hosting
import Money
import EventLog
import Testing

extension HTTPTests {
    @Suite struct DocumentTests {
        @Test func `every route is in the document and every operation of the document has a route`() throws {
            let service = try Service.shared
            let hosts = GarageHosts(
                log: PostgresEventLog(service.pool), zones: Service.zones, logger: TestDatabase.silent)
            let routes = HTTPAPI(hosts: hosts, pool: service.pool, authentication: .none).router().routes.flatMap {
                route in
                // One route takes every command, and the document describes each of them.
                let path = route.path.description
                return (path.contains("{command}") ? CommandName.allCases.map(\.rawValue) : [""]).map { command in
                    Document.Operation(
                        method: route.method, template: path.replacing("{command}", with: command))
                }
            }
            #expect(Set(routes) == service.contract.document.operations)
            #expect(routes.count == 73)
        }

        @Test func `the document names for every operation the roles that may ask it, as the table has them`() throws {
            let paths = try #require(Service.shared.contract.document.root["paths"]?.object)
            var checked = 0
            for (path, item) in paths {
                for (method, operation) in item.object ?? [:] where method != "parameters" {
                    let named = operation["x-roles"]?.array?.compactMap(\.string)
                    #expect(named == DocumentTests.roles(at: path), "\(method) \(path)")
                    #expect((operation["security"] != nil) == AccessMiddleware.forEverybody.contains(path), "\(path)")
                    checked += 1
                }
            }
            #expect(
                checked == CommandName.allCases.count + Reading.allCases.count + AccessMiddleware.forEverybody.count)
        }

        /// Who may ask at an address, in the words of the document; nil where everybody may.
        private static func roles(at path: String) -> [String]? {
            let commands = "/v1/garages/{garage}/commands/"
            let table =
                path.hasPrefix(commands)
                ? CommandName(rawValue: String(path.dropFirst(commands.count)))?.senders
                : Reading(address: path)?.readers
            return table.map { table in
                Role.allCases.compactMap { role in
                    table[role].map { $0 == .its ? role.rawValue : "\(role.rawValue) \($0.rawValue)" }
                }
            }
        }

        @Test func `the document lists the types of problems that there are, and no others`() throws {
            let types = ProblemType.allCases.map(\.rawValue) + HTTPProblem.allCases.map(\.rawValue)
            #expect(Set(types).count == types.count, "a type stands in both")
            let documented = try Service.shared.contract.document.problemTypes
            #expect(documented == Set(types.map { "urn:parklog:problem:\($0)" }))
        }

        @Test func `the document lists the kinds of events that there are, and no others`() throws {
            let schemas = try Service.shared.contract.document.root["components"]?["schemas"]
            let named = schemas?["EventType"]?["enum"]?.array?.compactMap(\.string) ?? []
            let kinds = schemas?["Event"]?["allOf"]?[1]?["oneOf"]?.array ?? []
            let described = kinds.compactMap { $0["properties"]?["type"]?["const"]?.string }
            #expect(named.sorted() == GarageEvent.typeNames.sorted())
            #expect(described.sorted() == named.sorted())
        }

        @Test func `every type of problem belongs to one status`() throws {
            let document = try Service.shared.contract.document
            var statuses: [String: Set<String>] = [:]
            for (place, status, response) in document.responses {
                guard let schema = response["content"]?["application/problem+json"]?["schema"] else { continue }
                let special = try #require(schema["allOf"]?[1]?["properties"], "\(place)")
                #expect(special["status"]?["const"]?.integer == Int64(status), "\(place)")
                let type = special["type"]
                for type in type?["enum"]?.array ?? [type?["const"]].compactMap(\.self) {
                    statuses[try #require(type.string), default: []].insert(status)
                }
            }
            #expect(Set(statuses.keys) == document.problemTypes)
            for (type, statuses) in statuses { #expect(statuses.count == 1, "\(type): \(statuses)") }
        }

        @Test func `every example conforms to its schema`() throws {
            let document = try Service.shared.contract.document
            let examples = document.root.examples(at: "#")
            for (place, schema, example) in examples {
                let violations = document.schema.violations(of: example, schema)
                #expect(violations.isEmpty, "\(place)")
            }
            #expect(examples.count >= 40)
        }

        @Test func `every whole number has a least and a most`() throws {
            let document = try Service.shared.contract.document
            let numbers = document.root.schemas(ofType: "integer")
            #expect(numbers.count > 10)
            for number in numbers {
                #expect(number["minimum"]?.integer != nil && number["maximum"]?.integer != nil, "\(number.text)")
            }
        }

        @Test func `the currencies of the document are those that there are`() throws {
            let document = try Service.shared.contract.document
            let listed = document.schema.resolve("#/components/schemas/Currency/enum")?.array ?? []
            let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
            let codes = letters.flatMap { a in letters.flatMap { b in letters.map { a + b + $0 } } }
            #expect(listed.compactMap(\.string) == codes.filter { Currency(code: $0) != nil })
        }

        @Test func `what a pattern cannot say, the description of its schema says`() throws {
            let document = try Service.shared.contract.document
            for unspoken in Unspoken.all {
                let description = document.schema.resolve("#/components/schemas/\(unspoken.schema)/description")
                #expect((description?.string?.count ?? 0) > 40, "\(unspoken.schema): \(unspoken.reason)")
            }
        }

        @Test func `every operation has an id of its own, a summary, a description and examples`() throws {
            let document = try Service.shared.contract.document
            var ids: Set<String> = []
            for operation in document.operations {
                let description = try #require(document[operation])
                ids.insert(try #require(description["operationId"]?.string, "\(operation)"))
                for field in ["summary", "description"] { #expect(description[field]?.string?.isEmpty == false) }
                let success = try #require(description["responses"]?["200"]?["content"]?.object, "\(operation)")
                if let json = success["application/json"] { #expect(json["example"] != nil, "\(operation)") }
                if let body = description["requestBody"]?["content"]?["application/json"] {
                    #expect(body["example"] != nil, "\(operation)")
                }
            }
            #expect(ids.count == document.operations.count)
        }

        @Test func `every reference points at something and everything shared is used`() throws {
            let document = try Service.shared.contract.document
            let references = document.root.references
            for reference in references { #expect(document.schema.resolve(reference) != nil, "\(reference)") }
            let schemes = document.root["security"]?.array?.flatMap { $0.object?.keys.map { $0 } ?? [] } ?? []
            let used = references.union(schemes.map { "#/components/securitySchemes/\($0)" })
            for (kind, parts) in try #require(document.root["components"]?.object) {
                for name in try #require(parts.object).keys {
                    #expect(used.contains("#/components/\(kind)/\(name)"))
                }
            }
        }
    }
}

extension JSON {
    fileprivate var references: Set<String> {
        switch self {
        case .object(let fields):
            Set([fields["$ref"]?.string].compactMap(\.self)).union(fields.values.flatMap(\.references))
        case .array(let elements): Set(elements.flatMap(\.references))
        default: []
        }
    }

    /// Every schema of a type.
    fileprivate func schemas(ofType type: String) -> [JSON] {
        switch self {
        case .object(let fields):
            (fields["type"]?.string == type ? [self] : []) + fields.values.flatMap { $0.schemas(ofType: type) }
        case .array(let elements): elements.flatMap { $0.schemas(ofType: type) }
        default: []
        }
    }

    /// Examples with the schemas beside them.
    fileprivate func examples(at place: String) -> [(place: String, schema: JSON, example: JSON)] {
        switch self {
        case .object(let fields):
            var examples = fields.flatMap { name, field in field.examples(at: "\(place)/\(name)") }
            if let example = fields["example"], let schema = fields["schema"] {
                examples.append((place, schema, example))
            }
            return examples
        case .array(let elements): return elements.enumerated().flatMap { $1.examples(at: "\(place)/\($0)") }
        default: return []
        }
    }
}
