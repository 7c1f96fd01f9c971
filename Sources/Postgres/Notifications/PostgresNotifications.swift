public import Logging
import Threads

/// Listens on a connection of its own and reconnects for as long as somebody reads.
public struct PostgresNotifications: Sendable {
    /// What a listener hears.
    public enum Notification: Sendable, Hashable {
        /// LISTEN is in effect for the first time: what was sent before is not heard, so look once.
        case listening
        /// LISTEN is in effect again after the connection was lost, or the reader fell so far behind that
        /// notifications were dropped: some were missed, so look.
        case reconnected
        /// Somebody sent a notification.
        case notification(channel: String, payload: String)
    }

    /// How many notifications wait for a slow reader before they are dropped.
    static let bufferedNotifications = 1024

    private let configuration: PostgresConfiguration
    private let channels: [Channel]
    private let logger: Logger

    /// Describes what to listen to; nothing is connected yet.
    public init(_ configuration: PostgresConfiguration, channels: [Channel], logger: Logger) {
        self.configuration = configuration
        self.channels = channels
        self.logger = logger
    }

    /// Starts a connection and a thread that last until the stream is dropped or the task that reads it is cancelled.
    ///
    /// The stream never fails: while the server is away it tries again at growing intervals. It ends at once only
    /// where the system has no thread or pipe left.
    public func stream() -> AsyncStream<Notification> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Notification.self, bufferingPolicy: .bufferingOldest(Self.bufferedNotifications))
        guard let wake = WakePipe() else {
            logger.error("the system has no pipe for a listener")
            continuation.finish()
            return stream
        }
        let listener = NotificationListener(
            configuration: configuration, channels: channels, logger: logger, continuation: continuation, wake: wake)
        continuation.onTermination = { _ in wake.signal() }
        if !DetachedThread.start({ listener.listen() }) {
            logger.error("the system has no thread for a listener")
            continuation.finish()
        }
        return stream
    }
}
