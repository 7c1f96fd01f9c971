import HTTPTypes
import NIOCore
import NIOHTTP1

/// Holds one connection to HTTP/1.1 and to its ``DoorLimits``, and answers what never becomes a request.
///
/// It stands between the reading of HTTP and everything that knows of requests. Whom it refuses gets a problem as far as no
/// other answer is under way; then the connection is closed in such a way that the client can still read it.
final class DoorHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Which part of a request has begun and not ended.
    private enum Reading { case nothing, head, body }

    private let limits: DoorLimits
    private let drain: Drain
    private let isFull: Bool

    private var reading = Reading.nothing
    private var bytesOfHead = 0
    private var expectsContinue = false
    /// Requests whose heads were passed on and whose answers have not ended.
    private var unanswered = 0
    private var isAnswering = false
    /// After the answers under way, no request is taken any more.
    private var isLast = false
    /// The last answer is on its way, and all that is waited for is that the client takes it.
    private var isLeaving = false

    /// Whether the client sends no more: it has gone, or acts as if it had.
    private var hasLeft = false
    /// Who has to be told so, as long as its answer has not ended.
    private var departures: [AsyncStream<Void>.Continuation] = []

    private var context: ChannelHandlerContext?
    private var requestDeadline: Alarm?
    private var answerDeadline: Alarm?
    private var sending: Drain.Sending?
    private var departure: Scheduled<Void>?

    init(_ limits: DoorLimits, _ drain: Drain = Drain(), isFull: Bool = false) {
        self.limits = limits
        self.drain = drain
        self.isFull = isFull
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        requestDeadline = Alarm(limits.request, on: context.eventLoop) { [unowned self] in requestIsLate(context) }
        answerDeadline = Alarm(limits.answer, on: context.eventLoop) { context.close(promise: nil) }
        // Who is one too many, and says nothing, does not keep the place of the next who does.
        if isFull { departure = schedule(limits.linger, context) { context.close(promise: nil) } }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        tellDeparture()
        for deadline in [requestDeadline, answerDeadline] { deadline?.stop() }
        // They know the context, which knows this handler.
        (requestDeadline, answerDeadline) = (nil, nil)
        sending = nil
        departure?.cancel()
    }

    // MARK: Requests

    /// Whether bytes that have come are read as HTTP.
    func takes(_ count: Int) -> Bool {
        guard let context, !isLeaving, !(isLast && reading == .nothing) else { return false }
        if isFull {
            refuse(.tooManyConnections, context)
            return false
        }
        if reading == .nothing {
            reading = .head
            requestDeadline?.set()
        }
        if reading == .head {
            guard bytesOfHead <= DoorLimits.head else {
                refuse(.headTooLarge, context)
                return false
            }
            bytesOfHead += count
        }
        return true
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLeaving else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            reading = .body
            bytesOfHead = 0
            if let problem = DoorHandler.problem(of: head) {
                return refuse(problem, context, isHead: head.method == .HEAD)
            }
            unanswered += 1
            expectsContinue = head.expectsContinue
            if !head.keepsAlive { isLast = true }
            head.takeHostOfTarget()
            return context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body: break
        case .end:
            reading = .nothing
            expectsContinue = false
            requestDeadline?.forget()
        }
        context.fireChannelRead(data)
    }

    /// What makes a head no request of this service (RFC 9112, RFC 9110).
    private static func problem(of head: HTTPRequestHead) -> ProblemResponse? {
        guard head.version.major == 1, head.version.minor <= 1 else { return .versionNotSupported }
        let hosts = head.headers["host"]
        // RFC 9112, section 3.2: a request of HTTP/1.1 names its host, and nobody names two.
        guard hosts.count == 1 || hosts.isEmpty && head.version == .http1_0 else { return .oneHost }
        let expectations = head.headers[canonicalForm: "expect"]
        guard expectations.allSatisfy({ $0.lowercased() == "100-continue" }) else { return .expectationFailed }
        return nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        guard !isLeaving else { return }
        switch reading {
        case .body where unanswered == 0:
            // The request has its answer, and gets no other.
            leave(context)
        case .body:
            // A body that is none is the matter of the route that reads it.
            isLast = true
            context.fireErrorCaught(error)
        case .nothing, .head: refuse(DoorHandler.problem(of: error), context)
        }
    }

    private static func problem(of error: HTTPParserError) -> ProblemResponse {
        switch error {
        case .headerOverflow: .headTooLarge
        case .invalidVersion: .versionNotSupported
        default: .unreadable
        }
    }

    private func requestIsLate(_ context: ChannelHandlerContext) {
        switch reading {
        case .nothing: break
        // Behind a request that is still being answered: the delay is the service's.
        case .head where unanswered > 0, .body where unanswered > 1:
            requestDeadline?.set()
        case .body where unanswered == 0 || isAnswering: leave(context)
        case .head, .body: refuse(.requestTimeout, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            tellDeparture()
            if isLeaving { return context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
        if event is ChannelShouldQuiesceEvent { closeUnlessServed(context) }
    }

    /// A service that stops waits for its answers and for nothing else: while nobody works for any, none will come here either.
    private func closeUnlessServed(_ context: ChannelHandlerContext) {
        guard self.context != nil, !isLeaving else { return }
        departure?.cancel()
        departure = schedule(limits.linger, context) { [weak self] in
            guard let self, !isLeaving else { return }
            if drain.requests == 0 { context.close(promise: nil) } else { closeUnlessServed(context) }
        }
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

    // MARK: Answers

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case DoorEvent.unreadableHead:
            unanswered -= 1
            refuse(.unreadable, context)
        case DoorEvent.bodyAwaited:
            guard expectsContinue, unanswered == 1, !isAnswering, !isLeaving else { break }
            expectsContinue = false
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        case DoorEvent.departureAwaited(let departure):
            if hasLeft { departure.finish() } else { departures.append(departure) }
        default: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isLeaving else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            isAnswering = true
            sending = Drain.Sending(drain)
            // Of several requests that came together, the last one's answer says so.
            if drain.hasBegun, unanswered == 1 { isLast = true }
            if isLast { head.headers.replaceOrAdd(name: "Connection", value: "close") }
            answerDeadline?.set()
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            isAnswering = false
            unanswered -= 1
            departures = []
            let written = promise ?? context.eventLoop.makePromise()
            written.futureResult.assumeIsolated().whenComplete { [answerDeadline, sending] _ in
                withExtendedLifetime(sending) {}
                answerDeadline?.meet()
            }
            sending = nil
            context.write(data, promise: written)
            if isLast, unanswered == 0 { leave(context) }
        }
    }

    // MARK: The end

    /// Answers with a problem and takes no more; where another answer is under way, that is the last.
    private func refuse(_ problem: ProblemResponse, _ context: ChannelHandlerContext, isHead: Bool = false) {
        guard unanswered == 0 || unanswered == 1 && reading == .body && !isAnswering else {
            isLast = true
            reading = .nothing
            return
        }
        let body = problem.json
        var headers = HTTPHeaders(problem.headers.map { ($0.name.rawName, $0.value) })
        headers.add(name: "Content-Length", value: String(body.count))
        headers.add(name: "Connection", value: "close")
        headers.add(name: "Server", value: HTTPAPI.serverName)
        let status = HTTPResponseStatus(statusCode: problem.status.code, reasonPhrase: problem.status.reasonPhrase)
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHead { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil) }
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        leave(context)
    }

    /// Closes the connection once the client has read what was said: a socket that is closed with unread bytes in it would take
    /// the answer back (RFC 9112, section 9.6).
    private func leave(_ context: ChannelHandlerContext) {
        isLeaving = true
        requestDeadline?.forget()
        departure?.cancel()
        context.flush()
        context.close(mode: .output, promise: nil)
        departure = schedule(limits.linger, context) { context.close(promise: nil) }
    }

    private func schedule(
        _ time: TimeAmount, _ context: ChannelHandlerContext, _ action: @escaping () -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: time, action)
    }
}

extension HTTPRequestHead {
    /// Takes the host from the request line where a whole address stands there: it outweighs the header (RFC 9112, section 3.2.2).
    fileprivate mutating func takeHostOfTarget() {
        guard !uri.hasPrefix("/"), let scheme = uri.firstRange(of: "://") else { return }
        headers.replaceOrAdd(name: "Host", value: String(uri[scheme.upperBound...].prefix { !"/?#".contains($0) }))
    }

    /// Whether further requests may come on the same connection; HTTP/1.0 gets its answer and no more.
    fileprivate var keepsAlive: Bool {
        version == .http1_1 && !headers[canonicalForm: "connection"].contains { $0.lowercased() == "close" }
    }

    /// Whether the client waits to be asked for the body; one of HTTP/1.0 cannot (RFC 9110, section 10.1.1).
    fileprivate var expectsContinue: Bool { version == .http1_1 && headers.contains(name: "expect") }
}
