import EventLog
import Parking
import Postgres

/// The states that whoever reads a garage's log from far behind keeps on the way, so that the next one need not begin there: those of
/// stretches of the log of which none is kept.
struct Milestones {
    private let stretch: Int64
    private var kept: Set<Int64>
    /// Those that have been passed and are not kept yet.
    private var passed: [StoredSnapshot] = []

    /// - Parameter kept: the numbers of the stretches that have one.
    init(besides kept: Set<Int64>, stretch: Int64) {
        (self.kept, self.stretch) = (kept, stretch)
    }

    /// Takes in that a garage has come to some place of its log.
    mutating func pass(_ garage: Garage, at head: StreamHead) {
        guard head.version.isMultiple(of: stretch), kept.insert(head.version / stretch).inserted else { return }
        passed.append(StoredSnapshot(head: head, state: garage.snapshot))
    }

    /// Takes out what is to be kept.
    mutating func take() -> [StoredSnapshot] {
        defer { passed = [] }
        return passed
    }
}

extension PostgresConnection {
    /// What to keep of a garage's log on the way from some event to another one; nil where that is not far.
    func milestones(of garage: String, lacks: Int64, stretch: Int64) async throws -> Milestones? {
        guard lacks >= stretch else { return nil }
        let kept = try await run {
            try $0.stretchesKept(of: garage, form: Garage.snapshotForm, stretch: stretch)
        }
        return Milestones(besides: kept, stretch: stretch)
    }

    /// Keeps the states that were passed. A cache: where one cannot be kept, who comes later reads more.
    func keep(_ passed: [StoredSnapshot], of garage: String, stretch: Int64) async {
        for state in passed {
            try? await run { try $0.keep(state, of: garage, form: Garage.snapshotForm, stretch: stretch) }
        }
    }
}
