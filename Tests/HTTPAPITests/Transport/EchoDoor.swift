import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOSSL
import ServiceLifecycle
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
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let app = Application(
            router: router,
            server: HTTPServerBuilder { Door(responder: $0, limits: limits, transport: transport) },
            configuration: ApplicationConfiguration(address: .hostname(transport.host, port: 0)),
            onServerRunning: { listening.yield($0.localAddress?.port ?? 0) }, logger: TestDatabase.silent)
        let services = ServiceGroup(services: [app], logger: TestDatabase.silent)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { listening.finish() }
                try await services.run()
            }
            let outcome: Result<R, any Error>
            do {
                outcome = .success(try await body(EchoDoor(port: try #require(await ports.first { _ in true }))))
            } catch {
                outcome = .failure(error)
            }
            await services.triggerGracefulShutdown()
            return try outcome.get()
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
