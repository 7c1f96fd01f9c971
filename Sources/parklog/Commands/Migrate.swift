import ArgumentParser

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database's schema and its read models up to date.")

    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let logger = settings.logger()
            let done = try await withDatabase(settings, with: .nothing) { database, _ in
                try await database.migrate(logger)
            }
            for name in done.migrations { try Terminal.line("migrated  \(name)") }
            for name in done.models { try Terminal.line("built     \(name)") }
            if done.migrations.isEmpty, done.models.isEmpty { try Terminal.line("The database is up to date.") }
        }
    }
}
