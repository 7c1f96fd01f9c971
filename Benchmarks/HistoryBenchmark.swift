import ArgumentParser
import Logging
import Postgres
import PrivateCluster
import Simulating
import SystemTime

/// Events a second into the log, through its chain and into all read models, beside that log's COPY out of it, thrown away, in the same
/// run; and beside as many events through two other event stores.
struct HistoryBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "A simulated log: written, verified and rebuilt, beside COPY of the whole log thrown away.")

    @Option(help: "How many garages.")
    var garages = 40

    @Option(help: "How many days.")
    var days = 30

    @Option(help: "How many cars come to a garage on a working day.")
    var carsPerDay = 60

    @Option(help: "How many garages at a time.")
    var parallel = 2

    @Option(help: "How often it is measured, each time with more garages.")
    var rounds = 3

    @Option(help: "A Python that has Benchmarks/Peers/requirements.txt: two other event stores are measured beside.")
    var peers: String?

    func run() async throws {
        try await withThrowawayCluster { try await measure($0, $1) }
    }

    private func measure(_ cluster: PrivateCluster, _ logger: Logger) async throws {
        let simulated = try await SimulatedLog(cluster.url, parallel: parallel, logger)
        var events: Int64 = 0
        print("garages \(garages), days \(days), cars a day \(carsPerDay), at a time \(parallel)")
        for round in 1...rounds {
            let plan = try SimulationPlan(
                garages: garages, days: days, seed: UInt64(round), prefix: "round-\(round)", carsPerDay: carsPerDay,
                now: systemClock())
            let written = try await simulated.write(plan)
            events += written.events
            let copied = perSecond(events, try await simulated.copyOut())
            print("log of \(events) events, \(Int(copied))/s copied out and thrown away")
            func tell(_ what: String, _ speed: Double) {
                print("  \(what): \(Int(speed)) events/s, ratio \(hundredths(speed / copied))")
            }
            tell("simulated", perSecond(written.events, written.took))
            tell("chains verified", perSecond(events, try await simulated.verify(events)))
            tell("read models rebuilt", perSecond(events, try await simulated.rebuild()))
            print("  the most memory so far: \(peakMemory()) MiB")
            guard round == rounds, let peers else { continue }
            let size = try await averageSize(simulated.pool)
            for peer in Peer.allCases {
                let speed = try await Peer.Run(python: peers, url: cluster.url).measure(
                    peer, events: Int(events), garages: garages, size: size)
                tell("\(peer), recorded", speed.recorded)
                tell("\(peer), a trivial projection", speed.projected)
            }
        }
        await simulated.pool.close()
    }

    private func perSecond(_ events: Int64, _ took: Duration) -> Double { Double(events) / (took / .seconds(1)) }

    private func averageSize(_ pool: PostgresPool) async throws -> Int {
        try await pool.run {
            Int(try $0.query("select avg(octet_length(payload::text))::bigint from log.events")[0].int8(0))
        }
    }
}
