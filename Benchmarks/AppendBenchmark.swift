import SystemTime
import ArgumentParser
import EventLog
import Foundation
import Logging
import Parking
import JSON
import Hosting
import Postgres
import PrivateCluster

/// Durable events a second by concurrent callers in one process, beside bare prepared INSERTs by pgbench on the same server.
struct AppendBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Durable events a second by concurrent callers, beside pgbench's bare prepared INSERT.")

    @Option(help: "How many callers wait for replies at the same time; also pgbench's clients.")
    var callers = 32

    @Option(help: "Over how many garages they spread.")
    var garages = 4

    @Option(help: "Seconds of each measurement.")
    var seconds = 5

    @Option(help: "How often the pair is measured.")
    var rounds = 3

    func run() async throws {
        try await withThrowawayCluster { try await measure($0, $1) }
    }

    private func measure(_ cluster: PrivateCluster, _ logger: Logger) async throws {
        let server = PostgresConfiguration(url: cluster.url)
        let connection = try await PostgresConnection.connect(server, logger: logger)
        try await Migrator().migrate(connection)
        try await connection.run { try $0.script(Pgbench.table) }
        var ratios: [Double] = []
        print("callers \(callers), garages \(garages), \(seconds) s each")
        for round in 1...rounds {
            let events = try await appended(server, round, logger)
            let inserts = try await Pgbench(cluster.url, clients: callers).inserts(seconds: seconds)
            ratios.append(events / inserts)
            print(
                "parklog \(Int(events)) events/s   pgbench \(Int(inserts)) inserts/s   ratio \(hundredths(events / inserts))"
            )
        }
        print("median ratio \(hundredths(ratios.sorted()[ratios.count / 2]))")
        await connection.close()
    }

    /// Cars that are seen, drive in and out again: three commands and three events each.
    private func appended(_ server: PostgresConfiguration, _ round: Int, _ logger: Logger) async throws -> Double {
        let pool = PostgresPool(server.role("parklog_service"), size: garages, logger: logger)
        let hosts = GarageHosts(log: PostgresEventLog(pool), zones: ZoneDatabase(), logger: logger)
        let names = (0..<garages).map { GarageID("bench-\(round)-\($0)")! }
        let (callers, garages, seconds) = (callers, garages, seconds)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                await hosts.run()
                return 0
            }
            for name in names { try await configure(name, hosts) }
            let started = ContinuousClock.now
            let end = started.advanced(by: .seconds(seconds))
            var events = 0
            try await withThrowingTaskGroup(of: Int.self) { drivers in
                for caller in 0..<callers {
                    drivers.addTask { try await drive(caller, names[caller % garages], hosts, until: end) }
                }
                for try await count in drivers { events += count }
            }
            let elapsed = (ContinuousClock.now - started) / .seconds(1)
            group.cancelAll()
            await pool.close()
            return Double(events) / elapsed
        }
    }

    private func configure(_ garage: GarageID, _ hosts: GarageHosts) async throws {
        let body = """
            {"name": "Bench", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 10000, "duplicateReadWindow": "0 s",
             "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
            """
        _ = try await hosts.perform(
            .configureGarage, on: garage, body: Array(body.utf8), commandID: nil, actor: Parking.Actor("bench")!)
    }

    private func drive(
        _ caller: Int, _ garage: GarageID, _ hosts: GarageHosts, until end: ContinuousClock.Instant
    ) async throws -> Int {
        let plate = "BENCH\(caller)"
        let actor = Parking.Actor("bench")!
        let steps: [(CommandName, [UInt8])] = [
            (.plateSeen, Array(#"{"plate":"\#(plate)","gate":"in"}"#.utf8)),
            (.gateOpen, Array(#"{"plate":"\#(plate)","gate":"in"}"#.utf8)),
            (.exit, Array(#"{"plate":"\#(plate)","gate":"out"}"#.utf8)),
        ]
        var number = 0
        while ContinuousClock.now < end {
            let (name, body) = steps[number % 3]
            _ = try await hosts.perform(
                name, on: garage, body: body, commandID: CommandID("c\(caller)-\(number)")!, actor: actor)
            number += 1
        }
        return number
    }
}
