import NIOHTTPTypes
import NIOCore

/// Lets a connection, or a stream, end that was accepted and that nobody has come to serve, as the service stops at that moment:
/// what the listening socket has not handed on goes with it.
///
/// A `NIOAsyncChannel` that is let go of unserved traps from the moment at which it is told that its channel is active (swift-nio
/// issue 2813). It is not told: so it goes when the connection is closed, as the door closes what is silent while the service
/// stops.
final class MayGoUnserved: ChannelInboundHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    func channelActive(context: ChannelHandlerContext) {}
}
