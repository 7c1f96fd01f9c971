import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import NIOCore
import NIOSSL
import TestSupport
import Testing

@testable import HTTPAPI

/// A server behind the door that repeats what it is sent.
struct EchoDoor: Sendable {
    let port: Int

    static func with<R: Sendable>(
        _ watch: CertificateWatch, limits: DoorLimits = DoorLimits(), _ body: @Sendable (EchoDoor) async throws -> R
    ) async throws -> R {
        try await with(.tls(watch, host: "127.0.0.1"), limits: limits, body)
    }

    /// Lends one that is reached as a transport says.
    static func with<R: Sendable>(
        _ transport: Transport, limits: DoorLimits = DoorLimits(), _ body: @Sendable (EchoDoor) async throws -> R
    ) async throws -> R {
        let router = Router(context: HTTPContext.self)
        router.post("/echo") { request, context in
            context.awaitBody()
            let text = try await request.body.collect(upTo: 1 << 20)
            return Response(status: .ok, body: ResponseBody(byteBuffer: text))
        }
        let app = Application(
            router: router,
            server: HTTPServerBuilder { Door(responder: $0, limits: limits, transport: transport) },
            configuration: ApplicationConfiguration(address: .hostname(transport.host, port: 0)),
            logger: TestDatabase.silent)
        return try await app.test(.live) { client in
            try await body(EchoDoor(port: try #require(client.port)))
        }
    }

    /// Lends a client that believes a certificate and no other.
    func client<R: Sendable>(
        believing certificate: TestCertificate, _ version: HTTPClient.Configuration.HTTPVersion = .automatic,
        upTo tls: TLSVersion? = nil, _ body: @Sendable (SecureClient) async throws -> R
    ) async throws -> R {
        try await SecureClient.with(
            believing: certificate, address: "https://localhost:\(port)", version, upTo: tls, body)
    }
}
