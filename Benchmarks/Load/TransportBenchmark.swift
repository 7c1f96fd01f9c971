import ArgumentParser
import Foundation
import Logging
import Postgres
import Subprocess

/// Commands a second over TLS with tokens, beside the same in the clear of whom nobody asks who they are.
struct TransportBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transport", abstract: "Commands over TLS with tokens, beside plain ones that need none.",
        discussion: "Two services on one database, each with garages of its own, asked in turn by the same load.")

    @Option(help: "How many garages each service has.") var garages = 4
    @Option(help: "How many connections are kept.") var connections = 32
    @Option(help: "Seconds of each measurement.") var seconds = 10
    @Option(help: "How often the pair is measured.") var rounds = 5
    @Option(help: "What brings the same cars forth again.") var seed = UInt64.random(in: 1...99_999)

    func run() async throws {
        var logger = Logger(label: "benchmark", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        let (copy, log) = (self, logger)
        try await Installation.with(log) { installation in
            let connection = try await PostgresConnection.connect(
                installation.database, logger: log)
            let files = try await installation.certificate()
            try await installation.serving(["--insecure-loopback"]) { plain in
                let secure = [
                    "--tls-certificate", files.certificate, "--tls-key", files.key, "--requests-per-second", "100000",
                    "--burst", "100000",
                ]
                try await installation.serving(secure) { secure in
                    try await copy.measure(plain, secure, by: files.certificate, installation, connection)
                }
            }
            await connection.close()
        }
    }

    private func measure(
        _ plain: ServedParklog, _ secure: ServedParklog, by certificate: String, _ installation: Installation,
        _ connection: PostgresConnection
    ) async throws {
        let (clear, others) = ((0..<garages).map { "clear-\($0)" }, (0..<garages).map { "secure-\($0)" })
        let tokens = try await LoadTokens.issue(
            for: LoadSpread(garages: others, connections: connections), by: installation)
        var before = try await Load(plain, garages: clear, connections: connections, seed: seed)
        var after = try await Load(
            secure, certificate: certificate, garages: others, connections: connections, seed: seed, tokens: tokens)
        print("garages \(garages), connections \(connections), \(seconds) s each, seed \(seed)")
        var ratios: [Double] = []
        for round in 1...rounds {
            // Who comes first changes: what a round leaves behind is both's.
            var pair: [LoadFigures] = []
            for isSecure in round % 2 == 1 ? [false, true] : [true, false] {
                let figures =
                    isSecure
                    ? try await LoadFigures.of(&after, seconds: seconds, connection)
                    : try await LoadFigures.of(&before, seconds: seconds, connection)
                print(isSecure ? "TLS, tokens:" : "plain:      ", figures)
                pair.append(figures)
            }
            if round % 2 == 0 { pair.reverse() }
            ratios.append(pair[1].commandsPerSecond / pair[0].commandsPerSecond)
        }
        print(
            "ratios \(ratios.map(hundredths).joined(separator: " ")), median \(hundredths(ratios.sorted()[rounds / 2]))"
        )
    }
}

extension Installation {
    /// Makes a certificate of this machine's and its key.
    fileprivate func certificate() async throws -> (certificate: String, key: String) {
        let (certificate, key) = (folder + "/certificate.pem", folder + "/key.pem")
        let result = try await Subprocess.run(
            .name("openssl"),
            arguments: [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
            ], output: .discarded, error: .string(limit: 65_536))
        guard case .exited(0) = result.terminationStatus else { throw ValidationError(result.standardError) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        return (certificate, key)
    }
}
