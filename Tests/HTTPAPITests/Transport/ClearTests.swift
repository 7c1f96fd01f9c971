import HTTPTypes
import NIOCore
import Testing

@testable import HTTPAPI

/// Who may speak to the service without TLS where others than this machine reach it.
@Suite(.timeLimit(.minutes(5))) struct ClearTests {
    /// An address of this machine that is not of the loopback; nil on one without a network.
    private static let own = (try? System.enumerateDevices())?.lazy
        .compactMap(\.address).filter { $0.protocol == .inet }.compactMap { IPAddress($0) }
        .first { !$0.isLoopback }?.description

    /// What is answered to a request that comes to an address of this machine, and so from it.
    private func answer(at host: String, behind proxies: String) async throws -> RawConnection.Answer {
        let transport = Transport.clear(host: "0.0.0.0", behind: TrustedProxies([try #require(Network(proxies))]))
        let said = Array("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}".utf8)
        return try await EchoDoor.with(transport) { door in
            // A connection may be closed before all was said.
            (try? await RawConnection.exchange(host: host, port: door.port, [said]))
                ?? RawConnection.Answer(isClosed: true)
        }
    }

    @Test(.enabled(if: own != nil))
    func `from another address than a proxy's a connection is closed at once, and a proxy is served`() async throws {
        let own = try #require(ClearTests.own)
        let stranger = try await answer(at: own, behind: "192.0.2.1")
        #expect(stranger.isClosed && stranger.responses.isEmpty)
        let proxy = try await answer(at: own, behind: own)
        #expect(proxy.responses.first?.status == .ok, "\(own): \(proxy)")
    }

    @Test func `this machine itself is served`() async throws {
        #expect(try await answer(at: "127.0.0.1", behind: "192.0.2.1").responses.first?.status == .ok)
    }
}
