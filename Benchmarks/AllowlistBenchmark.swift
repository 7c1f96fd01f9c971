import Access
import ArgumentParser
import Chronology
import EventLog
import Foundation
import Hosting
import Logging
import Parking
import Postgres
import PrivateCluster
import Projections
import SystemTime

/// What a gate's copy of a long list costs, signed, and what it costs to be told the difference; each beside a yardstick on the
/// same server.
struct AllowlistBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allowlist",
        abstract: "A signed copy of a day's list, and the difference of ten plates, beside an empty question.")

    @Option(help: "How many plates are on the list.")
    var plates = 20_000

    @Option(help: "How often everything is measured.")
    var rounds = 21

    private static let garage = GarageID("bench")!

    func run() async throws {
        try await withThrowawayCluster { try await measure($0, $1) }
    }

    private func measure(_ cluster: PrivateCluster, _ logger: Logger) async throws {
        let (server, zones) = (PostgresConfiguration(url: cluster.url), ZoneDatabase())
        let codec = EventCodec(zones: { zones.rules($0) })
        let connection = try await PostgresConnection.connect(server, logger: logger)
        try await Migrator().migrate(connection)
        _ = try await Rebuild.install(connection, codec: codec)
        await connection.close()
        let service = server.role("parklog_service")
        let pool = PostgresPool(service, size: 4, logger: logger)
        let hosts = GarageHosts(
            log: PostgresEventLog(pool), zones: zones, patience: Patience(.seconds(100)), logger: logger)
        let running = Task { await hosts.run() }
        do {
            let day = try await fill(hosts, zones)
            let runner = ProjectionRunner(service, codec: codec, logger: logger)
            try await runner.catchUpOnce()
            try await compare(Queries(pool: pool, hosts: hosts), day, pool) {
                for number in 0..<10 { try await send(.reserve, reservation(plates + number, day), hosts) }
                try await runner.catchUpOnce()
            }
        } catch {
            running.cancel()
            await running.value
            await pool.close()
            throw error
        }
        running.cancel()
        await running.value
        await pool.close()
    }

    /// A garage with a long list; the day that it is of.
    private func fill(_ hosts: GarageHosts, _ zones: ZoneDatabase) async throws -> LocalDay {
        let settings = """
            {"name": "Bench", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": \(plates + 100),
             "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
            """
        try await send(.configureGarage, settings, hosts)
        try await send(.ratePublished, #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#, hosts)
        guard let zone = zones.rules("Europe/Berlin") else { throw ValidationError("There is no zone.") }
        let day = zone.day(of: systemClock()).next
        let (plates, callers) = (plates, 64)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in stride(from: caller, to: plates, by: callers) {
                        try await send(.reserve, reservation(number, day), hosts)
                    }
                }
            }
            try await group.waitForAll()
        }
        return day
    }

    private func compare(
        _ queries: Queries, _ day: LocalDay, _ pool: PostgresPool, _ change: () async throws -> Void
    ) async throws {
        let (garage, key, clock) = (AllowlistBenchmark.garage, InstallationKey(), ContinuousClock())
        let before = try await queries.generation(ofAllowlistOf: garage, on: day)
        try await change()
        var (empty, copied, signed, compared, whole) = (
            [Duration](), [Duration](), [Duration](), [Duration](), [Duration]()
        )
        var bytes = 0
        for _ in 0..<rounds {
            empty.append(try await clock.measure { _ = try await pool.run { try $0.query("select 1").count } })
            compared.append(
                try await clock.measure {
                    let changes = try await queries.allowlist(of: garage, on: day, since: before)
                    guard changes.added.count == 10 else { throw ValidationError("\(changes.added.count) came") }
                })
            whole.append(try await clock.measure { _ = try await queries.allowlist(of: garage, on: day) })
            var copy: GateCopy?
            copied.append(try await clock.measure { copy = try await queries.gateCopy(of: garage, on: day) })
            guard let copy else { return }
            signed.append(try clock.measure { bytes = try SignedCopy.sign(copy, by: key).count })
        }
        print("\(plates) plates on a day's list, \(rounds) rounds; medians, and the worst")
        for (what, all) in [
            ("an empty question (the yardstick)", empty), ("what ten plates changed", compared),
            ("the whole list", whole), ("the rights and rates of a copy", copied),
            ("writing and signing it", signed), ("both", zip(copied, signed).map { $0 + $1 }),
        ] {
            let (median, worst) = (AllowlistBenchmark.median(all), all.max() ?? .zero)
            print(
                what.padded(to: 36), "\(hundredths(median / .milliseconds(1))) ms".padded(before: 12),
                "\(hundredths(worst / .milliseconds(1))) ms".padded(before: 12),
                "\(rounded(median / AllowlistBenchmark.median(empty))) ×".padded(before: 12))
        }
        print("a copy has \(rounded(Double(bytes) / 1_048_576)) MiB")
    }

    private static func median(_ durations: [Duration]) -> Duration { durations.sorted()[durations.count / 2] }
}

private func reservation(_ number: Int, _ day: LocalDay) -> String {
    #"{"plate": "B-EN \#(number)", "day": "\#(day)"}"#
}

private func send(_ name: CommandName, _ body: String, _ hosts: GarageHosts) async throws {
    _ = try await hosts.perform(
        name, on: GarageID("bench")!, body: Array(body.utf8), commandID: nil, actor: Parking.Actor("bench")!)
}
