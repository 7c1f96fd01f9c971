import NIOCore
import NIOHTTP2

/// Holds one connection of HTTP/2 to its ``DoorLimits``: it ends when it is idle, when the service stops, and with its errors.
///
/// How often a client may reset a stream, err, ping or change its settings is held by ``NIOHTTP2Handler``, as
/// ``DoorLimits/http2`` says. What one stream may take is the matter of ``StreamDoor``.
final class StreamsDoor: ChannelInboundHandler, NIOHTTP2FrameDelegate {
    typealias InboundIn = HTTP2Frame
    typealias InboundOut = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let limits: DoorLimits
    private let isFull: Bool
    private var open = 0
    private var last = HTTP2StreamID.rootStream
    /// The client was told that no stream is taken any more.
    private var isLeaving = false
    /// The client was told what it did wrong.
    private var isBroken = false
    private var context: ChannelHandlerContext?
    private var deadline: Scheduled<Void>?

    init(_ limits: DoorLimits, isFull: Bool = false) {
        self.limits = limits
        self.isFull = isFull
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // Who is one too many has just the time to be told so.
        wait(isFull ? limits.linger : limits.idle)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        deadline?.cancel()
    }

    private func wait(_ time: TimeAmount) {
        guard let context else { return }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [self] in
            leave(context)
            context.close(promise: nil)
        }
    }

    // MARK: Streams

    private func opened(_ id: HTTP2StreamID) {
        open += 1
        last = max(last, id)
        if !isFull { deadline?.cancel() }
    }

    private func closed() {
        open -= 1
        guard open == 0, let context else { return }
        if isLeaving { return context.close(promise: nil) }
        if isFull { return leave(context) }
        wait(limits.idle)
    }

    /// Tells the door of the streams; what it says is said on the connection's own event loop.
    struct Delegate: NIOHTTP2StreamDelegate {
        private let door: NIOLoopBound<StreamsDoor>

        init(_ door: StreamsDoor, on eventLoop: any EventLoop) {
            self.door = NIOLoopBound(door, eventLoop: eventLoop)
        }

        func streamCreated(_ id: HTTP2StreamID, channel: any Channel) { door.value.opened(id) }
        func streamClosed(_ id: HTTP2StreamID, channel: any Channel) { door.value.closed() }
    }

    // MARK: The end

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { leave(context) }
        if case ChannelEvent.inputClosed = event { leave(context) }
        context.fireUserInboundEventTriggered(event)
    }

    /// Takes no further stream, and closes the connection behind the open ones; each of those has its own time.
    private func leave(_ context: ChannelHandlerContext) {
        guard !isLeaving else { return }
        isLeaving = true
        let goAway = HTTP2Frame.FramePayload.goAway(lastStreamID: last, errorCode: .noError, opaqueData: nil)
        context.writeAndFlush(wrapOutboundOut(HTTP2Frame(streamID: .rootStream, payload: goAway)), promise: nil)
        if open == 0 { context.close(promise: nil) }
    }

    func wroteFrame(_ frame: HTTP2Frame) {
        if case .goAway(_, let code, _) = frame.payload, code != .noError { isBroken = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An error of one stream has ended that, and is no matter of the others.
        if isBroken { context.close(promise: nil) }
    }
}
