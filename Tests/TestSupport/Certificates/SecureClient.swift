public import AsyncHTTPClient
import NIOCore
public import NIOHTTP1
public import NIOSSL

/// A client of TLS.
public struct SecureClient: Sendable {
    private let client: HTTPClient
    private let address: String

    /// What it was answered.
    public struct Answer: Sendable {
        /// By which HTTP.
        public let version: HTTPVersion
        /// Its code.
        public let status: UInt
        /// As text.
        public let body: String
    }

    /// Lends a client that believes a certificate and no other.
    public static func with<R: Sendable>(
        believing certificate: TestCertificate, address: String,
        _ version: HTTPClient.Configuration.HTTPVersion = .automatic, upTo newest: TLSVersion? = nil,
        _ body: @Sendable (SecureClient) async throws -> R
    ) async throws -> R {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificate.certificate.utf8)))
        if let newest { (tls.minimumTLSVersion, tls.maximumTLSVersion) = (.tlsv1, newest) }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.httpVersion = version
        // A connection that is refused is refused for good.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let result = try await body(SecureClient(client: client, address: address))
            try await client.shutdown()
            return result
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    /// Sends JSON.
    public func post(_ path: String, _ body: String, token: String? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: body))
        return try await send(request, token)
    }

    /// Asks.
    public func get(_ path: String, token: String? = nil) async throws -> Answer {
        try await send(HTTPClientRequest(url: address + path), token)
    }

    private func send(_ request: HTTPClientRequest, _ token: String?) async throws -> Answer {
        var request = request
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        let response = try await client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 24)
        return Answer(version: response.version, status: response.status.code, body: String(buffer: body))
    }
}
