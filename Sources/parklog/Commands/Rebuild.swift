import ArgumentParser
import Postgres
import Projections

struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make read models anew from the log and swap them in; the old ones serve until then.")

    @Argument(help: "The read models; all of them where none is named.")
    var models: [String] = []

    @OptionGroup var log: LogOptions

    func run() async throws {
        try await ending {
            let (logger, models) = (log.logger(), models.isEmpty ? readModels.map { $0.name } : models)
            try await withDatabase(logger) { database, _ in
                if database.isPrivate { _ = try await database.migrate(logger) }
                let rebuilds = try models.map { try Projections.Rebuild(named: $0, codec: database.codec) }
                let connection = try await PostgresConnection.connect(database.owner, logger: logger)
                for (name, rebuild) in zip(models, rebuilds) {
                    let started = ContinuousClock.now
                    let events = try await rebuild.run(connection)
                    let seconds = (ContinuousClock.now - started) / .seconds(1)
                    Terminal.line("rebuilt \(name) from \(events) events in \((seconds * 100).rounded() / 100) s")
                }
                await connection.close()
            }
        }
    }
}
