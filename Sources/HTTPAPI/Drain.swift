import HTTPTypes
import Hummingbird
import Synchronization

/// Whether the service is about to stop, and how many requests it has still to answer.
///
/// Readiness fails first, so that whoever spreads requests sends them elsewhere; connections are told to come no more.
public final class Drain: Sendable {
    private let begun = Atomic<Bool>(false)
    private let taken = Atomic<Int>(0)

    /// A service that goes on.
    public init() {}

    /// The service is about to stop.
    public func begin() { begun.store(true, ordering: .releasing) }

    /// Whether the service is about to stop.
    public var hasBegun: Bool { begun.load(ordering: .acquiring) }

    /// How many requests have no answer yet, or not all of it.
    public var requests: Int { taken.load(ordering: .relaxed) }

    /// An answer that is being sent: from its head until the client has taken its end, or has gone.
    final class Sending: Sendable {
        private let drain: Drain

        init(_ drain: Drain) {
            self.drain = drain
            drain.taken.wrappingAdd(1, ordering: .relaxed)
        }

        deinit { drain.taken.wrappingSubtract(1, ordering: .relaxed) }
    }

    func answering<Answer>(_ body: () async throws -> Answer) async rethrows -> Answer {
        taken.wrappingAdd(1, ordering: .relaxed)
        defer { taken.wrappingSubtract(1, ordering: .relaxed) }
        return try await body()
    }
}

/// Counts the requests that are being answered.
struct DrainMiddleware: RouterMiddleware {
    let drain: Drain

    func handle(
        _ request: Request, context: HTTPContext, next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        try await drain.answering { try await next(request, context) }
    }
}
