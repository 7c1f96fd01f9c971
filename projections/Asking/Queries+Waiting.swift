public import Parking
import Postgres

extension Queries {
    /// How long a question waits for a read model to reach a version.
    static let patience = Duration.seconds(5)

    /// Waits until a read model has taken a garage's log in up to a version.
    public func wait(for version: Int64, of garage: GarageID, in model: String) async throws(QueryError) {
        try await until(version, of: garage, in: [model]) { () throws(QueryError) in
            let version = try await rows { session in
                try session.query(
                    "select version from projection.checkpoints where garage_id = $1 and model = $2",
                    [.text(garage.text), .text(model)]
                ).first?.int8(0) ?? 0
            }
            return (version, ())
        }
    }

    /// Asks whenever a garage's read models have moved, until the one that answers has reached a version.
    ///
    /// - Parameters:
    ///   - models: which are asked; nobody waits for one that has stopped before that.
    ///   - ask: answers with how far the model is, and with what was asked.
    func until<Value>(
        _ version: Int64, of garage: GarageID, in models: [String] = [],
        _ ask: () async throws(QueryError) -> (version: Int64, Value)
    ) async throws(QueryError) -> Value {
        let deadline = ContinuousClock.now.advanced(by: Queries.patience)
        while true {
            // From before it is asked, so that no move is missed.
            let moves = progress.moves(of: garage.text)
            let (reached, value) = try await ask()
            if reached >= version { return value }
            if !models.isEmpty,
                let stop = try await stops(of: garage).first(where: {
                    $0.version <= version && models.contains($0.readModel ?? "")
                })
            {
                throw .stopped(stop, before: version)
            }
            guard ContinuousClock.now < deadline else { throw .notReached(version: version) }
            await progress.next(of: moves)
            if Task.isCancelled { throw .givenUp }
        }
    }
}
