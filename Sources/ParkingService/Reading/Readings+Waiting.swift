public import Parking
public import Postgres

extension Readings {
    /// How long a question waits for a read model to reach a version.
    static let patience = Duration.seconds(5)

    /// Waits until a read model has taken a garage's log in up to a version.
    ///
    /// - Parameter checkpoint: reads the model's checkpoint of the garage `$1`.
    public func wait(
        for version: Int64, of garage: GarageID, _ checkpoint: Statement
    ) async throws(ReadingError) {
        let deadline = ContinuousClock.now.advanced(by: Readings.patience)
        while true {
            let reached = try await rows { session in
                try session.query(checkpoint, [.text(garage.text)]).first?.int8(0) ?? 0
            }
            if reached >= version { return }
            guard ContinuousClock.now < deadline else { throw .notReached(version: version) }
            do { try await Task.sleep(for: .milliseconds(10)) } catch {
                throw .unavailable("the question was cancelled")
            }
        }
    }
}

extension Statement {
    /// Reads how far `occupancy` has taken a garage's log in.
    public static let occupancyCheckpoint: Statement = "select version from occupancy.checkpoints where garage_id = $1"
    /// Reads how far `allowlist` has taken a garage's log in.
    public static let allowlistCheckpoint: Statement = "select version from allowlist.checkpoints where garage_id = $1"
    /// Reads how far `overstays` has taken a garage's log in.
    public static let overstaysCheckpoint: Statement = "select version from overstays.checkpoints where garage_id = $1"
    /// Reads how far `session_charges` has taken a garage's log in.
    public static let sessionsCheckpoint: Statement =
        "select version from session_charges.checkpoints where garage_id = $1"
}
