import Foundation
import HTTPTypes
import Testing

extension HTTPTests {
    /// The contract must notice when it is broken.
    @Suite struct ContractTests {
        static func exchange(
            _ method: HTTPRequest.Method = .get, _ uri: String = "/health/live", sent: String = "",
            _ status: HTTPResponse.Status = .ok, _ type: String = "application/json",
            body: String = #"{"status": "live"}"#,
            more: HTTPFields = [:]
        ) -> Exchange {
            var headers = more
            headers[.contentType] = type
            headers[.contentLength] = String(body.utf8.count)
            return Exchange(
                method: method, uri: uri, sent: Array(sent.utf8), status: status, headers: headers,
                body: Array(body.utf8))
        }

        static let reply = #"{"garage": "a", "version": 1, "events": [], "result": {"cancelled": 3}}"#
        static let cancel = "/v1/garages/a/commands/cancel"
        static func problem(_ name: String, _ status: Int) -> String {
            #"{"type": "urn:parklog:problem:\#(name)", "title": "T", "status": \#(status), "detail": "D."}"#
        }
        static let problemType = "application/problem+json"

        @Test func `an exchange that keeps the contract has no violations`() throws {
            let contract = Contract(try Service.shared.contract.document)
            #expect(contract.violations(Self.exchange()) == [])
            #expect(
                contract.violations(Self.exchange(.post, Self.cancel, sent: #"{"reservation": 3}"#, body: Self.reply))
                    == [])
            #expect(contract.coverage.operations.count == 2)
            let missing = Self.exchange(
                .post, Self.cancel, sent: "{}", .badRequest, Self.problemType, body: Self.problem("missing-field", 400))
            #expect(contract.violations(missing) == [])
            #expect(contract.coverage.problems == ["urn:parklog:problem:missing-field"])
        }

        @Test(arguments: [
            exchange(body: #"{"status": "dead"}"#), exchange(body: #"{"status": "live", "more": 1}"#),
            exchange(body: "{"),
            exchange(.get, "/health/live", .accepted), exchange(.get, "/health/live", .ok, "text/plain"),
            exchange(.head, "/health/live"), exchange(.get, "/nowhere"), exchange(.put, "/health/live"),
            exchange(.get, "/health/live?x=1"),
            exchange(.get, "/health/live", .notFound, problemType, body: problem("not-found", 404)),
            exchange(.get, "/nowhere", .notFound, problemType, body: problem("unknown-garage", 404)),
            exchange(.put, "/health/live", .methodNotAllowed, problemType, body: problem("method-not-allowed", 405)),
            exchange(.post, cancel, sent: #"{"reservation": 3, "more": 1}"#, body: reply),
            exchange(.post, cancel, sent: #"{"reservation": 3}"#, body: reply, more: [.idempotentReplay: "yes"]),
            exchange(
                .post, cancel, sent: #"{"reservation": 3}"#, .badRequest, problemType,
                body: problem("unknown-field", 400)),
            exchange(.post, cancel, sent: "{}", .badRequest, problemType, body: problem("missing-field", 422)),
            exchange(.post, cancel, sent: "{}", .badRequest, problemType, body: problem("invalid-days", 400)),
            exchange(.post, cancel, sent: "{}", .conflict, problemType, body: problem("day-full", 409)),
            exchange(.post, cancel, sent: "{}", .serviceUnavailable, problemType, body: problem("overloaded", 503)),
        ])
        func `an exchange that breaks the contract is noticed`(exchange: Exchange) throws {
            let contract = Contract(try Service.shared.contract.document)
            #expect(contract.violations(exchange).count == 1)
        }
    }
}
