import ArgumentParser

/// Measurements, each beside a yardstick in the same run: the machine's speed drifts, a ratio does not.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures parklog beside yardsticks; run one with: swift run -c release Benchmarks tariffs",
        subcommands: [
            AllowlistBenchmark.self, AppendBenchmark.self, GarageBenchmark.self, LoadBenchmark.self,
            HistoryBenchmark.self, PastBenchmark.self, TariffBenchmark.self, TokenBenchmark.self,
            TransportBenchmark.self,
        ])
}
