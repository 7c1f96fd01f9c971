import HTTPTypes
import Testing

extension Site {
    /// Expects a request to be refused by a type of problem that says in a sentence why, leaving nothing in the log and the
    /// service alive.
    func expect(
        _ problem: String, _ status: Int, field: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
        _ request: () async throws -> Exchange
    ) async throws {
        let before = try await head
        let exchange = try await request()
        #expect(exchange.problem == problem, "\(exchange.text)", sourceLocation: sourceLocation)
        #expect(exchange.status.code == status, sourceLocation: sourceLocation)
        #expect(exchange.json?["field"]?.string == field, sourceLocation: sourceLocation)
        let detail = try #require(exchange.json?["detail"]?.string, sourceLocation: sourceLocation)
        #expect(detail.hasSuffix("."), "the detail is no sentence: \(detail)", sourceLocation: sourceLocation)
        #expect(detail.contains(" "), "the detail is no sentence: \(detail)", sourceLocation: sourceLocation)
        #expect(try await head == before, "something was logged", sourceLocation: sourceLocation)
        #expect(try await send(.get, "/health/live").status == .ok, sourceLocation: sourceLocation)
    }
}
