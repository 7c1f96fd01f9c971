import HTTPTypes
import TestSupport
import Testing

extension HTTPTests {
    /// The document against the service, both ways: what conforms is never called malformed, and what does not is refused.
    ///
    /// The values are made from the document, so a bound that only one of the two knows is found without a test of its own.
    @Suite struct BoundaryTests {
        /// How many bodies of one operation a run tries; a rate card has thousands.
        private static let mostBodies = 150
        /// How many requests are asked together.
        private static let together = 12

        /// What makes sense in a test's own garage, by the name of a field or a schema.
        static func plain(_ site: Site, _ operation: Document.Operation) -> [String: String] {
            [
                "garage": Candidates.quoted(site.garage), "TimeZone": "\"Europe/Berlin\"", "Currency": "\"EUR\"",
                "Plate": "\"B-AB 123\"", "Day": "\"2026-03-04\"", "Moment": "\"2026-03-02T08:00:00+01:00\"",
                "LocalTime": "\"2026-03-04T10:00\"", "Duration": "\"1 h\"", "NamedAmount": "\"12\"",
                "ClockTime": "\"08:00\"",
                "ClockEnd": "\"18:00\"", "hours": operation.template.hasSuffix("reserve") ? "2" : "",
                "gate": operation.template.hasSuffix("exit") ? "\"south\"" : "\"north\"", "Percentage": "\"19\"",
                "HourStart": "\"00:00\"", "HourEnd": "\"24:00\"",
            ].filter { !$0.value.isEmpty }
        }

        /// How an answer to a body breaks what the document says of the body; nil where it keeps it.
        private static func fault(_ variant: Variants.Variant, conforms: Bool, _ exchange: Exchange) -> String? {
            let status = exchange.status.code
            let told = "\(variant.path) = \(variant.value.prefix(120)): \(exchange.text.prefix(300))"
            if status >= 500 { return "failed: \(told)" }
            if !conforms {
                return [400, 413, 422].contains(status) ? nil : "does not conform and is not refused: \(told)"
            }
            guard status == 400 else { return nil }
            let text = (try? JSON(variant.value.utf8))?.string ?? ""
            return Unspoken.reason(text, as: variant.schema) == nil ? "conforms and is malformed: \(told)" : nil
        }

        @Test func `a body at a bound of the document is no worse than the document says, and beyond it no better`()
            async throws
        {
            print("bodies at their bounds: PARKLOG_TEST_SEED=\(Seeded.seed)")
            let document = try Service.shared.contract.document
            for operation in document.operations.sorted(by: { $0.template < $1.template }) {
                let content = document[operation]?["requestBody"]?["content"]?["application/json"]
                guard let rule = content?["schema"] else { continue }
                try await Site.with(capacity: 1_000) { site in
                    var variants = Variants(document.schema, plain: Self.plain(site, operation), seed: Seeded.seed)
                    var (faults, conforming, taken): ([String], Int, Int) = ([], 0, 0)
                    let uri = operation.template.replacing("{garage}", with: site.garage)
                    // Every run tries others of them.
                    var generator = Seeded(Seeded.seed)
                    let tried = variants.all(of: rule).shuffled(using: &generator).prefix(Self.mostBodies)
                    for variant in tried {
                        let value = try? JSON(variant.json.utf8)
                        let conforms = value.map { document.schema.violations(of: $0, rule).isEmpty } ?? false
                        let exchange = try await site.send(operation.method, uri, body: Array(variant.json.utf8))
                        if conforms { conforming += 1 }
                        if exchange.status == .ok { taken += 1 }
                        // What is new needs more than a change of it.
                        if exchange.problem == "missing-field", let value,
                            document.lacksWhatNewNeeds(value, operation)
                        {
                            continue
                        }
                        if let fault = Self.fault(variant, conforms: conforms, exchange) { faults.append(fault) }
                    }
                    #expect(
                        faults.isEmpty,
                        "\(operation), seed \(Seeded.seed): \(faults.prefix(20).joined(separator: "\n"))")
                    #expect(conforming > 0 && conforming < tried.count, "\(operation): \(conforming) of \(tried.count)")
                    print("\(operation): \(tried.count) bodies, \(conforming) conform, \(taken) were taken")
                }
            }
        }

