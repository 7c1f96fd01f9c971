import ArgumentParser
import Chronology
import EventLog
import Postgres
import Simulating
import SystemTime

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill the log with simulated garages, for tests, benchmarks and demonstrations.",
        discussion: """
            The same options make the same log. What happens is decided by the rules that every garage goes by: cars come, pay and \
            leave, some gates are offline for an hour, some plates are misread and put right.
            """)

    @Option(help: "How many garages.")
    var garages: Int

    @Option(help: "How many days each of them is open.")
    var days: Int

    @Option(help: "Which course of things.")
    var seed: UInt64 = 7

    @Option(help: "The first day.")
    var start: LocalDay = SimulationPlan.usualStart

    @Option(help: "What the garages' names begin with.")
    var prefix: String = "sim"

    @Option(help: "How many cars come to a garage on a working day.")
    var carsPerDay: Int = 60

    @Option(help: "How many garages are simulated at the same time; the log does not depend on it.")
    var parallel: Int = 4

    @Flag(inversion: .prefixedNo, help: "Bring the read models up to date.")
    var readModels = true

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard (1...64).contains(parallel) else { throw ValidationError("--parallel must be from 1 to 64.") }
        do {
            _ = try plan()
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() async throws {
        try await ending {
            let plan = try plan()
            let settings = try shared.settings()
            let logger = settings.logger()
            let bar = ProgressBar("simulating")
            try await withDatabase(settings) { database, _ in
                let started = ContinuousClock.now
                let pool = PostgresPool(database.owner, size: parallel, logger: logger)
                let summary: Simulation.Summary
                do {
                    summary = try await Simulation(log: PostgresEventLog(pool), codec: database.codec).run(
                        plan, parallel: parallel
                    ) { bar.show($0, of: $1) }
                } catch {
                    bar.end()
                    await pool.close()
                    throw error
                }
                bar.end()
                await pool.close()
                let seconds = (ContinuousClock.now - started) / .seconds(1)
                try Terminal.line(
                    "simulated \(summary.garages) garages, \(summary.events) events, \(summary.plates) plates"
                        + " in \(rounded(seconds)) s, \(Int(Double(summary.events) / seconds)) events/s")
                guard readModels else { return }
                try await bringUpToDate(database, logger)
                let all = (ContinuousClock.now - started) / .seconds(1)
                try Terminal.line("\(rounded(all)) s with the read models")
            }
        }
    }

    private func plan() throws(SimulationError) -> SimulationPlan {
        try SimulationPlan(
            garages: garages, days: days, start: start, seed: seed, prefix: prefix, carsPerDay: carsPerDay,
            now: systemClock())
    }

    private func rounded(_ seconds: Double) -> String { "\((seconds * 100).rounded() / 100)" }
}
