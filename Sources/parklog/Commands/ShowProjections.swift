import ArgumentParser
import Chronology
import Logging
import Parking
import Postgres
import Projections

struct ShowProjections: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections",
        abstract: "Say how far the read models are behind the log, and at which events they have stopped.",
        discussion: """
            A model that cannot take an event stops at it for that garage alone and never skips it; it tries again by itself, so \
            that one that was cured goes on, the later the longer it has stood; with --retry it does at once. parklog verify names what is the matter with a log that was changed.
            """)

    @Option(name: .shortAndLong, help: "This garage only.") var garage: GarageID?
    @Flag(help: "Try at once what has stopped, and say what became of it.") var retry = false
    @Option(help: "How to print the answer: text, json, csv.") var format: OutputFormat = .text
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await ending {
            let settings = try shared.settings()
            let (logger, garage, retry) = (settings.logger(), garage, retry)
            let (tried, lags, all, heldUntil) = try await withDatabase(settings, with: .log) { database, _ in
                try await withConnections(1, to: database.service, logger) { connections in
                    let tried = retry ? try await tryAgain(garage, database, connections[0], logger) : nil
                    return try await connections[0].run { session in
                        (tried, try Lag.all(session), try StoppedReadModel.all(session), try Lag.heldUntil(session))
                    }
                }
            }
            let stopped = all.filter { garage == nil || $0.garage == garage?.text }
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
            if let tried { for sentence in tried { Terminal.note(sentence) } }
        }
    }
}

/// Has what has stopped tried again, by the process that keeps the read models up to the log, or by this one where none does.
///
/// - Returns: what became of it, in sentences.
private func tryAgain(
    _ garage: GarageID?, _ database: Database, _ connection: PostgresConnection, _ logger: Logger
) async throws -> [String] {
    let (retry, isKept) = try await connection.run { session in
        (try Retry(of: garage, session), try Lag.heldUntil(session) != nil)
    }
    if !isKept { try await bringUpToDate(database, logger) }
    let outcomes = try await retry.outcomes(within: .seconds(10)) { retry in
        try await connection.run { try retry.outcomes($0) }
    }
    guard !outcomes.isEmpty else { return ["Nothing had stopped."] }
    return zip(retry.stopped, outcomes).map { before, outcome in
        let name = "\(before.readModel) of \(before.garage)"
        return switch outcome {
        case .goesOn: "\(name) goes on."
        case .stopped(let found): "\(name) stops at event \(found.version): \(found.reason)."
        case nil: "\(name) was not tried within ten seconds; ask again."
        }
    }
}
