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
    private let grown = Mutex(Grown())
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    /// What has not been told yet.
    private struct Grown {
        var garages: Set<GarageID> = []
        var events = 0
    }

    /// The least time between two notifications while much is appended; else next to none, as whoever appended a few events may
    /// wait to see what they led to.
    private static let pause = Duration.milliseconds(10)
    private static let shortPause = Duration.milliseconds(1)
    private static let few = 3

    /// A notifier on a channel.
    public init(_ channel: Channel, pool: PostgresPool, logger: Logger) {
        self.channel = channel
        self.pool = pool
        self.logger = logger
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that a garage's log has grown by so many events; returns at once.
    public func appended(_ garage: GarageID, events: Int) {
        grown.withLock {
            $0.garages.insert(garage)
            $0.events += events
        }
        wakeUp.yield()
    }

    /// Sends notifications until a graceful shutdown or cancellation.
    public func run() async {
        await cancelWhenGracefulShutdown {
            for await _ in self.wakeUps {
                let grown = self.grown.withLock { grown in
                    defer { grown = Grown() }
                    return grown
                }
                do {
                    try await self.pool.run { [channel = self.channel] session in
                        try session.notify(channel, names: grown.garages.map(\.text).sorted())
                    }
                    let isBusy = grown.events > AppendNotifier.few
                    try await Task.sleep(for: isBusy ? AppendNotifier.pause : AppendNotifier.shortPause)
                } catch {
                    self.logger.debug("a notification was not sent", metadata: ["error": "\(error)"])
                    guard !Task.isCancelled else { break }
                    // Somebody may wait for them.
                    self.grown.withLock { $0.garages.formUnion(grown.garages) }
                    try? await Task.sleep(for: AppendNotifier.pause * 10)
                    self.wakeUp.yield()
                }
            }
        }
    }
}
