public import Logging
public import Parking
public import Postgres
public import ServiceLifecycle
import Synchronization

/// Tells the read models' runners, in every process, which garages' logs have grown.
///
/// After the append and outside its transaction, and many garages at once: a NOTIFY takes a lock over the whole database when it
/// commits. One that is lost costs a reader no more than the wait for its next poll.
public final class AppendNotifier: Service {
    private let channel: Channel
    private let pool: PostgresPool
    private let logger: Logger
    private let grown = Mutex<Set<GarageID>>([])
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

    /// Says that a garage's log has grown; returns at once.
    public func appended(_ garage: GarageID) {
        grown.withLock { _ = $0.insert(garage) }
        wakeUp.yield()
    }

    /// Sends notifications until a graceful shutdown or cancellation.
    public func run() async {
        await cancelWhenGracefulShutdown {
            for await _ in self.wakeUps {
                let garages = self.grown.withLock { garages in
                    defer { garages = [] }
                    return garages.map(\.text).sorted()
                }
                do {
                    try await self.pool.run { [channel = self.channel] session in
                        try session.notify(channel, names: garages)
                    }
                    try await Task.sleep(for: AppendNotifier.pause)
                } catch {
                    self.logger.debug("a notification was not sent", metadata: ["error": "\(error)"])
                    guard !Task.isCancelled else { break }
                    // Somebody may wait for them.
                    self.grown.withLock { $0.formUnion(garages.compactMap { GarageID($0) }) }
                    try? await Task.sleep(for: AppendNotifier.pause * 10)
                    self.wakeUp.yield()
                }
            }
        }
    }
}
