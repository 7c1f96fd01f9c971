import ArgumentParser
import EventLog
import Parking
import Postgres
import Projections
import SystemTime

struct ReplaceEvent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what an event means that cannot be read, so that its garage goes on.",
        discussion: """
            The event stays in the log and in its chain. What replaces it is an event of its own, with your reason, and is taken in in \
            its place, with its times, by everything that reads the log; nothing is ever skipped. The whole garage is made anew with it \
            before it is appended. An event that can be read is not replaced: correct what it says by the garage's own commands.
            """)

    @Option(name: .shortAndLong, help: "The garage.") var garage: GarageID
    @Option(help: "The event, by its version; parklog projections names it.") var version: Int64
    @Option(help: "What happened, by its name in the log, such as car-entered.") var type: String
    @Option(help: "The version of the payload's form.") var schemaVersion: Int16 = 1
    @Option(help: "A file with the payload, a JSON object; - reads it from standard input.") var payload: String
    @Option(help: "Why, in at most 200 characters.") var reason: String
    @Option(help: "Who says so.") var actor: Parking.Actor = Actor("cli")!
    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard version > 0, schemaVersion > 0 else {
            throw ValidationError("--version and --schema-version are from 1 on.")
        }
        guard Remark(reason) != nil else {
            throw ValidationError("--reason takes 1 to 200 characters without control characters.")
        }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let replacement = EventReplacement(
                of: garage, version: version, type: type, schemaVersion: schemaVersion,
                payload: try FileBytes.read(payload), reason: Remark(reason)!)
            let actor = actor
            let made = try await withDatabase(settings) { database, _ in
                try await withConnections(1, to: database.owner, settings.logger()) { connections in
                    try await connections[0].transaction {
                        try replacement.make($0, codec: database.codec, by: actor, at: systemClock())
                    }
                }
            }
            try Terminal.line("Event \(made.version) of \(garage) replaces event \(version).")
            if made.needsRebuild {
                Terminal.note(
                    "Read models had come further than that event; run parklog rebuild, which makes their rows anew.")
            }
            if let next = made.next { Terminal.note("The next one that cannot be taken in is \(next).") }
        }
    }
}
