import HTTPTypes
import Synchronization

/// Holds every exchange against the document, and remembers what was exercised.
final class Contract: Sendable {
    let document: Document
    private let exercised = Mutex<(operations: Set<Document.Operation>, problems: Set<String>)>(([], []))

    init(_ document: Document) {
        self.document = document
    }

    /// Operations that were answered with success, and types of problems that were met.
    var coverage: (operations: Set<Document.Operation>, problems: Set<String>) { exercised.withLock { $0 } }

    /// How an exchange breaks the contract; nothing where it keeps it.
    func violations(_ exchange: Exchange) -> [String] {
        // Every GET may be asked as HEAD.
        let method = exchange.method == .head ? .get : exchange.method
        guard let template = document.template(of: exchange.path) else { return violations(anywhere: exchange) }
        let operation = Document.Operation(method: method, template: template)
        guard let description = document[operation] else {
            return violations(anywhere: exchange)
        }
        if exchange.status == .ok { exercised.withLock { _ = $0.operations.insert(operation) } }
        let response = document.resolved(description["responses"]?[String(exchange.status.code)])
        if Contract.before.contains(exchange.problem ?? "") { return violations(anywhere: exchange) }
        guard let response else { return ["\(operation) does not list the status \(exchange.status.code)"] }
        return violations(exchange, response, exchange.status.code) + violations(request: exchange, operation)
    }

    /// What a connection is told of, whatever the address.
    private static let before: Set = [
        "unreadable-request", "head-too-large", "version-not-supported", "expectation-failed", "request-timeout",
        "too-many-connections",
    ]

    private func violations(anywhere exchange: Exchange) -> [String] {
        let listed = document.anyAddress.filter { $0.status == exchange.status.code }
        guard let response = listed.first?.response else {
            return ["no address lists the status \(exchange.status.code)"]
        }
        return violations(exchange, response, exchange.status.code)
    }

    private func violations(_ exchange: Exchange, _ response: JSON?, _ status: Int) -> [String] {
        guard let response, exchange.status.code == status else {
            return ["the status is \(exchange.status.code), not \(status)"]
        }
        var violations = headerViolations(exchange, response["headers"]?.object ?? [:])
        if response["content"] == nil {
            let isEmpty = exchange.body.isEmpty && exchange.mediaType == nil
            return violations + (isEmpty ? [] : ["the answer has a body that is not listed"])
        }
        guard let type = exchange.mediaType, let content = response["content"]?[type], let schema = content["schema"]
        else {
            return violations + ["the media type is \(exchange.mediaType ?? "missing")"]
        }
        if exchange.method == .head {
            if !exchange.body.isEmpty { violations.append("an answer to HEAD has a body") }
            return violations
        }
        if exchange.headers[.contentLength].flatMap(Int.init) != exchange.body.count {
            violations.append("the length is not that of the body")
        }
        guard let value = type.hasSuffix("json") ? exchange.json : .string(exchange.text) else {
            return violations + ["the body is not JSON"]
        }
        if let problem = exchange.problem {
            exercised.withLock { _ = $0.problems.insert("urn:parklog:problem:\(problem)") }
        }
        return violations + document.schema.violations(of: value, schema)
    }

    /// A listed header that tells of an earlier reply may be missing, and a tag where only differences are answered; all others
    /// must be there, and none beside them.
    private func headerViolations(_ exchange: Exchange, _ listed: [String: JSON]) -> [String] {
        var violations: [String] = []
        for name in ["Idempotent-Replay", "Retry-After", "Allow", "ETag"] {
            let value = exchange.headers[HTTPField.Name(name)!]
            guard let schema = document.resolved(listed[name])?["schema"] else {
                if value != nil { violations.append("the header \(name) is not listed") }
                continue
            }
            if let value {
                violations += document.schema.violations(of: .string(value), schema, at: name)
            } else if !["Idempotent-Replay", "ETag"].contains(name) || exchange.status == .notModified {
                violations.append("the header \(name) is missing")
            }
        }
        return violations
    }

    /// What the service takes must be what the document describes, and what it does not know the document must not list.
    private func violations(request exchange: Exchange, _ operation: Document.Operation) -> [String] {
        var violations: [String] = []
        if exchange.status == .ok {
            let names = document.parameters(of: operation).filter { $0["in"] == "query" }.compactMap {
                $0["name"]?.string
            }
            violations += exchange.queryNames.filter { !names.contains($0) }.map { "\($0) is not a listed parameter" }
        }
        guard let body = document[operation]?["requestBody"]?["content"]?["application/json"]?["schema"],
            let value = try? JSON(exchange.sent)
        else { return violations }
        let faults = document.schema.violations(of: value, body)
        if exchange.status == .ok, !faults.isEmpty { violations.append("took a body that is not listed: \(faults)") }
        let isOfNew = exchange.problem == "missing-field" && document.lacksWhatNewNeeds(value, operation)
        if ["unknown-field", "missing-field"].contains(exchange.problem), faults.isEmpty, !isOfNew {
            violations.append("refused a body's fields that are listed")
        }
        return violations
    }
}
