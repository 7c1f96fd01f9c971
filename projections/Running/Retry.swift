import Chronology
public import Parking
public import Postgres

/// A request that what has stopped be tried again at once, whichever process keeps the read models up to the log.
public struct Retry: Sendable {
    /// The garage; nil for all of them.
    public let garage: GarageID?
    /// What had stopped when it was asked for.
    public let stopped: [StoppedReadModel]
    private let askedAt: Instant

    /// What became of one that had stopped.
    public enum Outcome: Hashable, Sendable {
        /// It goes on.
        case goesOn
        /// It has stopped again.
        case stopped(StoppedReadModel)
    }

    /// Asks for it; throws ``QueryError/unknownGarage`` where the log has no such garage.
    public init(of garage: GarageID?, _ session: PostgresSession) throws {
        if let garage {
            let known = try session.query(
                "select exists (select from log.streams where garage_id = $1)", [.text(garage.text)])
            guard known[0].bool(0) else { throw QueryError.unknownGarage }
        }
        self.garage = garage
        stopped = try StoppedReadModel.all(session).filter { garage == nil || $0.garage == garage?.text }
        askedAt = Instant(microseconds: try session.query("select clock_timestamp()")[0].timestamptz(0))
        try session.notify(ProjectionRunner.retry, garage?.text ?? "")
    }

    /// Waits until each of them was tried, at most for a time; what became of them, in their order.
    ///
    /// - Parameter ask: asks for ``outcomes(_:)``.
    public func outcomes(
        within patience: Duration, _ ask: (Retry) async throws -> [Outcome?]
    ) async throws -> [Outcome?] {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while true {
            let outcomes = try await ask(self)
            if !outcomes.contains(nil) || ContinuousClock.now >= deadline { return outcomes }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// What became of those that had stopped, in their order; nil for one that nobody has tried yet.
    public func outcomes(_ session: PostgresSession) throws -> [Outcome?] {
        let now = try StoppedReadModel.all(session)
        return stopped.map { before in
            guard
                let found = now.first(where: { $0.readModel == before.readModel && $0.garage == before.garage })
            else { return .goesOn }
            if found.version > before.version { return .stopped(found) }
            return found.triedAt >= askedAt ? .stopped(found) : nil
        }
    }
}
