import NIOCore
import ServiceLifecycle
import Synchronization

/// The service that listens. Where it cannot, it ends as if it had been asked to, so that the others stop in their order, and
/// keeps the reason.
final class Listener: Service {
    private let server: any Service
    private let failure = Mutex<(any Error)?>(nil)

    init(_ server: any Service) { self.server = server }

    /// Why it could not listen; nil where it could.
    var error: (any Error)? { failure.withLock { $0 } }

    func run() async throws {
        do { try await server.run() } catch let error where error is IOError || error is SocketAddressError {
            failure.withLock { $0 = error }
        }
    }
}
