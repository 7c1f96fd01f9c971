extension Server {
    /// Brings the server to accept connections, whatever state it is found in, and whoever left it so.
    ///
    /// A server that runs is adopted, one that stops is waited for, one that crashed is started and recovers.
    ///
    /// - Returns: Whether this call started it.
    func bringUp(seconds: Int) async throws(ClusterError) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        let log = ServerLog(location: location)
        let logStart = log.now
        var launch: Launch?
        while true {
            let found = await condition()
            switch found {
            case .ready:
                if await answer() == .accepting { return launch != nil }
            case .starting, .stopping:
                break
            case .absent, .abandoned:
                if let launch {
                    // It has not written its note yet, or it has failed.
                    if launch.process.isRunning { break }
                    guard launch.waitsForPredecessor else { throw launch.failure }
                }
                if found == .abandoned { try PostmasterFile.disown(location) }
                launch = try await Launch.begin(location)
            }
            guard ContinuousClock.now < deadline else {
                let words = LogTail.last(of: log.words(since: logStart))
                throw .notReady(seconds: seconds, log: words, file: location.logFile)
            }
            await Patience.moment()
        }
    }
}
