import ArgumentParser
import EventLog
import Foundation
import JSON
import Logging
import Parking
import Postgres
import PrivateCluster
import Simulating
import Subprocess
import SystemTime

/// Simulated events a second into the log, beside that log's COPY out of it, thrown away, in the same run.
struct SimulateBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Simulated events a second into the log, beside COPY of the whole log thrown away.")

    @Option(help: "How many garages.")
    var garages = 40

    @Option(help: "How many days.")
    var days = 30

    @Option(help: "How many garages at a time.")
    var parallel = 2

    @Option(help: "How often the pair is measured, each time with other garages.")
    var rounds = 3

    func run() async throws {
        var logger = Logger(label: "benchmark", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "parklog-bench-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let location = try await ClusterLocation.resolve(projectFolder: folder.path, environment: [:])
        let cluster = try await PrivateCluster.open(at: location, logger: logger)
        do {
            try await measure(cluster, logger)
        } catch {
            await cluster.leave()
            throw error
        }
        await cluster.leave()
        try FileManager.default.removeItem(at: folder)
    }

    private func measure(_ cluster: PrivateCluster, _ logger: Logger) async throws {
        let server = PostgresConfiguration(url: cluster.url)
        let connection = try await PostgresConnection.connect(server, logger: logger)
        try await Migrator().migrate(connection)
        await connection.close()
        let pool = PostgresPool(server, size: parallel, logger: logger)
        let zones = ZoneDatabase()
        let simulation = Simulation(log: PostgresEventLog(pool), codec: EventCodec(zones: { zones.rules($0) }))
        var (ratios, events): ([Double], Int64) = ([], 0)
        print("garages \(garages), days \(days), at a time \(parallel)")
        for round in 1...rounds {
            let plan = try SimulationPlan(
                garages: garages, days: days, seed: UInt64(round), prefix: "round-\(round)", now: systemClock())
            let started = ContinuousClock.now
            let summary = try await simulation.run(plan, parallel: parallel) { _, _ in }
            let written = Double(summary.events) / ((ContinuousClock.now - started) / .seconds(1))
            events += summary.events
            let copied = Double(events) / (try await copy(cluster.url) / .seconds(1))
            ratios.append(written / copied)
            print(
                "simulated \(summary.events) events, \(Int(written)) events/s   copied out \(Int(copied)) events/s",
                "  ratio \(hundredths(written / copied))")
        }
        print("median ratio \(hundredths(ratios.sorted()[ratios.count / 2]))")
        await pool.close()
    }

    /// How long the yardstick takes.
    private func copy(_ url: String) async throws -> Duration {
        let started = ContinuousClock.now
        let result = try await Subprocess.run(
            .name("psql"),
            arguments: [
                "-X", "-q", "-c",
                "copy (select * from log.events order by garage_id, version) to stdout (format binary)", url,
            ], output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw ValidationError("psql could not copy: \(result.standardError)")
        }
        return ContinuousClock.now - started
    }
}
