import HTTPAPI
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// The service that listens. Where it cannot, it ends as if it had been asked to, so that the others stop in their order, and
/// keeps the reason.
///
/// When it is to stop and nobody waits for an answer any more, the door closes what is silent within two seconds. A connection
/// that is still there after that is nobody's, and keeps no service from stopping.
final class Listener: Service {
    private let server: any Service
    private let drain: Drain
    private let logger: Logger
    private let failure = Mutex<(any Error)?>(nil)

    /// For so many seconds in a row nobody waits for an answer, before what is left is closed.
    private static let patience = 5

    init(_ server: any Service, _ drain: Drain, logger: Logger) {
        self.server = server
        self.drain = drain
        self.logger = logger
    }

    /// Why it could not listen; nil where it could.
    var error: (any Error)? { failure.withLock { $0 } }

    func run() async throws {
        do { try await serve() } catch let error where error is IOError || error is SocketAddressError {
            failure.withLock { $0 = error }
        }
    }

    private func serve() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask { [server] in
                try await server.run()
                return true
            }
            group.addTask {
                try await self.waitForNobody()
                return false
            }
            let hasStopped = try await group.next() ?? true
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
            if !hasStopped {
                logger.warning("connections were closed that nobody served and that did not end by themselves")
            }
        }
    }

    /// Returns when the service is to stop, and for a while nobody has waited for an answer.
    private func waitForNobody() async throws {
        try await gracefulShutdown()
        var quiet = 0
        while quiet < Listener.patience {
            try await Task.sleep(for: .seconds(1))
            quiet = drain.requests == 0 ? quiet + 1 : 0
        }
    }
}
