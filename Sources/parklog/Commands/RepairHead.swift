import ArgumentParser
import EventLog
import Parking
import Postgres

struct RepairHead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a garage's head right from its events.",
        discussion: """
            Where the row that says how a garage's log ends is not its last event, nothing can be appended: /health/ready names the \
            garage. The head is set to the last event if every event follows from the one before it, from the first one on; if one \
            does not, the log was changed, and nothing is.
            """)

    @Argument(help: "The garage.") var garage: GarageID
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let name = garage.text
            try await withDatabase(settings, with: .log) { database, _ in
                let connection = try await PostgresConnection.connect(database.owner, logger: settings.logger())
                let repair: HeadRepair
                do { repair = try await connection.transaction { try $0.repairHead(of: name) } } catch {
                    await connection.close()
                    throw error
                }
                await connection.close()
                switch repair {
                case .fits(let head): try Terminal.line("The head of \(name) is its last event, \(head.version).")
                case .repaired(let from, let to):
                    try Terminal.line(
                        "The head of \(name) was at event \(from.version) and is at its last one now, \(to.version).")
                }
            }
        }
    }
}
