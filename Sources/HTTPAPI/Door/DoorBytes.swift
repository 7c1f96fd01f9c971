import HTTPTypes
import NIOCore
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Tells the door of bytes before anybody reads them as HTTP: a request begins with its first byte.
final class DoorBytes: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let door: DoorHandler

    init(_ door: DoorHandler) {
        self.door = door
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard door.takes(unwrapInboundIn(data).readableBytes) else { return }
        context.fireChannelRead(data)
    }
}

/// Tells the door of a head that is HTTP/1.1, and yet none that a request can be made of.
final class UnreadableHead: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTP1TypeConversionError else { return context.fireErrorCaught(error) }
        context.triggerUserOutboundEvent(DoorEvent.unreadableHead, promise: nil)
    }
}

/// What those behind the door tell it.
enum DoorEvent: Sendable {
    /// No request can be made of the head that was read last.
    case unreadableHead
    /// A route waits for the body.
    case bodyAwaited
    /// A route works for the answer only as long as the client waits for it: the stream ends when it does not.
    case departureAwaited(AsyncStream<Void>.Continuation)
}
