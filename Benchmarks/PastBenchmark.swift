import ArgumentParser
import Chronology
import EventLog
import Hosting
import Logging
import Parking
import Postgres
import PrivateCluster
import Projections
import Simulating
import SystemTime

/// One garage with a long log: how long its first answer takes after a start, and what it was at a moment of its past, from the log
/// alone and from a snapshot.
struct PastBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "past",
        abstract: "A garage with a long log: its first answer after a start and its past, with and without snapshots.")

    @Option(help: "How many days.")
    var days = 365

    @Option(help: "How many cars come on a working day.")
    var carsPerDay = 800

    @Option(help: "How many moments of the past are asked for.")
    var moments = 20

    func run() async throws {
        try await withThrowawayCluster { try await measure($0, $1) }
    }

    private func measure(_ cluster: PrivateCluster, _ logger: Logger) async throws {
        let simulated = try await SimulatedLog(cluster.url, parallel: 1, logger)
        let plan = try SimulationPlan(garages: 1, days: days, seed: 1, carsPerDay: carsPerDay, now: systemClock())
        let garage = plan.garage(1)
        let events = try await simulated.write(plan).events
        let copied = try await simulated.copyOut()
        print("a log of \(events) events in one garage, copied out and thrown away in \(milliseconds(copied)) ms")
        let snapshots = PostgresSnapshots(simulated.pool)
        print("first answer after a start, ms:")
        print("  from the log", try await firstAnswer(of: garage, simulated, snapshots))
        print("  from the snapshot that this left", try await firstAnswer(of: garage, simulated, snapshots))
        print("as of \(moments) moments, ms: median, worst")
        let bare = GarageHistory(log: simulated.log, codec: simulated.codec)
        print("  from the log", try await past(of: garage, plan, bare))
        let kept = GarageHistory(log: simulated.log, codec: simulated.codec, snapshots: snapshots)
        print("  one after the other, keeping states on the way", try await past(of: garage, plan, kept))
        let every = PostgresSnapshots.usualStretch
        print("  from snapshots, one every \(every) events", try await past(of: garage, plan, kept))
        try await simulated.pool.run { try $0.script("delete from projection.snapshots") }
        print(
            "all read models rebuilt in \(milliseconds(try await simulated.rebuild())) ms, which leaves states on the way;",
            "the most memory so far: \(peakMemory()) MiB")
        print("  as of those moments:", try await past(of: garage, plan, kept))
        print("  first answer after a start:", try await firstAnswer(of: garage, simulated, snapshots))
        await simulated.pool.close()
    }

    /// How long a new process takes until the garage answers.
    private func firstAnswer(
        of garage: GarageID, _ simulated: SimulatedLog, _ snapshots: PostgresSnapshots
    ) async throws -> Int {
        let hosts = GarageHosts(
            log: simulated.log, snapshots: snapshots, zones: ZoneDatabase(), idle: .seconds(1),
            patience: Patience(.seconds(600)), logger: simulated.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await hosts.run() }
            let started = ContinuousClock.now
            _ = try await hosts.current(garage)
            let took = ContinuousClock.now - started
            // The garage leaves memory, and a snapshot behind.
            let limit = SnapshotLimit(version: .max)
            while try await snapshots.snapshot(of: garage.text, form: Garage.snapshotForm, within: limit) == nil {
                try await Task.sleep(for: .milliseconds(100))
            }
            group.cancelAll()
            return milliseconds(took)
        }
    }

    private func past(of garage: GarageID, _ plan: SimulationPlan, _ history: GarageHistory) async throws -> String {
        var took: [Int] = []
        for number in 1...moments {
            let day = plan.start.advanced(by: plan.days * number / (moments + 1))
            let moment = Instant(microseconds: Int64(day.daysSinceEpoch) * 86_400_000_000 + 43_200_000_000)
            let started = ContinuousClock.now
            _ = try await history.garage(garage, asOf: AsOf(moment))
            took.append(milliseconds(.now - started))
        }
        return "\(took.sorted()[took.count / 2]), \(took.max()!)"
    }

    private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }
}
