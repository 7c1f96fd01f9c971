import CLibpq

/// What the server wants to see before it cancels a connection's statement.
///
/// Unchecked `Sendable`, because `PGcancel` is filled once by `PQgetCancel` and only read afterwards; libpq promises
/// that `PQcancel` may be called on it from any thread. It is freed when nobody has a reference any more.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(_ connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit {
        PQfreeCancel(pointer)
    }

    /// Asks the server, over a connection of its own, and blocks until the server has passed the request on.
    ///
    /// Returns false where that cannot be known, so that the request may still be on its way.
    func request() -> Bool {
        var message = [CChar](repeating: 0, count: 256)
        return PQcancel(pointer, &message, Int32(message.count)) != 0
    }
}
