import Chronology
import EventLog
import Parking
import Postgres

extension Queries {
    /// Nobody knows what will be. A moment that is ahead by no more than clocks may differ is now.
    public func check(_ asOf: AsOf?) throws(QueryError) {
        let now = now
        guard let asOf, asOf.moment > now + .minutes(1) else { return }
        throw .notYetCome(now: now)
    }

    /// The version that a garage's log had reached at a moment, by when it heard of its events.
    ///
    /// The times of a log never go back, so it is found in a few steps.
    func version(of garage: GarageID, knownAt moment: Instant) async throws(QueryError) -> Int64 {
        func event(_ version: Int64) async throws(QueryError) -> StoredEvent? {
            try await events(of: garage, after: version - 1, limit: 1).first
        }
        let first = try await beginning(of: garage)
        guard first.recordedAt <= moment else { throw .notYet(begins: first.recordedAt) }
        let head: StreamHead
        do { head = try await history.log.head(of: garage.text) } catch { throw .unavailable(DatabaseTrouble(error)) }
        guard head.recordedAt > moment else { return head.version }
        // What was known when the archive ended, or later, is found without it.
        let known = first.archived.recordedAt <= moment ? max(1, first.archived.version) : 1
        // A head that somebody put beyond all counting is beyond the last event, too.
        var (below, above) = (known, min(head.version, .max - 1) + 1)
        while above - below > 1 {
            let middle = below + (above - below) / 2
            guard let found = try await event(middle), found.recordedAt <= moment else {
                above = middle
                continue
            }
            below = middle
        }
        return below
    }

    /// Which of a read model's rows count as of a moment: those of events up to a version, that happened up to an instant.
    func limits(of garage: GarageID, asOf: AsOf?) async throws(QueryError) -> (version: Int64, at: Instant) {
        guard let asOf else { return (.max, .latest) }
        // Also where only what had happened counts, a garage has no answer from before its first event.
        switch asOf.basis {
        case .known: return (try await version(of: garage, knownAt: asOf.moment), .latest)
        case .happened:
            let first = try await beginning(of: garage)
            guard first.occurredAt <= asOf.moment else { throw .notYet(begins: first.occurredAt) }
            return (.max, asOf.moment)
        }
    }
}
