import ArgumentParser
import Chronology
import Logging
import Parking
import ParkingService
import Projections
import Tariffs

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer a question about a garage, now or at a past moment.",
        subcommands: [
            ShowOccupancy.self, ShowAllowlist.self, ShowPermits.self, ShowOverstays.self, ShowSession.self,
        ])
}

/// What every question takes.
struct QuestionOptions: ParsableArguments {
    @OptionGroup var garage: GarageOption
    @OptionGroup var asOf: AsOfOptions
    @OptionGroup var log: LogOptions

    @Option(help: "How to print the answer: text, json, csv.")
    var format: OutputFormat = .text
}

extension QuestionOptions {
    /// Asks the read models, brought up to date first where nobody else does it.
    func ask(_ question: @escaping @Sendable (Readings, GarageID, AsOf?) async throws -> [Table]) async throws {
        let (logger, garage, moment) = (log.logger(), garage.garage, asOf.moment)
        let tables = try await withDatabase(logger) { database, _ in
            if database.isPrivate { _ = try await database.migrate(logger) }
            try await bringUpToDate(database, logger)
            return try await withGarages(database, logger: logger) { hosts, pool in
                try await question(Readings(pool: pool, hosts: hosts), garage, moment)
            }
        }
        Terminal.line(tables.map { $0.printed(format) }.joined(separator: "\n\n"))
    }

    /// Asks about a local day; about today, or that of the past moment, where none is given.
    func ask(
        on day: LocalDay?, _ question: @escaping @Sendable (Readings, GarageID, LocalDay, AsOf?) async throws -> Table
    ) async throws {
        try await ask { readings, garage, asOf in
            let zone = try await readings.settings(garage).zone
            let day = day ?? zone.day(of: asOf?.moment ?? readings.now)
            return [try await question(readings, garage, day, asOf)]
        }
    }
}

/// Brings every read model up to the log once; where a server does so too, each event still counts once.
func bringUpToDate(_ database: Database, _ logger: Logger) async throws {
    for model in readModels {
        try await ProjectionRunner(model, database.service, codec: database.codec, logger: logger).catchUpOnce()
    }
}

struct ShowOccupancy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "occupancy", abstract: "How full the garage is.")
    @OptionGroup var question: QuestionOptions

    func run() async throws {
        try await ending {
            try await question.ask { readings, garage, asOf in
                let view = try await readings.occupancy(of: garage, asOf: asOf)
                var table = Table("garage", "inside", "capacity", "free", "version")
                table.add(
                    .text(garage.text), .number(Int64(view.inside)), .number(Int64(view.capacity)),
                    .number(Int64(max(0, view.capacity - view.inside))), .number(view.version))
                return [table]
            }
        }
    }
}

struct ShowAllowlist: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allowlist", abstract: "Which plates may come and go on a day.")
    @Argument(help: "The day, such as 2026-03-02; today where it is left out.") var day: LocalDay?
    @OptionGroup var question: QuestionOptions

    func run() async throws {
        try await ending {
            try await question.ask(on: day) { readings, garage, day, asOf in
                var table = Table("day", "plate", "why", "reservation", "holder", "permit", "kind")
                for entry in try await readings.allowlist(of: garage, on: day, asOf: asOf) {
                    let plate = entry.plate?.characters ?? "(erased)"
                    switch entry.right {
                    case .reservation(let id, let holder):
                        table.add(
                            .text(day.description), .text(plate), .text("reservation"), .number(id.version),
                            .text(holder.rawValue), .number(nil), .text(nil))
                    case .permit(let id, let kind):
                        table.add(
                            .text(day.description), .text(plate), .text("permit"), .number(nil), .text(nil),
                            .number(id.version), .text(kind.rawValue))
                    }
                }
                return table
            }
        }
    }
}

struct ShowPermits: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "permits", abstract: "Which permits hold on a day: passes, subscriptions and memberships.")
    @Argument(help: "The day, such as 2026-03-02; today where it is left out.") var day: LocalDay?
    @OptionGroup var question: QuestionOptions

    func run() async throws {
        try await ending {
            try await question.ask(on: day) { readings, garage, day, asOf in
                var table = Table(
                    "permit", "plate", "kind", "first_day", "last_day", "groups", "subscription", "vehicle")
                for permit in try await readings.permits(of: garage, on: day, asOf: asOf) {
                    table.add(
                        .number(permit.id.version), .text(permit.plate?.characters ?? "(erased)"),
                        .text(permit.kind.rawValue), .text(permit.days.first.description),
                        .text(permit.days.last?.description),
                        .text(permit.groups.map(\.text).sorted().joined(separator: " ")),
                        .text(permit.subscription?.text), .text(permit.vehicle?.text))
                }
                return table
            }
        }
    }
}

struct ShowOverstays: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overstays", abstract: "Which cars should have gone, and whether tomorrow's spots suffice.")
    @OptionGroup var question: QuestionOptions

    func run() async throws {
        try await ending {
            try await question.ask { readings, garage, asOf in
                let zone = try await readings.settings(garage).zone
                let view = try await readings.overstays(of: garage, asOf: asOf)
                var cars = Table("session", "plate", "entered", "since")
                for car in view.cars {
                    cars.add(
                        .number(car.session.version), .text(car.plate?.characters),
                        .text(car.enteredAt.description(in: zone)), .text(car.since.description(in: zone)))
                }
                var days = Table("day", "reservations", "overstays", "permits", "spots", "short", "fallback", "blocked")
                for day in view.shortages {
                    days.add(
                        .text(day.day.description), .number(Int64(day.reservations)), .number(Int64(day.overstays)),
                        .number(Int64(day.permits)), .number(Int64(day.spots)), .number(Int64(day.short)),
                        .number(Int64(day.fallback)),
                        .number(Int64(day.blocked)))
                }
                return [cars, days]
            }
        }
    }
}

struct ShowSession: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "session", abstract: "What is known of one stay.")
    @Argument(help: "The session's number.") var session: Int64
    @OptionGroup var question: QuestionOptions

    func run() async throws {
        try await ending {
            let id = SessionID(version: session)
            try await question.ask { readings, garage, asOf in
                let zone = try await readings.settings(garage).zone
                let view = try await readings.session(id, of: garage, asOf: asOf)
                var table = Table("session", "state", "plate", "ticket", "gate", "entered", "recorded", "exited")
                table.add(
                    .number(id.version), .text(view.state.rawValue), .text(view.plate?.characters), .text(view.ticket),
                    .text(view.gate), .text(view.enteredAt.description(in: zone)),
                    .text(view.recordedAt.description(in: zone)), .text(view.exitedAt?.description(in: zone)))
                return [table]
            }
        }
    }
}
