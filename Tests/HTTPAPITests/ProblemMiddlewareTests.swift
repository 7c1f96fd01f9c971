import TestSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPAPI

/// What no request of the service's own brings about.
@Suite struct ProblemMiddlewareTests {
    private struct Mistake: Error {}

    private func send(_ uri: String, _ method: HTTPRequest.Method = .get) async throws -> TestResponse {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.middlewares.add(ProblemMiddleware(addresses: Addresses(of: router)))
        router.get("/mistake") { _, _ -> Response in throw Mistake() }
        router.get("/unfit") { _, _ -> Response in throw HTTPError(.conflict) }
        return try await Application(router: router, logger: TestDatabase.silent).test(.router) { client in
            try await client.executeRequest(uri: uri, method: method, headers: [:], body: nil)
        }
    }

    @Test(arguments: ["/mistake", "/unfit"]) func `a mistake is answered without its details`(uri: String) async throws
    {
        let response = try await send(uri)
        #expect(response.status == .internalServerError)
        #expect(response.headers[.contentType] == "application/problem+json")
        let json = try JSON(response.body.readableBytesView)
        #expect(json["type"] == "urn:parklog:problem:internal-error")
        #expect(json["status"] == 500)
        #expect(!String(buffer: response.body).contains("Mistake"))
    }

    @Test func `an answer to HEAD has no body, also where something failed or nothing is`() async throws {
        for uri in ["/mistake", "/nothing"] {
            let response = try await send(uri, .head)
            #expect(response.body.readableBytes == 0)
            #expect(response.headers[.contentLength].flatMap(Int.init) ?? 0 > 0)
        }
    }
}
