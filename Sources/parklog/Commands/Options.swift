import ArgumentParser
import Chronology
import Logging
import Parking
import Projections

/// What every command takes.
struct LogOptions: ParsableArguments {
    @Option(help: "What goes to the log on standard error: trace, debug, info, notice, warning, error.")
    var logLevel: Logger.Level = .warning

    func logger() -> Logger {
        var logger = Logger(label: "parklog", factory: { StreamLogHandler(label: $0, stream: LogStream()) })
        logger.logLevel = logLevel
        return logger
    }
}

struct GarageOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "The garage's name.")
    var garage: GarageID
}

/// The moment that a question is about.
struct AsOfOptions: ParsableArguments {
    @Option(help: "Answer for this past moment, such as 2026-03-02T08:00:00+01:00.")
    var asOf: Instant?

    @Option(help: "By what was known then, or by what had happened then: known, happened.")
    var basis: AsOf.Basis = .known

    var moment: AsOf? { asOf.map { AsOf($0, basis: basis) } }
}
