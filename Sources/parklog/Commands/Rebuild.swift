import ArgumentParser
import Postgres
import Projections
import Synchronization

struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make read models anew from the log and swap them in; the old ones serve until then.")

    @Argument(help: "The read models; all of them where none is named.")
    var models: [String] = []

    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let (logger, names) = (settings.logger(), models.isEmpty ? readModels.map { $0.name } : models)
            try await withDatabase(settings, with: .log) { database, _ in
                let rebuild = try Projections.Rebuild(named: names, codec: database.codec)
                let connection = try await PostgresConnection.connect(database.owner, logger: logger)
                let started = ContinuousClock.now
                let sick = Mutex<[SickGarage]>([])
                let bar = ProgressBar("rebuilding")
                defer { bar.end() }
                let events = try await rebuild.run(
                    connection, sick: { garage in sick.withLock { $0.append(garage) } },
                    progress: { bar.show($0.taken, of: $0.total) })
                bar.end()
                let seconds = (ContinuousClock.now - started) / .seconds(1)
                await connection.close()
                try Terminal.line(
                    "rebuilt \(names.joined(separator: ", ")) from \(events) events in \((seconds * 100).rounded() / 100) s"
                )
                let left = sick.withLock { $0 }
                guard left.isEmpty else {
                    throw Failure(.data, left.map(\.description).joined(separator: "\n"))
                }
            }
        }
    }
}
