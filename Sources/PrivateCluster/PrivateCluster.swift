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

    private init(location: ClusterLocation, logger: Logger, lease: FileLock) {
        self.location = location
        self.logger = logger
        self.lease = lease
        url = Self.url(socketFolder: location.socketFolder)
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

extension PrivateCluster {
    // Somebody else at the gate may be creating a cluster, recovering it and stopping it again.
    private static let gateSeconds = 180
    private static let serverSeconds = 60

    private static func openWhole(
        at location: ClusterLocation,
        logger: Logger
    ) async throws(ClusterError) -> PrivateCluster {
        try ClusterFolder(location: location).make()
        let gate = try FileLock(location.gateFile, owner: location.user)
        try await gate.takeExclusive(seconds: gateSeconds)
        defer { gate.give() }

        try await DataFolder(location: location, logger: logger).make()
        let started = try await Server(location: location).bringUp(seconds: serverSeconds)
        let lease = try FileLock(location.leaseFile, owner: location.user)
        // Only whoever stands at the gate turns a lease exclusive, and that is us.
        guard lease.take(.shared) else {
            throw .folderUnusable(path: location.leaseFile, reason: FileStatus.lastReason())
        }
        logger.debug(
            started ? "private PostgreSQL started" : "private PostgreSQL joined",
            metadata: ["data": "\(location.dataFolder)", "socket": "\(location.socketFolder)"])
        return PrivateCluster(location: location, logger: logger, lease: lease)
    }

    private static func giveBack(_ lease: FileLock, _ location: ClusterLocation, _ logger: Logger) async {
        do throws(ClusterError) {
            let gate = try FileLock(location.gateFile, owner: location.user)
            try await gate.takeExclusive(seconds: gateSeconds)
            defer { gate.give() }
            guard lease.take(.exclusive) else { return }
            defer { lease.give() }
            if await Server(location: location).stop(seconds: serverSeconds) {
                logger.debug("private PostgreSQL stopped", metadata: ["data": "\(location.dataFolder)"])
            } else {
                logger.warning(
                    "private PostgreSQL has not stopped yet", metadata: ["log": "\(location.logFile)"])
            }
        } catch {
            lease.give()
            logger.warning("private PostgreSQL was left running", metadata: ["reason": "\(error)"])
        }
    }

    /// The port is given although it is the usual one, or a `PGPORT` in the caller's environment would win.
    private static func url(socketFolder: String) -> String {
        var folder = ""
        for byte in socketFolder.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                folder.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                folder += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return "postgresql:///postgres?host=\(folder)&port=\(SocketFolder.port)&user=parklog"
    }
}
