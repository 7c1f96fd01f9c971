import ArgumentParser
import Logging
import Postgres

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

    func run() async throws {
        var logger = Logger(label: "benchmark", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        let (copy, log) = (self, logger)
        try await Installation.with(log) { installation in
            let connection = try await PostgresConnection.connect(
                installation.database, logger: log)
            try await connection.run { try $0.script(Pgbench.table) }
            try await installation.serving(["--insecure-loopback", "--connections", "4096"]) { service in
                try await copy.measure(service, installation, connection)
            }
            await connection.close()
        }
    }

    private func measure(
        _ service: ServedParklog, _ installation: Installation, _ connection: PostgresConnection
    ) async throws {
        let names = (0..<garages).map { "load-\($0)" }
        var load = try await Load(service, garages: names, connections: connections, seed: seed)
        print("garages \(garages), connections \(connections), \(seconds) s each, seed \(seed)")
        var ratios: [Double] = []
        for _ in 1...rounds {
            let figures = try await LoadFigures.of(&load, seconds: seconds, connection)
            let inserts = try await Pgbench(installation.url, clients: clients).inserts(seconds: seconds)
            ratios.append(figures.commandsPerSecond / inserts)
            print(figures, "  pgbench \(Int(inserts))/s, ratio \(hundredths(ratios.last!))")
        }
        print("median ratio \(hundredths(ratios.sorted()[ratios.count / 2]))")
    }
}

extension LoadFigures: CustomStringConvertible {
    var description: String {
        let times = [50, 99, 99.9].map { "\(rounded(milliseconds($0)))" }.joined(separator: " / ")
        let refused = answers.refused.values.reduce(0, +)
        return """
            \(Int(commandsPerSecond)) commands/s, \(Int(Double(events) / seconds)) events/s, p50 / p99 / p99.9 \(times) ms, \
            processor \(Int(microseconds(service))) + \(Int(microseconds(server))) us a command (service + PostgreSQL), \
            read models \(lag) events behind for \(Int(caughtUp / .milliseconds(1))) ms, \(refused) refused
            """ + answers.refused.sorted { $0.value > $1.value }.prefix(3).map { "\n  \($0.value): \($0.key)" }.joined()
    }
}
