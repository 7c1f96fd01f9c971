import HTTPAPI
import Logging
import ServiceLifecycle
import Synchronization

/// Stops first: from then on the service is not ready, and goes on for as long as load balancers take to notice.
struct ReadinessFirst: Service {
    let drain: Drain
    let delay: Duration
    /// Whether anybody is served: a service that cannot listen has no time to give.
    let isServing: @Sendable () -> Bool

    func run() async throws {
        try? await gracefulShutdown()
        drain.begin()
        if isServing() { try? await Task.sleep(for: delay) }
    }
}

/// Stops last, when all is drained; where that takes too long it is cut off with the rest, and says what is left.
final class Drained: Service {
    private let drain: Drain
    private let parts: Parts
    private let logger: Logger
    private let cut = Atomic<Bool>(false)

    init(_ drain: Drain, _ parts: Parts, logger: Logger) {
        self.drain = drain
        self.parts = parts
        self.logger = logger
    }

    /// Whether the deadline came first.
    var wasCut: Bool { cut.load(ordering: .acquiring) }

    func run() async throws {
        do { try await gracefulShutdown() } catch {
            guard drain.hasBegun else { return }
            cut.store(true, ordering: .releasing)
            logger.warning(
                "the service is cut off before it has drained",
                metadata: [
                    "unanswered requests": "\(drain.requests)", "at work": "\(parts.atWork.joined(separator: ", "))",
                ])
        }
    }
}

extension Failure {
    /// What is said of a service that was not drained by its deadline.
    static func cutOff(after deadline: Duration) -> Failure {
        Failure(
            .cutOff,
            "The service was not drained within \(deadline.components.seconds) seconds and was cut off; what it acknowledged is stored."
                + " Give it longer with --drain-deadline, or look at the database.")
    }
}
