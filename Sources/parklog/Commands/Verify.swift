import Access
import ArgumentParser
import EventLog
import Logging
import Parking
import Postgres
import Projections

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work everything out anew that the log says and that is kept of it, and name what does not fit.",
        discussion: """
            Every event is held against the one before it, every head against the last event, replies and plates against the events \
            that they belong to; every event is read, every row of a read model is made anew beside those that serve, and the books are \
            added up. Snapshots are held against the garage that the log leads to, what was settled against what this program's \
            engine makes of it by what was known then, and the log against the signed heads that parklog head has kept beside it. \
            Nothing is changed, and a service may go on meanwhile.

            A changed event is named by its version, and by its column where other rows tell which. The exit code is 65 where \
            something does not fit.
            """)

    @Option(name: .shortAndLong, help: "This garage only; may be given several times.")
    var garage: [GarageID] = []
    @Flag(help: "Only whether each event follows from the one before it, and heads.")
    var chain = false
    @Option(
        help: "A file that parklog head printed: the log must still go through these heads. May be given several times."
    )
    var against: [String] = []
    @Option(help: "The public keys by which these are signed; the installation's own where it is left out.")
    var keys: String?
    @Option(help: "How many garages at a time.") var parallel: Int = 2
    @Option(help: "How to print what was found: text, json, csv.") var format: OutputFormat = .text
    @OptionGroup var archives: ArchivesOption
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard (1...32).contains(parallel) else { throw ValidationError("--parallel is from 1 to 32.") }
    }

    func run() async throws {
        try await ending {
            let settings = try shared.settings(archives.flags)
            let logger = settings.logger()
            let (garages, depth, parallel) = (
                garage.map(\.text), chain ? Verification.Depth.chain : .everything, parallel
            )
            let (files, keys) = (against, keys)
            let bar = ProgressBar("verifying")
            let started = ContinuousClock.now
            let report = try await withDatabase(settings, with: depth == .chain ? .log : .everything) { database, _ in
                try await withConnections(parallel, to: database.owner, logger) { connections in
                    var (earlier, forged) = try await keptHeads(garages, connections[0])
                    earlier.merge(try await earlierHeads(files, keys, connections[0])) { $0 + $1 }
                    var report = try await Verification(codec: database.codec, depth: depth, earlier: earlier)
                        .run(garages.isEmpty ? nil : garages, on: connections) { bar.show($0, of: $1) }
                    report.findings = forged + report.findings
                    return report
                }
            }
            bar.end()
            let named = Set(report.findings.map(\.garage))
            for garage in garages where report.heads[garage]?.version == 0 && !named.contains(garage) {
                throw Failure(.refused, "The log has nothing of a garage \(garage).")
            }
            try print(report, in: .now - started)
            let altered = Set(report.findings.filter { $0.kind == .archiveAltered }.map(\.garage))
            for (garage, head) in report.unread.sorted(by: { $0.key < $1.key }) {
                let why =
                    altered.contains(garage)
                    ? "what is before is in files of which one is not as it was written, see archive-altered."
                    : "what is before is archived: --archives names the folder."
                Terminal.note("\(garage) was verified from event \(head.version + 1) on; \(why)")
                guard depth == .everything else { continue }
                Terminal.note(
                    report.unfolded.contains(garage)
                        ? "Nothing of \(garage) could be made anew: neither rows, nor snapshots, nor what was settled were looked at."
                        : "Of \(garage), snapshots and what was settled since were looked at, and no row was made anew."
                )
            }
            guard report.findings.isEmpty else { throw Failure(.data, report.summary) }
        }
    }

    /// The heads that were kept beside the log, and those among them that are not as they were signed.
    ///
    /// - Parameter garages: whose; of all where there are none.
    private func keptHeads(
        _ garages: [String], _ connection: PostgresConnection
    ) async throws -> (heads: [String: [StreamHead]], forged: [LogFinding]) {
        try await connection.run { session in
            var heads: [String: [StreamHead]] = [:]
            let forged = try AccessStore.keptHeads(session) { signed in
                for (garage, head) in signed.streamHeads where garages.isEmpty || garages.contains(garage) {
                    // Of a garage that rests the same one is signed again and again.
                    if heads[garage]?.last?.hash != head.hash { heads[garage, default: []].append(head) }
                }
            }
            return (
                heads,
                forged.map { madeAt in
                    LogFinding(
                        .headForged, "",
                        "The heads of \(madeAt) in access.signed_heads are not those that were signed; use copies that are kept elsewhere, "
                            + "with --against.")
                }
            )
        }
    }

    /// The heads of the files, each of which is signed by a key that is known.
    private func earlierHeads(
        _ files: [String], _ keyFile: String?, _ connection: PostgresConnection
    ) async throws -> [String: [StreamHead]] {
        guard !files.isEmpty else { return [:] }
        let listed =
            if let keyFile { try FileBytes.read(keyFile) } else {
                Array(try await connection.run { try AccessStore.headKeys($0) }.utf8)
            }
        guard let keys = InstallationKeys(json: listed) else {
            if let keyFile { throw InstallationKeyError.noKeys(keyFile) }
            throw Failure(
                .data, "The installation has signed no heads yet; give the keys of the one that did with --keys.")
        }
        var earlier: [String: [StreamHead]] = [:]
        for file in files {
            let signed = try SignedHeads(json: try FileBytes.read(file), keys: keys)
            for (garage, head) in signed.streamHeads { earlier[garage, default: []].append(head) }
        }
        return earlier
    }

    private func print(_ report: Verification.Report, in duration: Duration) throws {
        var table = Table("garage", "version", "what", "column", "sentence")
        for found in report.findings {
            table.add(
                .text(found.garage), .number(found.version), .text(found.kind.rawValue), .text(found.column),
                .text(found.sentence))
        }
        guard format == .text else { return try Terminal.line(table.printed(format)) }
        if !report.findings.isEmpty { try Terminal.line(table.printed(.text)) }
        let rate = Int(Double(report.events) / (duration / .seconds(1)))
        Terminal.note("\(report.events) events of \(report.garages) garages read in \(duration.rounded) (\(rate)/s).")
        for (garage, replacements) in report.replacements.sorted(by: { $0.key < $1.key }) {
            for one in replacements {
                Terminal.note(
                    "Event \(one.replaced) of \(garage) counts as event \(one.version) says: \(one.meaning.type).")
            }
        }
        if report.findings.isEmpty { try Terminal.line(report.summary) }
    }
}

