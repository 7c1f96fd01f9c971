import ArgumentParser
import EventLog
import Parking
import Postgres
import Projections

struct ExportLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a garage's whole log as a file that a stranger can check without this program.",
        discussion: """
            A line for each event, with every column that its hash covers; the first line says how the hashes are made. \
            scripts/oracle/verify_export.py checks it with nothing but Python, also against signed heads.
              parklog export -g mitte > mitte.jsonl
              verify_export.py mitte.jsonl
            Events name plates by identifiers; --plates adds the plates that are still known, which are personal data.
            """)

    @OptionGroup var garage: GarageOption
    @Flag(help: "Add the plates.") var plates = false
    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let (garage, plates) = (garage.garage.text, plates)
            let head = try await withDatabase(settings, with: .log) { database, _ in
                try await withConnections(1, to: database.service, settings.logger()) { connections in
                    try await connections[0].transaction { session in
                        try session.script("set transaction isolation level repeatable read read only")
                        guard try !session.events(of: garage, after: 0, limit: 1).isEmpty else {
                            throw QueryError.unknownGarage
                        }
                        return try Export.write(garage, plates: plates, from: session) { try Terminal.bytes($0) }
                    }
                }
            }
            Terminal.note("\(head.version) events of \(garage).")
        }
    }
}
