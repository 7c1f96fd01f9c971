import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import NIOHTTPTypesHTTP2
import Testing

@testable import HTTPAPI

/// What a request of HTTP/2 does that is slow, or none; its time passes as the test says.
@Suite struct StreamDoorTests {
    static let get = HTTPRequest(method: .get, scheme: "https", authority: "a", path: "/a")
    static let post = HTTPRequest(method: .post, scheme: "https", authority: "a", path: "/a")

    @Test func `a request passes, and its answer`() throws {
        let stream = try Stream()
        try stream.sends(.head(Self.get), .end(nil))
        #expect(stream.passed == ["/a at a", "end"])
        stream.waits(.seconds(600))
        try stream.isAnswered()
        #expect(try stream.hears() == ["200", "end"])
        stream.waits(.seconds(600))
        #expect(!stream.isReset)
    }

    @Test func `a host in the header is as good as an authority`() throws {
        let stream = try Stream()
        let host = HTTPField.Name("Host")!
        try stream.sends(
            .head(HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/a", headerFields: [host: "b"])))
        #expect(stream.passed == ["/a at b"])
    }

    @Test func `a body that never ends is told so, and its stream reset`() throws {
        let stream = try Stream()
        try stream.sends(.head(Self.post))
        for _ in 1...4 {
            stream.waits(.seconds(6))
            try stream.sends(.body(ByteBuffer(string: "3")))
        }
        #expect(try stream.hears() == [])
        stream.waits(.seconds(7))
        #expect(try stream.hears() == ["408", "request-timeout", "end"])
        stream.waits(.seconds(3))
        #expect(stream.isReset)
    }

    @Test func `a body whose request was answered already ends with its time, and without a second answer`() throws {
        let stream = try Stream()
        try stream.sends(.head(Self.post))
        try stream.isAnswered(.forbidden)
        #expect(try stream.hears() == ["403", "end"])
        stream.waits(.seconds(31))
        #expect(try stream.hears() == [])
        #expect(stream.isReset)
    }

    @Test func `an answer that nobody takes ends with its time`() throws {
        let stream = try Stream()
        try stream.sends(.head(Self.get), .end(nil))
        try stream.answers(.head(HTTPResponse(status: .ok)))
        stream.waits(.seconds(59))
        #expect(!stream.isReset)
        stream.waits(.seconds(2))
        #expect(stream.isReset)
    }

    @Test func `who waits to be asked for the body is asked once when a route wants it`() throws {
        let stream = try Stream()
        var head = Self.post
        head.headerFields[.expect] = "100-Continue"
        try stream.sends(.head(head))
        #expect(try stream.hears() == [])
        stream.wantsBody()
        stream.wantsBody()
        #expect(try stream.hears() == ["100"])
    }

    /// Heads that are none of a request.
    static let wrong: [(HTTPRequest, [String])] = [
        (HTTPRequest(method: .get, scheme: "https", authority: nil, path: "/a"), ["400", "unreadable-request"]),
        (
            HTTPRequest(
                method: .get, scheme: "https", authority: "a", path: "/a", headerFields: [HTTPField.Name("Host")!: "b"]),
            ["400", "unreadable-request"]
        ),
        (
            HTTPRequest(method: .get, scheme: "https", authority: "a", path: "/a", headerFields: [.expect: "200-ok"]),
            ["417", "expectation-failed"]
        ),
    ]

    @Test(arguments: wrong)
    func `what is no request is answered as a problem, and reaches nobody`(head: HTTPRequest, answer: [String]) throws {
        let stream = try Stream()
        try stream.sends(.head(head), .body(ByteBuffer(string: "{}")), .end(nil))
        #expect(try stream.hears() == answer + ["end"])
        #expect(stream.passed == [])
    }

    @Test func `a head of which no request can be made is answered, and later errors are the route's`() throws {
        struct Wrong: Error {}
        let stream = try Stream()
        stream.fails(Wrong())
        #expect(try stream.hears() == ["400", "unreadable-request", "end"])
        let later = try Stream()
        try later.sends(.head(Self.post))
        later.fails(Wrong())
        #expect(try later.hears() == [])
        #expect(later.passed == ["/a at a", "error"])
    }

    @Test func `one too many is told so, without a body where none is asked for`() throws {
        let stream = try Stream(isFull: true)
        try stream.sends(.head(Self.get), .end(nil))
        #expect(try stream.hears() == ["503", "too-many-connections", "end"])
        let head = try Stream(isFull: true)
        try head.sends(.head(HTTPRequest(method: .head, scheme: "https", authority: "a", path: "/a")), .end(nil))
        #expect(try head.hears() == ["503", "end"])
    }

    @Test func `a service that stops counts an answer until the client has taken it, or has gone`() throws {
        let drain = Drain()
        let stream = try Stream(drain: drain)
        try stream.sends(.head(Self.get), .end(nil))
        try stream.answers(.head(HTTPResponse(status: .ok)))
        #expect(drain.requests == 1)
        try stream.answers(.end(nil))
        #expect(drain.requests == 0)
        let gone = try Stream(drain: drain)
        try gone.sends(.head(Self.get), .end(nil))
        try gone.answers(.head(HTTPResponse(status: .ok)))
        gone.leaves()
        gone.waits(.zero)
        #expect(drain.requests == 0)
    }

    @Test func `a stream that nobody comes to serve ends without harm`() throws {
        let channel = EmbeddedChannel()
        do {
            let exchange = try Door.exchange(on: channel)
            try channel.connect(to: SocketAddress(unixDomainSocketPath: "/a")).wait()
            #expect(exchange.channel.isActive)
        }
        try channel.close().wait()
        #expect(!channel.isActive)
    }
}

/// The client's side of a stream, and the service behind the door.
private final class Stream {
    private let channel = EmbeddedChannel()
    private let service = Service()
    private let wire = Wire()

    init(isFull: Bool = false, drain: Drain = Drain()) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers(wire, StreamDoor(DoorLimits(), drain, isFull: isFull), service)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/a")).wait()
    }

    /// What passed the door.
    var passed: [String] { service.passed }
    var isReset: Bool { wire.isReset }

    func sends(_ parts: HTTPRequestPart...) throws {
        for part in parts { try channel.writeInbound(part) }
    }

    /// What came since the last time: statuses, problems and ends.
    func hears() throws -> [String] {
        var heard: [String] = []
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
            switch part {
            case .head(let head): heard.append("\(head.status.code)")
            case .body(let body):
                let type = String(buffer: body).firstMatch(of: /urn:parklog:problem:([a-z-]+)/)
                heard.append(type.map { String($0.1) } ?? "body")
            case .end: heard.append("end")
            }
        }
        return heard
    }

    func waits(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }
    func leaves() { channel.close(promise: nil) }
    func fails(_ error: any Error) { channel.pipeline.fireErrorCaught(error) }
    func answers(_ part: HTTPResponsePart) throws { try channel.writeOutbound(part) }

    func isAnswered(_ status: HTTPResponse.Status = .ok) throws {
        try answers(.head(HTTPResponse(status: status)))
        try answers(.end(nil))
    }

    func wantsBody() { channel.pipeline.triggerUserOutboundEvent(DoorEvent.bodyAwaited, promise: nil) }

    /// What lies between the door and the connection.
    private final class Wire: ChannelOutboundHandler {
        typealias OutboundIn = HTTPResponsePart
        var isReset = false

        func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
            if event is NIOHTTP2FramePayloadToHTTPEvent { isReset = true }
            promise?.succeed()
        }
    }

    private final class Service: ChannelInboundHandler {
        typealias InboundIn = HTTPRequestPart
        var passed: [String] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): passed.append("\(head.path ?? "") at \(head.authority ?? "")")
            case .body: break
            case .end: passed.append("end")
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { passed.append("error") }
    }
}
