public import EventLog
public import Parking
public import Postgres
import Synchronization

/// Works everything out anew that a log says and that is kept of it, and names what does not fit; it changes nothing.
///
/// Each garage is looked at by one connection, in a transaction that sees one moment, so that a service may go on meanwhile.
public struct Verification: Sendable {
    let codec: EventCodec
    let depth: Depth
    private let earlier: [String: [StreamHead]]

    /// How much is looked at.
    public enum Depth: Sendable {
        /// Chains and heads.
        case chain
        /// Also replies, plates, snapshots and checkpoints; every event is read, every row of a read model is made anew, and the
        /// books are added up.
        case everything
    }

    /// What was found.
    public struct Report: Sendable {
        /// How many garages were looked at.
        public var garages = 0
        /// How many events.
        public var events = 0
        /// What does not fit, by garage and version.
        public var findings: [LogFinding] = []
        /// The garages whose first events are archived in files that were not at hand, and the last event of those: what follows was
        /// looked at.
        public var unread: [String: StreamHead] = [:]
        /// Those of them of which no state was kept that this program can go on from: nothing was folded, so that neither snapshots
        /// nor what was settled were looked at.
        public var unfolded: Set<String> = []
        /// The last event of each garage.
        public var heads: [String: StreamHead] = [:]
        /// Events that were replaced, by garage: no fault, and worth knowing.
        public var replacements: [String: [Replacement]] = [:]
    }

    /// A verification of the events that a codec reads.
    ///
    /// - Parameter earlier: heads that each garage is known to have had, which its log must still go through.
    public init(codec: EventCodec, depth: Depth = .everything, earlier: [String: [StreamHead]] = [:]) {
        (self.codec, self.depth, self.earlier) = (codec, depth, earlier)
    }

    /// Looks at garages, as many at a time as there are connections.
    ///
    /// - Parameters:
    ///   - garages: which; nil for all of which the log has anything.
    ///   - connections: the owner's, and nobody else's meanwhile.
    ///   - progress: how many events were read, and of how many.
    public func run(
        _ garages: [String]? = nil, on connections: [PostgresConnection],
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Report {
        guard let first = connections.first else { return Report() }
        let (all, count) = try await first.run { session in
            let all = try garages ?? Set(session.garagesInLog()).union(earlier.keys).sorted()
            let count = try session.query(
                """
                select least(coalesce(sum(version), 0), 9223372036854775807)::int8 from log.streams where garage_id = any ($1)
                """, [.texts(all)])
            return (all, Int(count[0].int8(0)))
        }
        let work = Work(all)
        let report = try await withThrowingTaskGroup(of: Report.self) { group in
            for connection in connections {
                group.addTask {
                    var report = Report()
                    while let garage = work.next() {
                        try Task.checkCancellation()
                        try await look(at: garage, on: connection, &report) { more in
                            progress(work.read(more), count)
                        }
                    }
                    return report
                }
            }
            return try await group.reduce(into: Report()) { $0.add($1) }
        }
        return report.sorted
    }

    /// What was found in one garage.
    private struct Look {
        let check: ChainCheck
        let findings: [LogFinding]
        let replacements: [Replacement]
        /// Whether all that is read was folded; not where the state that it goes on from is missing.
        let isFolded: Bool
    }

    private func look(
        at garage: String, on connection: PostgresConnection, _ report: inout Report,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws {
        let found = try await connection.undoing { session in
            try session.script("set transaction isolation level repeatable read")
            // No rebuild swaps tables meanwhile; before anything is asked, so that what is seen is from after the last swap.
            try session.script("lock table projection.rebuilding in share mode")
            let check = try session.checkChain(of: garage, progress)
            // Where it was given up, nobody knows where the log ends.
            guard check.isWhole else {
                return Look(check: check, findings: check.findings, replacements: [], isFolded: true)
            }
            var isFolded = true
            var findings =
                try check.findings
                + session.forsaken(
                    earlier[garage] ?? [], of: garage, upTo: check.head.version, unread: check.unread.version)
            if depth == .everything {
                findings += try session.rowFindings(of: garage, upTo: check.head.version)
                // What was changed is never folded.
                if check.findings.allSatisfy({ $0.kind == .headDisagrees || $0.kind == .archiveAltered }),
                    check.head.version > 0
                {
                    findings += try session.foldFindings(
                        of: garage, behind: check.unread.version, upTo: check.head.version, codec)
                    if check.unread.version > 0 {
                        let behind = try session.archiveFindings(
                            of: garage, behind: check.unread, upTo: check.head.version, codec)
                        findings += behind.findings
                        isFolded = behind.isFolded
                    }
                }
            }
            let replacements = try session.replacements(of: garage, archived: check.unread.version == 0).values.sorted {
                $0.replaced < $1.replaced
            }
            return Look(check: check, findings: findings, replacements: replacements, isFolded: isFolded)
        }
        report.garages += 1
        report.events += found.check.events
        report.findings += found.findings
        report.heads[garage] = found.check.head
        if found.check.unread.version > 0 { report.unread[garage] = found.check.unread }
        if !found.isFolded { report.unfolded.insert(garage) }
        if !found.replacements.isEmpty { report.replacements[garage] = found.replacements }
    }
}

/// What is still to be looked at, and how much has been.
private final class Work: Sendable {
    private let queue: Mutex<ArraySlice<String>>
    private let done = Mutex(0)

    init(_ garages: [String]) { queue = Mutex(garages[...]) }

    func next() -> String? { queue.withLock { $0.popFirst() } }

    /// More events were read; how many in all.
    func read(_ more: Int) -> Int {
        done.withLock { done in
            done += more
            return done
        }
    }
}

extension Verification.Report {
    fileprivate mutating func add(_ other: Self) {
        garages += other.garages
        events += other.events
        findings += other.findings
        heads.merge(other.heads) { $1 }
        unread.merge(other.unread) { $1 }
        unfolded.formUnion(other.unfolded)
        replacements.merge(other.replacements) { $1 }
    }

    fileprivate var sorted: Self {
        var report = self
        report.findings.sort { ($0.garage, $0.version ?? .max) < ($1.garage, $1.version ?? .max) }
        return report
    }
}
