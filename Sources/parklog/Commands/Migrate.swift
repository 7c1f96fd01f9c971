import ArgumentParser

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database's schema and its read models up to date.")

    @OptionGroup var log: LogOptions

    func run() async throws {
        try await ending {
            let logger = log.logger()
            let done = try await withDatabase(logger, with: .nothing) { database, _ in
                try await database.migrate(logger)
            }
            for name in done.migrations { try Terminal.line("migrated  \(name)") }
            for name in done.models { try Terminal.line("built     \(name)") }
            if done.migrations.isEmpty, done.models.isEmpty { try Terminal.line("The database is up to date.") }
        }
    }
}
