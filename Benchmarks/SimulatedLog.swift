import EventLog
import Foundation
import Logging
import Parking
import Postgres
import Projections
import Simulating
import Subprocess
import SystemTime

/// A database with a log that the simulation writes, and the yardstick for all that is done with it: COPY of its events, thrown away.
struct SimulatedLog {
    let server: PostgresConfiguration
    let pool: PostgresPool
    let codec: EventCodec
    let logger: Logger
    private let url: String
    private let parallel: Int

    /// A new database's; so many garages are written at a time.
    init(_ url: String, parallel: Int, _ logger: Logger) async throws {
        (self.url, self.parallel, self.logger) = (url, parallel, logger)
        server = PostgresConfiguration(url: url)
        let connection = try await PostgresConnection.connect(server, logger: logger)
        try await Migrator().migrate(connection)
        await connection.close()
        pool = PostgresPool(server, size: parallel, logger: logger)
        let zones = ZoneDatabase()
        codec = EventCodec(zones: { zones.rules($0) })
    }

    var log: PostgresEventLog { PostgresEventLog(pool) }

    /// Writes what a plan leads to.
    ///
    /// - Returns: how many events, and how long it took.
    func write(_ plan: SimulationPlan) async throws -> (events: Int64, took: Duration) {
        let started = ContinuousClock.now
        let summary = try await Simulation(log: log, codec: codec).run(plan, parallel: parallel) { _, _ in }
        return (summary.events, .now - started)
    }

    /// How long the yardstick takes.
    func copyOut() async throws -> Duration {
        let started = ContinuousClock.now
        let result = try await Subprocess.run(
            .name("psql"),
            arguments: [
                "-X", "-q", "-c",
                "copy (select * from log.events order by garage_id, version) to stdout (format binary)", url,
            ], output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            throw Unfit("psql could not copy: \(result.standardError)")
        }
        return .now - started
    }

    /// How long all read models take, in one pass.
    func rebuild() async throws -> Duration {
        let connection = try await PostgresConnection.connect(server, logger: logger)
        let started = ContinuousClock.now
        try await Projections.Rebuild(codec: codec).run(connection)
        let took = ContinuousClock.now - started
        await connection.close()
        return took
    }

    /// How long it takes to work out every garage's chain of so many events.
    func verify(_ events: Int64) async throws -> Duration {
        var connections: [PostgresConnection] = []
        for _ in 0..<parallel { connections.append(try await PostgresConnection.connect(server, logger: logger)) }
        let started = ContinuousClock.now
        let report = try await Verification(codec: codec, depth: .chain).run(on: connections)
        let took = ContinuousClock.now - started
        for connection in connections { await connection.close() }
        guard report.findings.isEmpty, report.events == Int(events) else {
            throw Unfit("The simulated log does not fit. \(report.findings.first?.sentence ?? "Events are missing.")")
        }
        return took
    }

    /// What was measured is not what should have been.
    struct Unfit: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}

/// The most memory that this process has had, in MiB.
func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
}
