public import EventLog
public import Parking
import Synchronization

/// Drives the rules in memory, garage by garage, and takes what they lead to into the log: a large log that any check accepts.
public struct Simulation: Sendable {
    /// What it came to.
    public struct Summary: Sendable {
        /// Garages that are in the log now.
        public var garages = 0
        /// Their events.
        public var events: Int64 = 0
        /// The plates that they name.
        public var plates = 0
        /// Commands that the rules refused, as they should.
        public var refused = 0
    }

    private struct Made: Sendable {
        var plates = 0
        var refused = 0
    }

    let log: PostgresEventLog
    let codec: EventCodec

    /// A simulation into a log.
    public init(log: PostgresEventLog, codec: EventCodec) {
        self.log = log
        self.codec = codec
    }

    /// Runs a plan: all of a garage is taken over or nothing of it, and nothing at all where one of them exists already.
    ///
    /// Throws ``SimulationError`` and what the database says; garages that were complete by then stay.
    ///
    /// - Parameters:
    ///   - parallel: how many garages at a time; as many as the log has connections. The log does not depend on it.
    ///   - progress: days that are over, of all days of all garages.
    public func run(
        _ plan: SimulationPlan, parallel: Int, progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void
    ) async throws -> Summary {
        let existing = try await log.garages()
        for number in 1...plan.garages where existing[plan.garage(number).text] != nil {
            throw SimulationError.garageExists(plan.garage(number))
        }
        let days = Days(of: plan.garages * plan.days, progress)
        return try await withThrowingTaskGroup(of: Summary.self) { group in
            var summary = Summary()
            for number in 1...plan.garages {
                if number > parallel, let done = try await group.next() { summary.add(done) }
                group.addTask { try await load(number, of: plan, days) }
            }
            for try await done in group { summary.add(done) }
            return summary
        }
    }

    private func load(_ number: Int, of plan: SimulationPlan, _ days: Days) async throws -> Summary {
        let simulated = try SimulatedGarage(number, of: plan, codec: codec)
        let name = plan.garage(number)
        let made = Mutex(Made())
        let head: StreamHead
        do {
            head = try await log.importHistory(of: name.text) { append in
                var garage = simulated
                let (plates, refused) = try garage.run(dayEnded: { days.end() }, append)
                made.withLock { $0 = Made(plates: plates.entries.count, refused: refused) }
                return plates
            }
        } catch ImportError.garageExists {
            throw SimulationError.garageExists(name)
        }
        return made.withLock {
            Summary(garages: 1, events: head.version, plates: $0.plates, refused: $0.refused)
        }
    }
}

extension Simulation.Summary {
    fileprivate mutating func add(_ other: Self) {
        garages += other.garages
        events += other.events
        plates += other.plates
        refused += other.refused
    }
}

/// How many days are over in all garages.
private final class Days: Sendable {
    private let all: Int
    private let over = Mutex(0)
    private let progress: @Sendable (Int, Int) -> Void

    init(of all: Int, _ progress: @escaping @Sendable (Int, Int) -> Void) {
        self.all = all
        self.progress = progress
    }

    func end() {
        let done = over.withLock { over in
            over += 1
            return over
        }
        progress(done, all)
    }
}
