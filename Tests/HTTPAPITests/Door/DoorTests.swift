import HTTPTypes
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import HTTPAPI

/// What a connection does that is slow, that never ends, or that is not HTTP/1.1; its time passes as the test says.
@Suite struct DoorTests {
    static let whole = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
    static let begun = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12"

    @Test(arguments: ["P", "POST /a HTTP/1.1\r\nHos", begun])
    func `a request that never ends is told so, and its connection closed`(bytes: String) throws {
        let door = try Caller()
        try door.sends(bytes)
        door.waits(.seconds(29))
        #expect(try door.hears() == "")
        door.waits(.seconds(2))
        let answer = try door.hears()
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
        #expect(answer.contains("request-timeout"))
        #expect(answer.contains("Connection: close"))
        door.waits(.seconds(3))
        #expect(!door.isConnected)
    }

    @Test(arguments: ["POST /", begun])
    func `a byte every six seconds buys no time`(bytes: String) throws {
        let door = try Caller()
        try door.sends(bytes)
        for _ in 1...4 {
            door.waits(.seconds(6))
            try door.sends("3")
        }
        door.waits(.seconds(6))
        #expect(try door.hears().hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `a request that came whole has all the time that its answer takes`() throws {
        let door = try Caller()
        try door.sends(Self.whole)
        door.waits(.seconds(600))
        #expect(door.isConnected)
        try door.isAnswered()
        #expect(try door.hears().hasPrefix("HTTP/1.1 200 "))
        try door.sends(Self.whole)
        #expect(door.requests == ["/a", "/a"])
    }

    @Test func `a connection for whose request nobody works holds up no service that stops`() throws {
        let door = try Caller()
        try door.sends(Self.whole)
        door.isToStop()
        door.waits(.seconds(3))
        #expect(!door.isConnected)
    }

    @Test func `a service that stops waits for the answers that somebody works for`() async throws {
        let drain = Drain()
        let door = try Caller(drain: drain)
        try door.sends(Self.whole)
        door.isToStop()
        try await drain.answering {
            door.waits(.seconds(19))
            #expect(door.isConnected)
            try door.isAnswered()
        }
        #expect(try door.hears().hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `a service that stops waits for an answer that is being sent, however long it is`() throws {
        let door = try Caller()
        try door.sends(Self.whole)
        try door.answers(.head(HTTPResponse(status: .ok, headerFields: [.contentLength: "2"])))
        door.isToStop()
        door.waits(.seconds(19))
        #expect(door.isConnected)
        try door.answers(.body(ByteBuffer(string: "ok")))
        try door.answers(.end(nil))
        #expect(try door.hears().hasSuffix("ok"))
        door.waits(.seconds(3))
        #expect(!door.isConnected)
    }

    @Test func `a request behind one that is being answered is not late by the service's own delay`() throws {
        let door = try Caller()
        try door.sends(Self.whole)
        try door.sends("GET /b")
        door.waits(.seconds(50))
        #expect(door.isConnected)
        try door.isAnswered()
        #expect(try door.hears().hasPrefix("HTTP/1.1 200 "))
        door.waits(.seconds(31))
        #expect(try door.hears().hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `a body whose request was answered already ends with its time, and without a second answer`() throws {
        let door = try Caller()
        try door.sends(Self.begun)
        try door.isAnswered(.forbidden)
        #expect(try door.hears().hasPrefix("HTTP/1.1 403 "))
        door.waits(.seconds(31))
        #expect(try door.hears() == "")
        door.waits(.seconds(3))
        #expect(!door.isConnected)
    }

