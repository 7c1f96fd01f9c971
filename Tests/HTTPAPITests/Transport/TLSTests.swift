import AsyncHTTPClient
import Chronology
import HummingbirdTesting
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOTLS
import SystemTime
import TestSupport
import Testing

@testable import HTTPAPI

/// Connections by TLS: what is agreed, what is cut off, and which certificate they have.
@Suite(.timeLimit(.minutes(5))) struct TLSTests {
    /// Files with a certificate that clients believe today, and a door that has it.
    private func with(
        limits: DoorLimits = DoorLimits(),
        _ body: @Sendable (EchoDoor, TestCertificate, TestFiles, CertificateWatch) async throws -> Void
    ) async throws {
        try await TestFiles.with { test in
            let certificate = try TLSTests.put(in: test)
            let watch = try CertificateWatch(test.files, clock: systemClock, logger: test.log.logger)
            try await EchoDoor.with(watch, limits: limits) { try await body($0, certificate, test, watch) }
        }
    }

    private static func put(in test: TestFiles, days: Int64 = 90) throws -> TestCertificate {
        try test.put(from: systemClock() - .days(1), days: days)
    }

    @Test func `the client and the service agree on HTTP 2 where both speak it, and answers are alike`() async throws {
        try await with { door, certificate, _, _ in
            let large = String(repeating: "parking ", count: 100_000)
            for text in ["{}", large] {
                let new = try await door.client(believing: certificate) { try await $0.post("/echo", text) }
                let old = try await door.client(believing: certificate, .http1Only) { try await $0.post("/echo", text) }
                #expect(new.version == .http2 && old.version == .http1_1)
                #expect(new.status == 200 && new.body == text && old.status == 200 && old.body == text)
            }
        }
    }

    @Test func `many requests at once share a connection`() async throws {
        try await with { door, certificate, _, _ in
            try await door.client(believing: certificate) { client in
                try await withThrowingTaskGroup(of: SecureClient.Answer.self) { group in
                    for number in 0..<300 { group.addTask { try await client.post("/echo", "\(number)") } }
                    var bodies: Set<String> = []
                    for try await answer in group {
                        #expect(answer.version == .http2)
                        bodies.insert(answer.body)
                    }
                    #expect(bodies.count == 300)
                }
            }
        }
    }

    @Test func `a certificate that is put in its place is the next connection's, and open ones go on`() async throws {
        try await with { door, old, test, watch in
            try await door.client(believing: old) { client in
                #expect(try await client.post("/echo", "1").status == 200)
                let new = try TLSTests.put(in: test)
                await watch.look()
                #expect(try await client.post("/echo", "2").status == 200, "the connection is open already")
                #expect(try await door.client(believing: new) { try await $0.post("/echo", "3").status } == 200)
                await #expect(throws: (any Error).self) {
                    try await door.client(believing: old) { try await $0.post("/echo", "4") }
                }
            }
        }
    }

    @Test func `with files that do not belong together the service goes on with those before`() async throws {
        try await with { door, certificate, test, watch in
            try test.write(
                TestCertificate(from: TestFiles.now, until: TestFiles.now + .days(1)).key, to: test.files.key)
            await watch.look()
            #expect(try await door.client(believing: certificate) { try await $0.post("/echo", "1").status } == 200)
        }
    }

    @Test func `TLS 1 point 2 is spoken, and nothing older`() async throws {
        try await with { door, certificate, _, _ in
            let answer = try await door.client(believing: certificate, upTo: .tlsv12) {
                try await $0.post("/echo", "1")
            }
            #expect(answer.status == 200)
            await #expect(throws: (any Error).self) {
                try await door.client(believing: certificate, upTo: .tlsv11) { try await $0.post("/echo", "1") }
            }
        }
    }

    @Test(arguments: ["", "\u{16}\u{3}\u{1}", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}"])
    func `a handshake that stops half way is cut off, and the service lives`(bytes: String) async throws {
        try await with(limits: DoorLimits(request: .milliseconds(200))) { door, _, _, _ in
            let answer = try await RawConnection.exchange(port: door.port, [Array(bytes.utf8)])
            #expect(answer.isClosed && answer.responses.isEmpty)
        }
        try await with { door, certificate, _, _ in
            _ = try await door.client(believing: certificate) { try await $0.post("/echo", "1") }
        }
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "nonsense", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
    func `what is no TLS is closed, and the service lives`(bytes: String) async throws {
        try await with { door, certificate, _, _ in
            let answer = try await RawConnection.exchange(port: door.port, [Array(bytes.utf8)])
            #expect(answer.isClosed && answer.responses.isEmpty)
            #expect(try await door.client(believing: certificate) { try await $0.post("/echo", "1").status } == 200)
        }
    }

    @Test func `a handshake has the time of a request, and one that is agreed is none`() throws {
        let silent = EmbeddedChannel(handler: HandshakeLimit(.seconds(30)))
        try silent.connect(to: SocketAddress(unixDomainSocketPath: "/a")).wait()
        silent.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(silent.isActive)
        silent.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!silent.isActive)

        let agreed = EmbeddedChannel(handler: HandshakeLimit(.seconds(30)))
        try agreed.connect(to: SocketAddress(unixDomainSocketPath: "/a")).wait()
        agreed.pipeline.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: "h2"))
        agreed.embeddedEventLoop.advanceTime(by: .seconds(600))
        #expect(agreed.isActive)

        let stopped = EmbeddedChannel(handler: HandshakeLimit(.seconds(30)))
        try stopped.connect(to: SocketAddress(unixDomainSocketPath: "/a")).wait()
        stopped.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(!stopped.isActive)
    }

    @Test func `one connection too many is told so by TLS, too, and served when another has gone`() async throws {
        try await with(limits: DoorLimits(connections: 1)) { door, certificate, _, _ in
            let kept = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: door.port).get()
            for version in [HTTPVersion.http2, .http1_1] {
                try await until {
                    let answer = try? await door.client(
                        believing: certificate, version == .http2 ? .automatic : .http1Only
                    ) { try await $0.post("/echo", "1") }
                    return answer?.version == version && answer?.body.contains("too-many-connections") == true
                }
            }
            // It says nothing, so that a slow machine's door may have closed it by now.
            do { try await kept.close() } catch ChannelError.alreadyClosed {}
            try await until {
                (try? await door.client(believing: certificate) { try await $0.post("/echo", "1").status }) == 200
            }
        }
    }
}

extension HTTPTests {
    /// The whole interface by TLS.
    @Suite struct SecureTests {
        @Test func `commands and questions are answered by TLS as without`() async throws {
            try await TestFiles.with { test in
                try test.put(from: systemClock() - .days(1))
                let watch = try CertificateWatch(test.files, clock: systemClock, logger: test.log.logger)
                try await Site.with(.ahc(.https), transport: .tls(watch, host: "localhost")) { site in
                    try await site.carryOut("gate-open", #"{"gate": "north"}"#)
                    #expect(try await site.read("occupancy")["inside"] != nil)
                    #expect(try await site.post("gate-open", #"{"gate": "west"}"#).problem != nil)
                }
            }
        }
    }
}