extension SignedHeads {
    /// By garage, as its log should have them.
    fileprivate var streamHeads: [String: StreamHead] {
        heads.mapValues { StreamHead(version: $0.version, hash: $0.hash, recordedAt: madeAt) }
    }
}

extension Verification.Report {
    /// What it comes to.
    fileprivate var summary: String {
        guard !findings.isEmpty else { return "Everything fits: \(events) events of \(garages) garages." }
        let count = Set(findings.map(\.garage)).subtracting([""]).count
        return "What does not fit: \(findings.count), in \(count) of \(garages) garages."
    }
}

extension Duration {
    /// In seconds, to be read.
    fileprivate var rounded: String { "\(((self / .seconds(1)) * 100).rounded() / 100) s" }
}

/// Lends connections, and closes them however the body ends.
func withConnections<Result: Sendable>(
    _ count: Int, to database: PostgresConfiguration, _ logger: Logger,
    _ body: ([PostgresConnection]) async throws -> Result
) async throws -> Result {
    var connections: [PostgresConnection] = []
    let outcome: Swift.Result<Result, any Error>
    do {
        for _ in 0..<count { connections.append(try await PostgresConnection.connect(database, logger: logger)) }
        outcome = .success(try await body(connections))
    } catch {
        outcome = .failure(error)
    }
    for connection in connections { await connection.close() }
    return try outcome.get()
}