    @Test func `a body that breaks when its request was answered already brings no second answer`() throws {
        let door = try Caller()
        try door.sends("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        try door.isAnswered(.forbidden)
        #expect(try door.hears().hasPrefix("HTTP/1.1 403 "))
        try door.sends("zz\r\n")
        #expect(try door.hears() == "")
        door.waits(.seconds(3))
        #expect(!door.isConnected)
    }

    @Test func `an answer that nobody takes ends with its time`() throws {
        let door = try Caller()
        try door.sends(Self.whole)
        try door.answers(.head(HTTPResponse(status: .ok)))
        door.waits(.seconds(61))
        #expect(!door.isConnected)
    }

    @Test(arguments: [
        "GET /a HTTP/1.0\r\n\r\n", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n",
    ])
    func `who asks for one answer, or speaks HTTP 1 point 0, gets it and is closed`(request: String) throws {
        let door = try Caller()
        try door.sends(request)
        try door.sends(Self.whole)
        try door.isAnswered()
        let answer = try door.hears()
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(answer.contains("Connection: close"))
        #expect(door.requests == ["/a"])
        door.waits(.seconds(3))
        #expect(!door.isConnected)
    }

    @Test(arguments: [
        ("GET /a HTTP/1.1\r\n\r\n", "400", "unreadable-request"),
        ("GET /a HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "400", "unreadable-request"),
        ("GET /a HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "400", "unreadable-request"),
        ("GET\r\n\r\n", "400", "unreadable-request"), ("\u{16}\u{3}\u{1}\u{2}", "400", "unreadable-request"),
        ("GET /a HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n", "400", "unreadable-request"),
        ("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400", "unreadable-request"),
        ("GET /a HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 100_000))\r\n\r\n", "431", "head-too-large"),
        ("GET /a HTTP/2.0\r\nHost: a\r\n\r\n", "505", "version-not-supported"),
        ("GET /a HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", "417", "expectation-failed"),
    ])
    func `what is no request is answered as a problem, and reaches nobody`(
        bytes: String, status: String, problem: String
    ) throws {
        let door = try Caller()
        try door.sends(bytes)
        let answer = try door.hears()
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
        #expect(answer.contains("urn:parklog:problem:\(problem)"))
        #expect(answer.contains("application/problem+json"))
        #expect(door.requests == [])
        try door.sends(Self.whole)
        #expect(door.requests == [], "nothing is read behind it")
        door.waits(.seconds(3))
        #expect(!door.isConnected)
    }

    @Test func `a request line without an end is refused before it fills the memory`() throws {
        let door = try Caller()
        try door.sends("GET /")
        var answer = ""
        for _ in 1...40 where answer.isEmpty {
            try door.sends(String(repeating: "a", count: 8 * 1024))
            answer = try door.hears()
        }
        #expect(answer.hasPrefix("HTTP/1.1 431 "))
    }

    @Test func `an answer to HEAD has no body, also where the door gives it`() throws {
        let door = try Caller()
        try door.sends("HEAD /a HTTP/1.1\r\n\r\n")
        #expect(try door.hears().hasSuffix("\r\n\r\n"))
    }

    @Test func `what cannot be read behind a request that is being answered is closed behind its answer`() throws {
        let door = try Caller()
        try door.sends(Self.whole)
        try door.sends("nonsense\r\n\r\n")
        #expect(try door.hears() == "")
        try door.isAnswered()
        let answer = try door.hears()
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(!answer.contains("400"))
        door.waits(.seconds(3))
        #expect(!door.isConnected)
    }

    @Test func `who waits to be asked for the body is asked when a route wants it`() throws {
        let door = try Caller()
        try door.sends("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n")
        #expect(try door.hears() == "")
        door.wantsBody()
        #expect(try door.hears() == "HTTP/1.1 100 Continue\r\n\r\n")
        door.wantsBody()
        #expect(try door.hears() == "", "once is enough")
        try door.sends("{}")
        try door.isAnswered()
        #expect(try door.hears().hasPrefix("HTTP/1.1 200 "))
        try door.sends(Self.begun)
        door.wantsBody()
        #expect(try door.hears() == "", "who does not wait is not asked")
    }

    @Test func `one connection too many is told so with its first byte, and closed where it says nothing`() throws {
        let door = try Caller(isFull: true)
        try door.sends("G")
        let answer = try door.hears()
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
        #expect(answer.contains("too-many-connections"))
        #expect(answer.contains("Retry-After"))
        let silent = try Caller(isFull: true)
        silent.waits(.seconds(3))
        #expect(!silent.isConnected)
    }

    @Test func `a connection that has ended leaves nothing behind`() throws {
        weak var handler: DoorHandler?
        do {
            let door = DoorHandler(DoorLimits())
            handler = door
            let channel = EmbeddedChannel()
            try Door.addHandlers(to: channel.pipeline.syncOperations, door)
            try channel.connect(to: SocketAddress(unixDomainSocketPath: "/a")).wait()
            try channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: a\r\n"))
            _ = try? channel.finish(acceptAlreadyClosed: true)
        }
        #expect(handler == nil)
    }

    @Test func `a connection that nobody comes to serve, as the service stops, ends without harm`() throws {
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        let channel = EmbeddedChannel()
        let door = Door(
            responder: { _, _, _ in }, limits: DoorLimits(), transport: .loopback(.v4))
        do {
            let accepted = try door.setup(channel: channel, logger: Logger(label: "door")).wait()
            try channel.connect(to: address).wait()
            #expect(accepted.channel.isActive)
        }
        try channel.writeInbound(ByteBuffer(string: Self.whole))
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        channel.embeddedEventLoop.advanceTime(by: .seconds(3))
        #expect(!channel.isActive)
    }
}

/// The other side of a connection, and the service behind the door.
private final class Caller {
    private let channel = EmbeddedChannel()
    private let service = Service()

    init(isFull: Bool = false, drain: Drain = Drain()) throws {
        let pipeline = channel.pipeline.syncOperations
        try Door.addHandlers(to: pipeline, DoorHandler(DoorLimits(), drain, isFull: isFull))
        try pipeline.addHandler(service)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/a")).wait()
    }

    /// The paths of the requests that passed the door.
    var requests: [String] { service.requests }
    var isConnected: Bool { channel.isActive }

    func sends(_ text: String) throws {
        guard channel.isActive else { return }
        try channel.writeInbound(ByteBuffer(string: text))
    }

    /// What came since the last time.
    func hears() throws -> String {
        var text = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }

    func waits(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    func answers(_ part: HTTPResponsePart) throws { try channel.writeOutbound(part) }

    func isAnswered(_ status: HTTPResponse.Status = .ok) throws {
        try answers(.head(HTTPResponse(status: status, headerFields: [.contentLength: "0"])))
        try answers(.end(nil))
    }

    func isToStop() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }

    func wantsBody() { channel.pipeline.triggerUserOutboundEvent(DoorEvent.bodyAwaited, promise: nil) }

    private final class Service: ChannelInboundHandler {
        typealias InboundIn = HTTPRequestPart
        var requests: [String] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if case .head(let head) = unwrapInboundIn(data) { requests.append(head.path ?? "") }
        }
    }
}
