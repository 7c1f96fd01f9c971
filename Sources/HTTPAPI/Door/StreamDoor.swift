import HTTPTypes
import NIOCore
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2

/// Holds one stream of HTTP/2, which is one request, to its ``DoorLimits``, and answers what never becomes a request.
///
/// It is to a stream what ``DoorHandler`` is to a connection of HTTP/1.1.
final class StreamDoor: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Which part of the request is to come.
    private enum Reading { case head, body, nothing }
    /// How far the answer has come.
    private enum Answer { case none, begun, whole }

    private let limits: DoorLimits
    private let drain: Drain
    private let isFull: Bool

    private var reading = Reading.head
    private var answer = Answer.none
    private var isRefused = false
    private var expectsContinue = false
    private var hasLeft = false
    /// Who has to be told that the client has left, as long as its answer has not ended.
    private var departures: [AsyncStream<Void>.Continuation] = []
    private var requestDeadline: Scheduled<Void>?
    private var answerDeadline: Scheduled<Void>?
    private var sending: Drain.Sending?

    init(_ limits: DoorLimits, _ drain: Drain = Drain(), isFull: Bool = false) {
        self.limits = limits
        self.drain = drain
        self.isFull = isFull
    }

    func handlerAdded(context: ChannelHandlerContext) {
        requestDeadline = schedule(limits.request, context) { [self] in requestIsLate(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        requestDeadline?.cancel()
        answerDeadline?.cancel()
        sending = nil
        tellDeparture()
    }

    func channelInactive(context: ChannelHandlerContext) {
        tellDeparture()
        context.fireChannelInactive()
    }

    private func tellDeparture() {
        hasLeft = true
        for departure in departures { departure.finish() }
        departures = []
    }

    // MARK: The request

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard reading == .head else { return }
            reading = .body
            if let problem = isFull ? .tooManyConnections : StreamDoor.problem(of: head) {
                return refuse(problem, context, isHead: head.method == .head)
            }
            expectsContinue = head.headerFields[.expect] != nil
            context.fireChannelRead(wrapInboundOut(.head(head.withAuthority)))
        case .body:
            if !isRefused { context.fireChannelRead(data) }
        case .end:
            reading = .nothing
            requestDeadline?.cancel()
            if !isRefused { context.fireChannelRead(data) }
        }
    }

    /// What makes a head no request of this service (RFC 9113, section 8.3; RFC 9110).
    private static func problem(of head: HTTPRequest) -> ProblemResponse? {
        let hosts = Set([head.authority].compactMap(\.self) + head.headerFields[values: .host])
        guard hosts.count == 1 else { return .oneAuthority }
        guard head.headerFields[values: .expect].allSatisfy({ $0.lowercased() == "100-continue" }) else {
            return .expectationFailed
        }
        return nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard reading == .head else { return context.fireErrorCaught(error) }
        reading = .body
        refuse(.unreadable, context)
    }

    private func requestIsLate(_ context: ChannelHandlerContext) {
        switch answer {
        case .none: refuse(.requestTimeout, context)
        case .begun, .whole: reset(.noError, context)
        }
    }

    // MARK: The answer

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case DoorEvent.bodyAwaited:
            guard expectsContinue, answer == .none, !isRefused else { break }
            expectsContinue = false
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        case DoorEvent.departureAwaited(let departure):
            if hasLeft { departure.finish() } else { departures.append(departure) }
        default: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head: begin(context)
        case .body: break
        case .end: return end(context, data, promise)
        }
        context.write(data, promise: promise)
    }

    private func begin(_ context: ChannelHandlerContext) {
        answer = .begun
        sending = Drain.Sending(drain)
        answerDeadline = schedule(limits.answer, context) { [self] in reset(.cancel, context) }
    }

    /// The answer has been given when the client has taken it.
    private func end(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?) {
        answer = .whole
        departures = []
        let written = promise ?? context.eventLoop.makePromise()
        let deadline = answerDeadline
        written.futureResult.whenComplete { [sending] _ in
            withExtendedLifetime(sending) {}
            deadline?.cancel()
        }
        sending = nil
        context.write(data, promise: written)
    }

    /// Answers with a problem, and takes no more of the request.
    private func refuse(_ problem: ProblemResponse, _ context: ChannelHandlerContext, isHead: Bool = false) {
        guard !isRefused else { return }
        isRefused = true
        requestDeadline?.cancel()
        let body = problem.json
        var headers = problem.headers
        headers[.contentLength] = String(body.count)
        headers[.server] = HTTPAPI.serverName
        begin(context)
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: problem.status, headerFields: headers))), promise: nil)
        if !isHead { context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil) }
        end(context, wrapOutboundOut(.end(nil)), nil)
        context.flush()
        // What is still to come of the request is read and forgotten for a while.
        requestDeadline = schedule(limits.linger, context) { [self] in reset(.noError, context) }
    }

    private func reset(_ code: NIOHTTP2.HTTP2ErrorCode, _ context: ChannelHandlerContext) {
        context.triggerUserOutboundEvent(NIOHTTP2FramePayloadToHTTPEvent.reset(code: code), promise: nil)
        context.close(promise: nil)
    }

    private func schedule(
        _ time: TimeAmount, _ context: ChannelHandlerContext, _ action: @escaping () -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: time, action)
    }
}

extension HTTPRequest {
    /// The same with the host where everybody looks for it.
    fileprivate var withAuthority: HTTPRequest {
        guard authority == nil else { return self }
        var request = self
        request.authority = headerFields[.host]
        return request
    }
}

extension HTTPField.Name {
    fileprivate static let host = HTTPField.Name("Host")!
}
