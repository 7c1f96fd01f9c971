import Settings
import UnixSignals

/// Runs a body on a database that has what is demanded, and gives the database back however it ends, also by Ctrl-C or SIGTERM.
func withDatabase<Result: Sendable>(
    _ settings: Settings, with demand: Database.Demand = .everything,
    _ body: @escaping @Sendable (Database, StopSignal) async throws -> Result
) async throws -> Result {
    let logger = settings.logger()
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        let stop = StopSignal()
        group.addTask {
            let database = try await Database.open(settings, logger)
            do {
                try await database.meet(demand, logger)
                let result = try await body(database, stop)
                await database.close()
                return result
            } catch {
                await database.close()
                throw error
            }
        }
        group.addTask {
            for await _ in signals where await !stop.fire() { break }
            return nil
        }
        while let outcome = try await group.next() {
            if let outcome {
                group.cancelAll()
                return outcome
            }
            // The signals' task has ended, so what runs is cancelled and cleans up after itself.
            group.cancelAll()
        }
        throw CancellationError()
    }
}
