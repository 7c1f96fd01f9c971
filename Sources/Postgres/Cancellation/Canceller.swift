import Threads

/// Cancels the statement that a connection is running, and nothing else.
///
/// A cancel request names a server process, not a statement, so one that arrives late would hit the next statement.
/// Two rules keep that from happening:
///
/// - A thread of its own sends the request, and the statement does not count as ended (``endStatement()`` blocks)
///   until that thread is done. The server signals its process before it closes the request's connection, and a
///   process that waits for its next statement throws the signal away. So what is sent afterwards cannot be hit.
/// - If a request's end cannot be known, the connection is marked broken and never used again.
///
/// A server that is frozen, or out of reach, ends no statement and passes no request on. So a body that is cancelled and has
/// not ended after the `farewell` loses its connection: the socket is cut, nothing is waited for any more, and whether its
/// statement takes effect is not known.
///
/// A request may also be too early: the server throws it away when the statement has not arrived yet. Hence the
/// thread asks again, at growing intervals, until the statement ends.
///
/// The flag lasts until the end of the body in which the statement ran: later statements of the body fail before
/// they are sent. BEGIN, COMMIT and ROLLBACK are not announced here, hence never cancelled.
final class Canceller: Sendable {
    private struct State {
        var handle: CancelHandle?
        /// The number of the body that runs, nil between bodies.
        var body: UInt64?
        var bodies: UInt64 = 0
        var isCancelled = false
        var isInStatement = false
        var isRequesting = false
        /// The server did not answer in time: there is no way back.
        var isCut = false
    }

    private static let firstPause = 10
    private static let longestPause = 1000

    private let monitor = Monitor(State())
    private let health: ConnectionHealth
    private let socket: ConnectionSocket
    /// How long a cancelled body may go on; nil for as long as it takes.
    private let farewell: Duration?

    init(health: ConnectionHealth, socket: ConnectionSocket = ConnectionSocket(), farewell: Duration? = nil) {
        self.health = health
        self.socket = socket
        self.farewell = farewell
    }

    func arm(_ handle: CancelHandle?) {
        monitor.withLock { $0.handle = handle }
    }

    /// Takes the socket of a connection that has been made.
    func connected(_ wire: Wire) throws(PostgresError) {
        try socket.open(wire)
        if isCut { throw PostgresError(.cancelled, "the task was cancelled while connecting") }
    }

    /// Begins a body and returns its number.
    func beginBody() -> UInt64 {
        monitor.withLock { state in
            state.bodies += 1
            state.body = state.bodies
            state.isCancelled = false
            return state.bodies
        }
    }

    func endBody() {
        monitor.update { state in
            state.body = nil
            state.isCancelled = false
        }
    }

    var isCancelled: Bool { monitor.withLock { $0.isCancelled } }
    var isCut: Bool { monitor.withLock { $0.isCut } }

    /// Announces a statement, or refuses it because its body has been cancelled.
    func beginStatement() throws(PostgresError) {
        let isCancelled = monitor.withLock { state in
            state.isInStatement = !state.isCancelled
            return state.isCancelled
        }
        if isCancelled { throw PostgresError(.cancelled, "the task was cancelled before the statement was sent") }
    }

    /// Ends a statement once no cancel request for it is on its way any more.
    func endStatement() {
        monitor.update { $0.isInStatement = false }
        // A connection that was cut has no next statement that a request could hit.
        monitor.wait { $0.isRequesting && !$0.isCut ? nil : () }
    }

    /// Cancels the body with that number if it still runs; returns at once and never blocks on the network.
    func cancel(body: UInt64) {
        let (isFirst, mustRequest) = monitor.withLock { state in
            guard state.body == body else { return (false, false) }
            let isFirst = !state.isCancelled
            state.isCancelled = true
            guard state.isInStatement, !state.isRequesting, state.handle != nil else { return (isFirst, false) }
            state.isRequesting = true
            return (isFirst, true)
        }
        if isFirst, let farewell { limit(body, to: farewell) }
        guard mustRequest else { return }
        if !DetachedThread.start({ self.requestUntilEnded() }) {
            monitor.update { $0.isRequesting = false }
        }
    }

    /// Cuts the connection where a body still runs after some time.
    func limit(_ body: UInt64, to time: Duration) {
        let started = DetachedThread.start { [self] in
            let ended: Void? = monitor.wait(milliseconds: time.milliseconds) { $0.body == body ? nil : () }
            if ended == nil { cut(body) }
        }
        // Without a thread there is nobody to wait; a connection is soon replaced.
        if !started { cut(body) }
    }

    /// Cuts the connection, and with it the body that has this number, or whichever runs.
    func cut(_ body: UInt64? = nil) {
        monitor.update { state in
            guard body == nil || state.body == body else { return }
            state.isCut = true
            health.markBroken()
            socket.cut()
        }
    }

    private func requestUntilEnded() {
        var pause = Self.firstPause
        while let handle = handleWhileInStatement() {
            if !handle.request() { health.markBroken() }
            let ended: Void? = monitor.wait(milliseconds: pause) { $0.isInStatement ? nil : () }
            if ended != nil { break }
            pause = min(pause * 2, Self.longestPause)
        }
        monitor.update { $0.isRequesting = false }
    }

    private func handleWhileInStatement() -> CancelHandle? {
        monitor.withLock { $0.isInStatement ? $0.handle : nil }
    }
}

extension Duration {
    /// In whole milliseconds.
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
