import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP2
import NIOHTTPTypes

@testable import HTTPAPI

/// A client that sends any frames, and the service behind the door; their time passes as a test says.
final class HTTP2Client {
    private let server = EmbeddedChannel()
    private let service: Service
    private let multiplexer: NIOHTTP2Handler.AsyncStreamMultiplexer<Void>
    private var reader = HTTP2Frames.Reader()
    /// What the service said of the end.
    private(set) var farewell: NIOHTTP2.HTTP2ErrorCode?
    /// Of each answer.
    private(set) var statuses: [String] = []

    init(isFull: Bool = false) throws {
        let service = Service()
        self.service = service
        let door = StreamsDoor(DoorLimits(), isFull: isFull)
        let bound = NIOLoopBound(service, eventLoop: server.eventLoop)
        multiplexer = try Door.addHandlers(to: server, door, DoorLimits()) { stream in
            try Door.addHandlers(to: stream.pipeline.syncOperations, StreamDoor(DoorLimits(), isFull: isFull))
            try stream.pipeline.syncOperations.addHandler(Asked(bound.value))
        }
        try server.connect(to: try SocketAddress(unixDomainSocketPath: "/a")).wait()
        send(HTTP2Frames.preface)
        send(HTTP2Frames.acknowledgement)
    }

    /// How many requests passed the door.
    var asked: Int { service.streams.count }
    var isOpen: Bool { server.isActive }

    func waits(_ time: TimeAmount) {
        server.embeddedEventLoop.advanceTime(by: time)
        hear()
    }

    func sends(_ sent: HTTP2Frames.Sent...) { sends(sent) }

    func sends(_ sent: [HTTP2Frames.Sent]) {
        for sent in sent { send(sent.bytes) }
    }

    func send(_ bytes: [UInt8]) {
        // What the door says of it is heard, and what the pipeline throws besides is nobody's.
        if isOpen { _ = try? server.writeInbound(ByteBuffer(bytes: bytes)) }
        hear()
    }

    func serviceStops() {
        server.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        hear()
    }

    func inputEnds() {
        server.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        hear()
    }

    /// Answers every request that passed.
    func isAnswered() {
        for stream in service.streams {
            stream.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
            stream.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        }
        hear()
    }

    private func hear() {
        server.embeddedEventLoop.run()
        while let bytes = try? server.readOutbound(as: ByteBuffer.self) {
            for heard in (try? reader.read(bytes)) ?? [] {
                switch heard {
                case .status(let status): statuses.append(status)
                case .goAway(let code): farewell = NIOHTTP2.HTTP2ErrorCode(networkCode: Int(code))
                }
            }
        }
    }

    private final class Service {
        var streams: [any Channel] = []
    }

    private final class Asked: ChannelInboundHandler {
        typealias InboundIn = HTTPRequestPart
        private let service: Service

        init(_ service: Service) { self.service = service }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if case .head = unwrapInboundIn(data) { service.streams.append(context.channel) }
        }
    }
}