        /// Whether the text of a parameter is one that its schema takes.
        private static func conforms(_ text: String, _ rule: JSON, _ schema: Schema) -> Bool {
            guard rule["type"] == "integer" else {
                // In a query a blank before the offset is a plus sign that was not escaped.
                let texts = [text, text.replacing(#/ (\d\d:\d\d)$/#) { "+\($0.1)" }]
                return texts.contains { schema.violations(of: .string($0), rule).isEmpty }
            }
            guard text.utf8.allSatisfy({ (48...57).contains($0) }), text == "0" || text.first != "0" else {
                return false
            }
            return Int64(text).map { schema.violations(of: .integer($0), rule).isEmpty } ?? false
        }

        @Test func `a parameter at a bound of the document is taken, and one beyond it is refused`() async throws {
            print("parameters at their bounds: PARKLOG_TEST_SEED=\(Seeded.seed)")
            let document = try Service.shared.contract.document
            try await Site.with { site in
                try await site.carryOut("gate-open", #"{"plate": "B-AB 123", "gate": "north"}"#)
                let tried = try Self.parameters(of: document, site)
                #expect(tried.count > 500)
                // Together, as some wait for a version that never comes.
                let faults = try await withThrowingTaskGroup(of: String?.self, returning: [String].self) { group in
                    var faults: [String] = []
                    for (index, parameter) in tried.enumerated() {
                        if index >= Self.together, let fault = try await group.next() {
                            faults += [fault].compactMap(\.self)
                        }
                        group.addTask { try await parameter.fault(site) }
                    }
                    for try await fault in group { faults += [fault].compactMap(\.self) }
                    return faults
                }
                #expect(faults.isEmpty, "seed \(Seeded.seed): \(faults.prefix(20).joined(separator: "\n"))")
            }
        }

        /// A request with a parameter that is tried.
        private struct Tried: Sendable {
            let operation: Document.Operation
            let uri: String
            let name: String
            let text: String
            let schema: String
            let conforms: Bool
            let isInAddress: Bool
            var headers: HTTPFields = [:]
            var body: [UInt8]?

            func fault(_ site: Site) async throws -> String? {
                let exchange = try await site.send(operation.method, uri, headers: headers, body: body)
                let status = exchange.status.code
                let told = "\(operation) \(name) = \(text.debugDescription.prefix(120)): \(exchange.text.prefix(300))"
                if status >= 500, exchange.problem != "not-reached" { return "failed: \(told)" }
                if conforms {
                    guard status == 400, Unspoken.reason(text, as: schema) == nil else { return nil }
                    return "conforms and is malformed: \(told)"
                }
                return status == 400 || (isInAddress && status == 404)
                    ? nil : "does not conform and is not refused: \(told)"
            }
        }

        /// What a parameter goes with that makes no sense alone.
        private static let companions = ["basis": "asOf=2026-03-02T08:00:00Z", "lookAlike": "plate=B-AB123"]

        private static func parameters(of document: Document, _ site: Site) throws -> [Tried] {
            let standing = ["garage": site.garage, "session": "2", "receipt": "1", "day": "2026-03-04"]
            return document.operations.sorted { $0.template < $1.template }.flatMap { operation -> [Tried] in
                var candidates = Candidates(document.schema, seed: Seeded.seed)
                let content = document[operation]?["requestBody"]?["content"]?["application/json"]
                return document.parameters(of: operation).flatMap { parameter -> [Tried] in
                    guard let name = parameter["name"]?.string, let schema = parameter["schema"] else { return [] }
                    let reference = schema["$ref"]?.string ?? schema["allOf"]?[0]?["$ref"]?.string
                    let rule = reference.flatMap(document.schema.resolve) ?? schema
                    let texts = Set(candidates.parameters(of: rule))
                    return texts.sorted().compactMap { text -> Tried? in
                        let place = parameter["in"]?.string
                        var (values, query, headers) = (standing, "", HTTPFields())
                        switch place {
                        case "path":
                            guard !text.isEmpty else { return nil }
                            values[name] = text.escaped
                        case "query":
                            query = "?\(name)=\(text.escaped)" + (companions[name].map { "&\($0)" } ?? "")
                        default:
                            // What no header can hold is changed on its way.
                            guard text.utf8.allSatisfy({ (33...126).contains($0) }) else { return nil }
                            headers[HTTPField.Name(name)!] = text
                        }
                        let address = values.reduce(operation.template) { $0.replacing("{\($1.key)}", with: $1.value) }
                        return Tried(
                            operation: operation, uri: address + query, name: name, text: text,
                            schema: reference?.split(separator: "/").last.map(String.init) ?? "",
                            conforms: conforms(text, rule, document.schema), isInAddress: place == "path",
                            headers: headers, body: content?["example"].map { Array($0.text.utf8) })
                    }
                }
            }
        }
    }
}

extension String {
    /// With every byte but letters and digits as a percent and two hexadecimal digits.
    fileprivate var escaped: String {
        utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122: String(UnicodeScalar(byte))
            default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
