import CLibpq
import Logging

/// The thread of one notification stream: connects, listens, waits, and begins anew when the connection is lost.
struct NotificationListener: Sendable {
    let configuration: PostgresConfiguration
    let channels: [Channel]
    let logger: Logger
    let continuation: AsyncStream<PostgresNotifications.Notification>.Continuation
    let wake: WakePipe

    /// How often a reader that fell behind is looked at again.
    private static let behindMilliseconds: Int32 = 100

    /// Returns when the stream has ended.
    func listen() {
        var backoff = Backoff()
        var greeting = PostgresNotifications.Notification.listening
        while !wake.wait(milliseconds: 0) {
            do throws(PostgresError) {
                let wire = try connect()
                backoff = Backoff()
                defer { greeting = .reconnected }
                try deliver(from: wire, greeting)
            } catch {
                logger.warning("the notification connection failed", metadata: ["error": "\(error)"])
                _ = wake.wait(milliseconds: Int32(clamping: backoff.pause().milliseconds))
            }
        }
        continuation.finish()
    }

    private func connect() throws(PostgresError) -> Wire {
        let health = ConnectionHealth()
        let wire = try Wire.connect(
            configuration, logger: logger, health: health, canceller: Canceller(health: health),
            isAbandoned: { wake.wait(milliseconds: 0) })
        for channel in channels { try wire.listen(channel) }
        return wire
    }

    /// Passes on what arrives until the stream ends; throws when the connection is lost.
    private func deliver(
        from wire: Wire, _ greeting: PostgresNotifications.Notification
    ) throws(PostgresError) {
        var missed = !passOn(greeting)
        while true {
            while let notification = wire.nextNotification() {
                missed = missed || !passOn(notification)
            }
            // What was dropped has to be told, however late: else the reader would never look for it.
            if missed { missed = !passOn(.reconnected) }
            if wake.wait(with: wire.socket, milliseconds: missed ? Self.behindMilliseconds : -1) { return }
            try wire.readInput()
        }
    }

    /// Returns false if the reader is so far behind that the notification was dropped.
    private func passOn(_ notification: PostgresNotifications.Notification) -> Bool {
        if case .dropped = continuation.yield(notification) { return false }
        return true
    }
}

extension Wire {
    fileprivate var socket: Int32 { PQsocket(pointer) }

    fileprivate func listen(_ channel: Channel) throws(PostgresError) {
        guard let name = PQescapeIdentifier(pointer, channel.name, channel.name.utf8.count) else {
            throw lost("LISTEN")
        }
        defer { PQfreemem(name) }
        // The one text that is put together: LISTEN takes no parameters, and a channel's name is a literal.
        _ = try answer(PQsendQuery(pointer, "LISTEN " + String(cString: name)), "LISTEN")
    }

    fileprivate func nextNotification() -> PostgresNotifications.Notification? {
        guard let notification = PQnotifies(pointer) else { return nil }
        defer { PQfreemem(notification) }
        return .notification(
            channel: String(cString: notification.pointee.relname),
            payload: String(cString: notification.pointee.extra))
    }

    /// Reads what has arrived without blocking.
    fileprivate func readInput() throws(PostgresError) {
        guard PQconsumeInput(pointer) == 1 else { throw lost("LISTEN") }
    }
}
