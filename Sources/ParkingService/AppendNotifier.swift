public import Logging
public import Postgres
public import ServiceLifecycle

/// Tells the read models' runners, in every process, that the log has grown.
///
/// After the append and outside its transaction, and many appends at once: a NOTIFY takes a lock over the whole database when it
/// commits. One that is lost costs a reader no more than the wait for its next poll.
public struct AppendNotifier: Service {
    private let channel: Channel
    private let pool: PostgresPool
    private let logger: Logger
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    /// The least time between two notifications.
    private static let pause = Duration.milliseconds(10)

    /// A notifier on a channel.
    public init(_ channel: Channel, pool: PostgresPool, logger: Logger) {
        self.channel = channel
        self.pool = pool
        self.logger = logger
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that the log has grown; returns at once.
    public func appended() {
        wakeUp.yield()
    }

    /// Sends notifications until a graceful shutdown or cancellation.
    public func run() async {
        await cancelWhenGracefulShutdown {
            for await _ in wakeUps {
                do {
                    try await pool.run { [channel] session in try session.notify(channel) }
                    try await Task.sleep(for: AppendNotifier.pause)
                } catch {
                    logger.debug("a notification was not sent", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
