import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// The connections of the service: HTTP/1.1 within ``DoorLimits``, whatever the client sends, and however slowly.
struct Door: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let responder: Responder
    let limits: DoorLimits
    let drain: Drain
    private let connections: Places
    private let toldToWait = Places(DoorLimits.toldToWait)

    init(responder: @escaping Responder, limits: DoorLimits, drain: Drain = Drain()) {
        self.responder = responder
        self.limits = limits
        self.drain = drain
        connections = Places(limits.connections)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try Door.addHandlers(to: pipeline, DoorHandler(limits, drain, isFull: !admit(channel)))
            try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: Duration(limits.idle), logger: logger))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    /// Reads and writes HTTP/1.1 on both sides of the one who holds the client to it.
    static func addHandlers(to pipeline: ChannelPipeline.SynchronousOperations, _ door: DoorHandler) throws {
        try pipeline.addHandler(DoorBytes(door))
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false)
        try pipeline.addHandlers(door, HTTP1ToHTTPServerCodec(secure: false), UnreadableHead())
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }

    /// Whether the connection is served; one too many is told so, and where too many are told, closed at once.
    private func admit(_ channel: any Channel) -> Bool {
        if connections.take() {
            channel.closeFuture.whenComplete { _ in connections.giveBack() }
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
