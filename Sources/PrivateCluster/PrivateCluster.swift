public import Logging

/// A PostgreSQL server of the project's own, run from the installed binaries and shared by every `parklog` on it.
///
/// Each open cluster holds a lease: a shared `flock` that the kernel takes back from a process that is killed. The one
/// that gives back the last lease stops the server. A server that was left running by a killed process is adopted by
/// the next one to open the cluster, and stopped by it if it is the last. Dropping the value without ``leave()`` is
/// like being killed.
public actor PrivateCluster {
    /// A libpq URI that connects as the superuser `parklog` over the unix socket.
    public nonisolated let url: String

    private let location: ClusterLocation
    private let logger: Logger
    private var lease: FileLock?

    init(location: ClusterLocation, logger: Logger, lease: FileLock) {
        self.location = location
        self.logger = logger
        self.lease = lease
        url = ConnectionURL(socketFolder: location.socketFolder).description
    }

    /// A libpq URI that connects as another role over the same socket; whoever can reach it is trusted.
    public nonisolated func url(user: String, database: String) -> String {
        ConnectionURL(socketFolder: location.socketFolder, user: user, database: database).description
    }

    /// Opens the cluster, creating it and starting its server where needed; returns when it accepts connections.
    ///
    /// The work is not cut short by cancellation, which would leave a server behind: a cancelled call gives its lease
    /// back and then throws. It takes a second or two for a new cluster, and at most some minutes after a crash.
    ///
    /// - Throws: ``ClusterError``.
    public static func open(
        at location: ClusterLocation,
        logger: Logger
    ) async throws(ClusterError) -> PrivateCluster {
        let opening = Task { () async -> Result<PrivateCluster, ClusterError> in
            do throws(ClusterError) {
                return .success(try await openWhole(at: location, logger: logger))
            } catch {
                return .failure(error)
            }
        }
        let cluster = try await opening.value.get()
        if Task.isCancelled {
            await cluster.leave()
            throw .interrupted
        }
        return cluster
    }

    /// Gives the lease back; the last one to leave stops the server and waits for its end.
    ///
    /// Cancellation does not cut it short. A second call does nothing. A server that does not end within a minute is
    /// left to end in its own time, with a warning in the log.
    public func leave() async {
        guard let lease else { return }
        self.lease = nil
        let (location, logger) = (location, logger)
        await Task { await Self.giveBack(lease, location, logger) }.value
    }
}
