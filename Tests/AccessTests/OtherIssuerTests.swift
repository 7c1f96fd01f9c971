@testable import Access
import Chronology
import Foundation
import JWTKit
import Logging
import NIOCore
import NIOPosix
import Parking
import Synchronization
import TestSupport
import Testing

/// Others whose tokens are believed: what they may say, and what becomes of their keys.
@Suite struct OtherIssuerTests {
    static let file = """
        [{"issuer": "https://login.example.com", "keys": "https://login.example.com/keys", "audience": "parklog",
          "roles": ["booking"], "garages": ["harbour"]}]
        """

    @Test func `a file says who they are, where their keys are and what they may say`() throws {
        let read = try OtherIssuer.read(Array(Self.file.utf8), path: "issuers.json")
        #expect(
            read == [
                OtherIssuer(
                    "https://login.example.com", keys: .address("https://login.example.com/keys"), audience: "parklog",
                    roles: [.booking], garages: .these([GarageID("harbour")!]))
            ])
    }

    @Test(arguments: [
        ("{", "The JSON text"), ("{}", "must be a list"), ("[{}]", "issuer"),
        (file.replacing("booking", with: "king"), "roles"), (file.replacing("harbour", with: "No Name"), "garages"),
        (file.replacing("https://login.example.com/keys", with: "http://login.example.com/keys"), "https://"),
        (file.replacing("https://login.example.com/keys", with: "ftp://x"), "https://"),
        (file.replacing("https://login.example.com\"", with: "a b\""), "without blanks"),
        (file.replacing("https://login.example.com\"", with: "parklog\""), "parklog is this installation itself"),
        (file.replacing("audience", with: "audiences"), "audiences"),
        (String(file.dropLast(1)) + "," + String(file.dropFirst(1)), "https://login.example.com is there twice"),
        (file.replacing("\"roles\"", with: "\"roles\": [], \"roles\""), "twice"),
    ])
    func `a file that says something else is refused by its place`(text: String, part: String) {
        do throws(IssuersFileError) {
            _ = try OtherIssuer.read(Array(text.utf8), path: "issuers.json")
            Issue.record("It was taken.")
        } catch {
            #expect(error.sentence.hasPrefix("issuers.json: ") && error.sentence.contains(part), "\(error.sentence)")
        }
    }

    /// An issuer whose keys are what a test says, and a verifier that believes it.
    private final class Elsewhere: Sendable {
        let key = SigningKey()
        let clock = SettableClock(Instant("2026-03-02T08:00:00+01:00")!)
        let published = Mutex<Result<String, KeySetError>>(.failure(.missing))
        let verifier: TokenVerifier

        init() { verifier = TokenVerifier(clock: { [clock] in clock.now }) }

        static func keySet(_ key: SigningKey) -> String { #"{"keys": [\#(key.publicKey)]}"# }

        func token(_ change: (inout TokenClaims) -> Void = { _ in }) async throws -> String {
            let now = Date(timeIntervalSince1970: Double(clock.now.microseconds) / 1e6)
            var claims = TokenClaims(
                iss: "elsewhere", sub: "app", exp: .init(value: now + 400 * 86_400), nbf: nil, iat: nil,
                jti: "token-1", aud: "parklog", role: .booking, garages: ["harbour"])
            change(&claims)
            return try await key.sign(claims)
        }

        func issuers() -> OtherIssuers {
            OtherIssuers(
                [
                    OtherIssuer(
                        "elsewhere", keys: .file("keys"), audience: "parklog", roles: [.booking],
                        garages: .these([GarageID("harbour")!]))
                ], clock: { [clock] in clock.now }, logger: TestDatabase.silent
            ) { [self] _ in try published.withLock { try $0.get() } }
        }

        /// What a token is refused for, once the keys have been asked for.
        func refusal(_ issuers: OtherIssuers, _ token: String) async -> TokenRefused? {
            let (known, missing) = issuers.known()
            await verifier.trust(known, missing: missing, revoked: ["token-1"])
            do {
                _ = try await verifier.bearer(of: token)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test func `their tokens are believed within what they may say, and for us alone`() async throws {
        let elsewhere = Elsewhere()
        let issuers = elsewhere.issuers()
        elsewhere.published.withLock { $0 = .success(Elsewhere.keySet(elsewhere.key)) }
        await issuers.look()
        // What the installation revoked are its own tokens, whatever others call theirs.
        #expect(await elsewhere.refusal(issuers, try elsewhere.token()) == nil)
        #expect(
            await elsewhere.refusal(issuers, try elsewhere.token { $0.aud = .init(value: ["other", "parklog"]) }) == nil
        )
        #expect(await elsewhere.refusal(issuers, try elsewhere.token { $0.aud = "other" }) == .audience)
        #expect(await elsewhere.refusal(issuers, try elsewhere.token { $0.aud = nil }) == .audience)
        #expect(await elsewhere.refusal(issuers, try elsewhere.token { $0.role = .operator }) == .beyondIssuer)
        #expect(await elsewhere.refusal(issuers, try elsewhere.token { $0.garages = ["*"] }) == .beyondIssuer)
        #expect(await elsewhere.refusal(issuers, try elsewhere.token { $0.iss = "parklog" }) == .unknownIssuer)
    }

    @Test func `new keys take the place of the old ones`() async throws {
        let elsewhere = Elsewhere()
        let (issuers, token) = (elsewhere.issuers(), try await elsewhere.token())
        elsewhere.published.withLock { $0 = .success(Elsewhere.keySet(elsewhere.key)) }
        await issuers.look()
        #expect(await elsewhere.refusal(issuers, token) == nil)
        elsewhere.published.withLock { $0 = .success(Elsewhere.keySet(SigningKey())) }
        await issuers.look()
        #expect(await elsewhere.refusal(issuers, token) == .unknownKey)
    }

    @Test(arguments: [.failure(.status(500)), .success("<html>"), .success("{}")] as [Result<String, KeySetError>])
    func `keys that cannot be had any more are believed for a day`(then: Result<String, KeySetError>) async throws {
        let elsewhere = Elsewhere()
        let (issuers, token) = (elsewhere.issuers(), try await elsewhere.token())
        await issuers.look()
        #expect(await elsewhere.refusal(issuers, token) == .keysMissing)
        elsewhere.published.withLock { $0 = .success(Elsewhere.keySet(elsewhere.key)) }
        await issuers.look()
        elsewhere.published.withLock { $0 = then }
        elsewhere.clock.set(elsewhere.clock.now + .hours(23))
        await issuers.look()
        #expect(await elsewhere.refusal(issuers, token) == nil)
        elsewhere.clock.set(elsewhere.clock.now + .hours(1))
        await issuers.look()
        #expect(await elsewhere.refusal(issuers, token) == .keysMissing)
    }

    @Test func `keys in a file are read, and a file that is missing or too long is said to be`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "keys-\(UInt64.random(in: 0 ... .max))").path
        await #expect(throws: KeySetError.missing) { try await KeySetFetcher.fetch(.file(path)) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try await KeySetFetcher.fetch(.file(path)) == "{}")
        try Data(repeating: 32, count: 1024 * 1024 + 1).write(to: URL(fileURLWithPath: path))
        await #expect(throws: KeySetError.tooLong) { try await KeySetFetcher.fetch(.file(path)) }
    }

    /// Says that keys come, and sends one byte after the other.
    private final class Trickle: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
            context.writeAndFlush(NIOAny(ByteBuffer(string: head)), promise: nil)
            let channel = context.channel
            context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(5)) { task in
                guard channel.isActive else { return task.cancel() }
                channel.writeAndFlush(ByteBuffer(string: "{"), promise: nil)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `keys that come byte by byte are waited for no longer than those that do not`()
        async throws
    {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Trickle()) }
            }.bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        await #expect(throws: KeySetError.late) {
            try await KeySetFetcher.fetch(.address("http://127.0.0.1:\(port)/keys"), within: .milliseconds(300))
        }
        try await server.close()
    }
}
