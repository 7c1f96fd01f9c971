import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOHTTPTypesHTTP2
import NIOSSL
import NIOTLS

/// The connections of the service: HTTP/1.1, and over TLS also HTTP/2, within ``DoorLimits``, whatever the client sends, and
/// however slowly.
struct Door: HTTPChannelHandler {
    typealias Exchange = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// A connection, as soon as it is agreed what is spoken on it.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let agreed: EventLoopFuture<Agreed>
    }

    /// What is spoken on a connection.
    enum Agreed: Sendable {
        case http1(Exchange)
        case http2(NIOHTTP2Handler.AsyncStreamMultiplexer<Stream>)
    }

    /// One request of HTTP/2, which keeps its places until nobody works for it, also where its client has gone.
    struct Stream: Sendable {
        let exchange: Exchange
        let places: [Place]
    }

    let responder: Responder
    let limits: DoorLimits
    private let transport: Transport
    let drain: Drain
    private let connections: SharedPlaces
    private let streams: Places
    private let toldToWait = Places(DoorLimits.toldToWait)

    init(responder: @escaping Responder, limits: DoorLimits, transport: Transport, drain: Drain = Drain()) {
        self.responder = responder
        self.limits = limits
        self.transport = transport
        self.drain = drain
        connections = SharedPlaces(limits.connections, share: max(1, limits.connections / 4))
        streams = Places(limits.connections)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let isFull = !admit(channel)
            guard let certificate = transport.certificate else {
                let exchange = try http1(channel, isFull: isFull, logger)
                return Value(channel: channel, agreed: channel.eventLoop.makeSucceededFuture(.http1(exchange)))
            }
            return Value(channel: channel, agreed: try tls(channel, certificate.context, isFull: isFull, logger))
        }
    }

    func handle(value: Value, logger: Logger) async {
        // Where nothing was agreed, the connection has ended.
        switch try? await value.agreed.get() {
        case .http1(let exchange): await handleHTTP(asyncChannel: exchange, logger: logger)
        case .http2(let streams): await handle(streams, of: value.channel, logger: logger)
        case nil: break
        }
    }

    private func handle(
        _ streams: NIOHTTP2Handler.AsyncStreamMultiplexer<Stream>, of channel: any Channel, logger: Logger
    ) async {
        // A stream that nobody takes must not come, so the connection ends with whoever takes them.
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                do {
                    for try await stream in streams.inbound {
                        group.addTask {
                            await handleHTTP(asyncChannel: stream.exchange, logger: logger)
                            withExtendedLifetime(stream.places) {}
                        }
                    }
                } catch {
                    logger.trace("A connection has failed", metadata: ["error": "\(error)"])
                }
                channel.close(promise: nil)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Whether the connection is served; one too many is told so, and where too many are told, closed at once, as is
    /// whoever speaks in the clear and may not.
    private func admit(_ channel: any Channel) -> Bool {
        guard transport.certificate != nil || transport.proxies.mayComeInTheClear(channel.remoteAddress) else {
            channel.close(promise: nil)
            return false
        }
        let peer = transport.proxies.stranger(channel.remoteAddress)
        if connections.take(for: peer) {
            channel.closeFuture.whenComplete { _ in connections.giveBack(of: peer) }
            return true
        }
        if toldToWait.take() {
            channel.closeFuture.whenComplete { _ in toldToWait.giveBack() }
        } else {
            channel.close(promise: nil)
        }
        return false
    }
}

// MARK: Pipelines

extension Door {
    /// Reads and writes HTTP/1.1 on both sides of the one who holds the client to it.
    static func addHandlers(
        to pipeline: ChannelPipeline.SynchronousOperations, _ door: DoorHandler, isSecure: Bool = false
    ) throws {
        try pipeline.addHandler(DoorBytes(door))
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false)
        try pipeline.addHandlers(door, HTTP1ToHTTPServerCodec(secure: isSecure), UnreadableHead())
    }

    private func http1(_ channel: any Channel, isFull: Bool, _ logger: Logger) throws -> Exchange {
        let pipeline = channel.pipeline.syncOperations
        try Door.addHandlers(
            to: pipeline, DoorHandler(limits, drain, isFull: isFull), isSecure: transport.certificate != nil)
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: Duration(limits.idle), logger: logger))
        return try Door.exchange(on: channel, isHalfClosed: true)
    }

    /// Hands a connection's parts over to whoever serves it.
    static func exchange(on channel: any Channel, isHalfClosed: Bool = false) throws -> Exchange {
        try channel.pipeline.syncOperations.addHandler(MayGoUnserved())
        return try Exchange(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: isHalfClosed))
    }

    private func tls(
        _ channel: any Channel, _ context: NIOSSLContext, isFull: Bool, _ logger: Logger
    ) throws -> EventLoopFuture<Agreed> {
        let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Agreed> { result in
            channel.eventLoop.makeCompletedFuture {
                if case .negotiated("h2") = result { return .http2(try http2(channel, isFull: isFull)) }
                return .http1(try http1(channel, isFull: isFull, logger))
            }
        }
        try channel.pipeline.syncOperations.addHandlers(
            NIOSSLServerHandler(context: context), HandshakeLimit(isFull ? limits.linger : limits.request), negotiation)
        return negotiation.protocolNegotiationResult
    }

    private func http2(
        _ channel: any Channel, isFull: Bool
    ) throws -> NIOHTTP2Handler.AsyncStreamMultiplexer<Stream> {
        let door = StreamsDoor(limits, isFull: isFull)
        // Those that were reset and are still being worked on count too, which bounds what resetting them is good for. A client
        // may ask anew as soon as it has its answer, a moment before the place of what it asked is free.
        let both = [Places(2 * DoorLimits.streams), streams]
        return try Door.addHandlers(to: channel, door, limits) { [limits, drain] stream in
            let places = isFull ? [] : both.compactMap(Place.init(of:))
            let isFull = places.count < both.count
            try Door.addHandlers(to: stream.pipeline.syncOperations, StreamDoor(limits, drain, isFull: isFull))
            return Stream(exchange: try Door.exchange(on: stream), places: isFull ? [] : places)
        }
    }

    /// Reads and writes HTTP/2 before the one who holds the client to it.
    static func addHandlers<Stream: Sendable>(
        to channel: any Channel, _ door: StreamsDoor, _ limits: DoorLimits,
        stream: @escaping @Sendable (any Channel) throws -> Stream
    ) throws -> NIOHTTP2Handler.AsyncStreamMultiplexer<Stream> {
        let multiplexer = try channel.pipeline.syncOperations.configureAsyncHTTP2Pipeline(
            mode: .server, streamDelegate: StreamsDoor.Delegate(door, on: channel.eventLoop), frameDelegate: door,
            configuration: limits.http2
        ) { channel in channel.eventLoop.makeCompletedFuture { try stream(channel) } }
        try channel.pipeline.syncOperations.addHandler(door)
        return multiplexer
    }

    /// Reads and writes a request of HTTP/2 on both sides of the one who holds the client to it.
    static func addHandlers(to pipeline: ChannelPipeline.SynchronousOperations, _ door: StreamDoor) throws {
        try pipeline.addHandlers(HTTP2FramePayloadToHTTPServerCodec(), door)
    }
}
