import ArgumentParser
import Chronology
import Postgres
import Projections

struct ShowProjections: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections",
        abstract: "Say how far the read models are behind the log, and at which events they have stopped.",
        discussion: """
            A model that cannot take an event stops at it for that garage alone and never skips it; it tries again by itself, so \
            that one that was cured goes on. parklog verify names what is the matter with a log that was changed.
            """)

    @Option(help: "How to print the answer: text, json, csv.") var format: OutputFormat = .text
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let (lags, stopped, heldUntil) = try await withDatabase(settings, with: .log) { database, _ in
                try await withConnections(1, to: database.service, settings.logger()) { connections in
                    try await connections[0].run { session in
                        (try Lag.all(session), try StoppedReadModel.all(session), try Lag.heldUntil(session))
                    }
                }
            }
            var table = Table("read_model", "garage", "behind", "seconds", "stopped_at", "type", "since", "reason")
            for lag in lags {
                table.add(
                    .text(lag.readModel), .text("(all)"), .number(lag.events), .number(lag.milliseconds / 1000),
                    .number(nil), .text(nil), .text(nil), .text(nil))
                for found in stopped where found.readModel == lag.readModel {
                    table.add(
                        .text(found.readModel), .text(found.garage), .number(found.behind), .number(nil),
                        .number(found.version), .text(found.type), .text(found.since.description), .text(found.reason))
                }
            }
            try Terminal.line(table.printed(format))
            Terminal.note(
                heldUntil.map { "A process keeps them up to the log; it was last heard of for the time until \($0)." }
                    ?? "No process keeps them up to the log at the moment.")
        }
    }
}
