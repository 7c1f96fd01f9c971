import EventLog
import Parking
import Postgres
import Synchronization

/// Where a question met an event that cannot be taken in, and was answered by what stands before it.
final class StopNote: Sendable {
    private let met = Mutex<LogStop?>(nil)

    /// The earliest event that was met.
    var stop: LogStop? { met.withLock { $0 } }

    /// A question met an event.
    func add(_ stop: LogStop) {
        met.withLock { met in
            if let earlier = met, earlier.version <= stop.version { return }
            met = stop
        }
    }
}

extension Queries {
    /// The garage as this process serves it, up to the end of its log; where an event stands in the way, up to that, for a question
    /// that says so in its answer.
    func current(_ garage: GarageID) async throws(QueryError) -> Garage {
        do throws(QueryError) { return try await live(garage) } catch {
            guard let note, let version = error.stopsAt, let state = await sound(garage), state.settings != nil,
                state.version < version
            else { throw error }
            note.add(LogStop(of: garage.text, at: state.version + 1))
            return state
        }
    }

    /// Where read models of a garage have stopped, those by the earliest event first.
    func stops(of garage: GarageID) async throws(QueryError) -> [LogStop] {
        if let known = progress.stops(of: garage.text) { return known }
        return try await rows { try LogStop.all(of: garage.text, $0) }
    }

    /// The earliest event that an answer lacks which some read models gave; nil where none of them has stopped.
    func stop(of question: Question, in models: [String]) async throws(QueryError) -> LogStop? {
        let stops = try await stops(of: question.garage)
        let stop: LogStop? =
            if let met = note?.stop {
                // The host knows the event by its number alone.
                stops.first { $0.version == met.version } ?? met
            } else {
                stops.first { models.contains($0.readModel ?? "") }
            }
        return stop.flatMap { $0.concerns(question.asOf) ? $0 : nil }
    }
}

extension QueryError {
    /// The event that stands in a garage's way.
    fileprivate var stopsAt: Int64? {
        switch self {
        case .unreadable(let version, _): version
        case .altered(let altered): altered.version
        default: nil
        }
    }
}
