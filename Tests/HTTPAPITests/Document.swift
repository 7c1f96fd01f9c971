import Foundation
import HTTPTypes
import Yams

/// `openapi.yaml`, as the service hands it out.
struct Document: Sendable {
    let root: JSON
    let schema: Schema

    /// A method at an address.
    struct Operation: Hashable, Sendable, CustomStringConvertible {
        let method: HTTPRequest.Method
        let template: String

        var description: String { "\(method.rawValue) \(template)" }
    }

    init(yaml: String) throws {
        root = try JSON(yaml: Yams.load(yaml: yaml))
        schema = Schema(document: root)
    }

    var operations: Set<Operation> {
        Set(
            (root["paths"]?.object ?? [:]).flatMap { template, item in
                (item.object ?? [:]).keys.compactMap { key in
                    key == "parameters"
                        ? nil : Operation(method: HTTPRequest.Method(key.uppercased())!, template: template)
                }
            })
    }

    /// The address's template; nil where the document has none for it.
    func template(of path: String) -> String? {
        let parts = path.split(separator: "/").map { $0.removingPercentEncoding ?? "?" }
        let fitting = (root["paths"]?.object ?? [:]).keys.filter { template in
            let names = template.split(separator: "/")
            return names.count == parts.count && zip(names, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return fitting.min { $0.count(where: { $0 == "{" }) < $1.count(where: { $0 == "{" }) }
    }

    subscript(operation: Operation) -> JSON? {
        root["paths"]?[operation.template]?[operation.method.rawValue.lowercased()]
    }

    /// What stands at a place, or what the reference there points at.
    func resolved(_ json: JSON?) -> JSON? {
        guard let reference = json?["$ref"]?.string else { return json }
        return schema.resolve(reference)
    }

    /// Whether a body names less than it must where what it changes is new; no schema knows whether it is.
    func lacksWhatNewNeeds(_ body: JSON, _ operation: Operation) -> Bool {
        let names = self[operation]?["requestBody"]?["x-required-of-new"]?.array?.compactMap(\.string) ?? []
        return names.contains { body[$0] == nil }
    }

    /// The parameters of an operation, those of its address included.
    func parameters(of operation: Operation) -> [JSON] {
        let shared = root["paths"]?[operation.template]?["parameters"]?.array ?? []
        return (shared + (self[operation]?["parameters"]?.array ?? [])).compactMap(resolved)
    }

    /// Every type of problem that there is.
    var problemTypes: Set<String> {
        Set((schema.resolve("#/components/schemas/Problem/properties/type/enum")?.array ?? []).compactMap(\.string))
    }

    /// What a request may meet before its address is looked at, by its status.
    var anyAddress: [(status: Int, response: JSON)] {
        (root["x-any-address"]?.array ?? []).compactMap(resolved).compactMap { response in
            let schema = response["content"]?["application/problem+json"]?["schema"]
            let status = schema?["allOf"]?[1]?["properties"]?["status"]?["const"]?.integer
            return status.map { (Int($0), response) }
        }
    }

    /// Every response with the place where it stands, references resolved.
    var responses: [(place: String, status: String, response: JSON)] {
        operations.flatMap { operation in
            (self[operation]?["responses"]?.object ?? [:]).compactMap { status, response in
                resolved(response).map { ("\(operation) \(status)", status, $0) }
            }
        }
            + anyAddress.map { ("any address \($0)", String($0), $1) }
    }
}

extension JSON {
    private struct NotJSON: Error {}

    init(yaml: Any?) throws {
        switch yaml {
        case nil, is NSNull: self = .null
        case let value as Bool: self = .bool(value)
        case let value as Int: self = .integer(Int64(value))
        case let value as Double: self = .number(value)
        case let value as String: self = .string(value)
        case let value as [Any]: self = .array(try value.map { try JSON(yaml: $0) })
        case let value as [AnyHashable: Any]:
            var object: [String: JSON] = [:]
            for (key, field) in value {
                guard let key = key as? String else { throw NotJSON() }
                object[key] = try JSON(yaml: field)
            }
            self = .object(object)
        default: throw NotJSON()
        }
    }
}
