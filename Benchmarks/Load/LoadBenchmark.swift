import ArgumentParser
import Logging
import Postgres
import Synchronization

/// Commands a second of `parklog serve` over HTTP, spread over many garages, with its read models live.
struct LoadBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Commands a second over HTTP, beside pgbench's bare prepared INSERT.",
        discussion: """
            Of each connection's cars some are booked before; each is read at a gate, drives in, and out again after others, each \
            time under a key of its own. One request in twenty reads the occupancy. Load, service and PostgreSQL share the machine.
            """)

    @Option(help: "How many garages there are.") var garages = 100
    @Option(help: "How many connections are kept.") var connections = 32
    @Option(help: "Seconds of each measurement.") var seconds = 10
    @Option(help: "How often the pair is measured.") var rounds = 3
    @Option(help: "How many clients pgbench has.") var clients = 32
    @Option(help: "What brings the same cars forth again.") var seed = UInt64.random(in: 1...99_999)
    @Option(help: "A Markdown file whose table of loads is written anew, each of its spreads measured.")
    var table: String?

    func run() async throws {
        var logger = Logger(label: "benchmark", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        guard let table else {
            _ = try await median(of: LoadTable.Spread(garages: garages, connections: connections), logger)
            return
        }
        var rows: [LoadTable.Row] = []
        for spread in LoadTable.spreads { rows.append(try await median(of: spread, logger)) }
        try LoadTable.write(rows, to: table)
    }

    /// The round of the median ratio.
    private func median(of spread: LoadTable.Spread, _ logger: Logger) async throws -> LoadTable.Row {
        let copy = self
        let found = Mutex<[LoadTable.Row]>([])
        try await Installation.with(logger) { installation in
            let connection = try await PostgresConnection.connect(installation.database, logger: logger)
            try await connection.run { try $0.script(Pgbench.table) }
            try await installation.serving(["--insecure-loopback", "--connections", "4096"]) { service in
                let rows = try await copy.measure(spread, service, installation, connection)
                found.withLock { $0 = rows }
            }
            await connection.close()
        }
        let rows = found.withLock { $0 }.sorted { $0.ratio < $1.ratio }
        print("median ratio \(hundredths(rows[rows.count / 2].ratio))")
        return rows[rows.count / 2]
    }

    private func measure(
        _ spread: LoadTable.Spread, _ service: ServedParklog, _ installation: Installation,
        _ connection: PostgresConnection
    ) async throws -> [LoadTable.Row] {
        let names = (0..<spread.garages).map { "load-\($0)" }
        var load = try await Load(service, garages: names, connections: spread.connections, seed: seed)
        print("garages \(spread.garages), connections \(spread.connections), \(seconds) s each, seed \(seed)")
        var rows: [LoadTable.Row] = []
        for _ in 1...max(1, rounds) {
            let figures = try await LoadFigures.of(&load, seconds: seconds, connection)
            let inserts = try await Pgbench(installation.url, clients: clients).inserts(seconds: seconds)
            rows.append(LoadTable.Row(spread: spread, figures: figures, inserts: inserts))
            print(figures, "  pgbench \(Int(inserts))/s, ratio \(hundredths(rows.last!.ratio))")
        }
        return rows
    }
}

extension LoadFigures: CustomStringConvertible {
    var description: String {
        let times = [50, 99, 99.9].map { "\(rounded(milliseconds($0)))" }.joined(separator: " / ")
        let refused = answers.refused.values.reduce(0, +)
        return """
            \(Int(commandsPerSecond)) commands/s, \(Int(Double(events) / seconds)) events/s, p50 / p99 / p99.9 \(times) ms, \
            processor \(Int(microseconds(service))) + \(Int(microseconds(server))) us a command (service + PostgreSQL), \
            read models behind p50 / p99 \(Int(lag(50))) / \(Int(lag(99))) ms, the service \(memory) MiB, \
            \(refused) refused
            """ + answers.refused.sorted { $0.value > $1.value }.prefix(3).map { "\n  \($0.value): \($0.key)" }.joined()
    }
}
