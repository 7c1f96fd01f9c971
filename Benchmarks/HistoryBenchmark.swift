import ArgumentParser
import EventLog
import Foundation
import JSON
import Logging
import Parking
import Postgres
import PrivateCluster
import Projections
import Simulating
import Subprocess
import SystemTime

/// Events a second into the log, through its chain and into all read models, beside that log's COPY out of it, thrown away, in the same
/// run.
struct HistoryBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "A simulated log: written, verified and rebuilt, beside COPY of the whole log thrown away.")

    @Option(help: "How many garages.")
    var garages = 40

    @Option(help: "How many days.")
    var days = 30

    @Option(help: "How many garages at a time.")
    var parallel = 2

    @Option(help: "How often it is measured, each time with more garages.")
    var rounds = 3

    func run() async throws {
        try await withThrowawayCluster { try await measure($0, $1) }
    }

    private func measure(_ cluster: PrivateCluster, _ logger: Logger) async throws {
        let server = PostgresConfiguration(url: cluster.url)
        let connection = try await PostgresConnection.connect(server, logger: logger)
        try await Migrator().migrate(connection)
        await connection.close()
        let pool = PostgresPool(server, size: parallel, logger: logger)
        let zones = ZoneDatabase()
        let codec = EventCodec(zones: { zones.rules($0) })
        let simulation = Simulation(log: PostgresEventLog(pool), codec: codec)
        var events: Int64 = 0
        print("garages \(garages), days \(days), at a time \(parallel)")
        for round in 1...rounds {
            let plan = try SimulationPlan(
                garages: garages, days: days, seed: UInt64(round), prefix: "round-\(round)", now: systemClock())
            let started = ContinuousClock.now
            let summary = try await simulation.run(plan, parallel: parallel) { _, _ in }
            let written = Double(summary.events) / ((ContinuousClock.now - started) / .seconds(1))
            events += summary.events
            let copied = Double(events) / (try await copy(cluster.url) / .seconds(1))
            let verified = Double(events) / (try await verify(server, codec, events, logger) / .seconds(1))
            let rebuilt = Double(events) / (try await rebuild(server, codec, logger) / .seconds(1))
            print("log of \(events) events, \(Int(copied))/s copied out and thrown away")
            let figures = [("simulated", written), ("chains verified", verified), ("read models rebuilt", rebuilt)]
            for (what, speed) in figures {
                print("  \(what): \(Int(speed)) events/s, ratio \(hundredths(speed / copied))")
            }
        }
        await pool.close()
    }

    /// How long it takes to work out every garage's chain.
    private func verify(
        _ server: PostgresConfiguration, _ codec: EventCodec, _ events: Int64, _ logger: Logger
    ) async throws -> Duration {
        var connections: [PostgresConnection] = []
        for _ in 0..<parallel { connections.append(try await PostgresConnection.connect(server, logger: logger)) }
        let started = ContinuousClock.now
        let report = try await Verification(codec: codec, depth: .chain).run(on: connections)
        let took = ContinuousClock.now - started
        for connection in connections { await connection.close() }
        guard report.findings.isEmpty, report.events == Int(events) else {
            let found = report.findings.first?.sentence ?? "Events are missing."
            throw ValidationError("The simulated log does not fit. \(found)")
        }
        return took
    }

    /// How long all read models take, in one pass.
    private func rebuild(
        _ server: PostgresConfiguration, _ codec: EventCodec, _ logger: Logger
    ) async throws -> Duration {
        let connection = try await PostgresConnection.connect(server, logger: logger)
        let started = ContinuousClock.now
        try await Projections.Rebuild(codec: codec).run(connection)
        let took = ContinuousClock.now - started
        await connection.close()
        return took
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
