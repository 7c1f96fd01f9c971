import Logging

extension PrivateCluster {
    // Somebody else at the gate may be creating a cluster, recovering it and stopping it again.
    private static let gateSeconds = 180
    private static let serverSeconds = 60

    static func openWhole(
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

    static func giveBack(_ lease: FileLock, _ location: ClusterLocation, _ logger: Logger) async {
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
}
