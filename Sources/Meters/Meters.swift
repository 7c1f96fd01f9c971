import Synchronization

/// What the service counts while it works, for whoever watches it.
///
/// A count costs a lock that nobody holds for long. Labels are names of this program's own; nothing that a caller made up is one.
public final class Meters: Sendable {
    private let state = Mutex(State())

    private struct State {
        var counts: [Series: Int] = [:]
        var batches = Spread(bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500])
    }

    private struct Series: Hashable {
        let count: Count
        let label: String
    }

    /// Something that is counted, and what its label tells apart.
    public enum Count: String, CaseIterable, Sendable {
        case appends, events, conflicts, answers, refusals, problems, quotes
        case tokensRefused = "tokens_refused"
        case heldBack = "requests_held_back"
        case turnedAway = "desk_turned_away"

        /// What it is, in a line.
        var help: String {
            switch self {
            case .appends: "Appends that the database has acknowledged."
            case .events: "Events that were appended."
            case .conflicts: "Appends that another process was faster than."
            case .answers: "What gates were told that had read a plate, by the answer and its reason."
            case .refusals: "Commands that a garage has refused, by the type of the problem."
            case .problems: "Requests that were answered with a problem, by its type."
            case .quotes: "Requests for quotes that were answered."
            case .tokensRefused: "Tokens that were not believed, by the reason."
            case .turnedAway: "Requests that found no room to wait, by what they asked for."
            case .heldBack:
                "Requests that were told to come later, by whether their token or their address had made too many."
            }
        }

        /// What its label is called; nil where it has none.
        var label: String? {
            switch self {
            case .appends, .events, .conflicts, .quotes: nil
            case .answers: "answer"
            case .refusals, .problems: "type"
            case .tokensRefused: "reason"
            case .heldBack: "by"
            case .turnedAway: "desk"
            }
        }
    }

    /// Nothing has been counted.
    public init() {}

    /// Something happened, so many times.
    ///
    /// - Parameter label: what tells it from others of its kind; of a closed set.
    public func count(_ count: Count, _ label: String = "", by number: Int = 1) {
        guard number > 0 else { return }
        state.withLock { $0.counts[Series(count: count, label: label), default: 0] += number }
    }

    /// Commands were appended together.
    public func appended(commands: Int, events: Int) {
        state.withLock { state in
            state.counts[Series(count: .appends, label: ""), default: 0] += 1
            state.counts[Series(count: .events, label: ""), default: 0] += events
            state.batches.add(commands)
        }
    }

    /// Everything, as Prometheus reads it.
    ///
    /// - Parameter gauges: what is as it is at this moment, besides.
    public func text(with gauges: [Gauge] = []) -> String {
        let (counts, batches) = state.withLock { ($0.counts, $0.batches) }
        var text = Exposition()
        for count in Count.allCases {
            let series = counts.filter { $0.key.count == count }.sorted { $0.key.label < $1.key.label }
            text.family("parklog_\(count.rawValue)_total", "counter", count.help)
            // One without a label is there from the beginning, so that its rate is known.
            if count.label == nil, series.isEmpty { text.sample("parklog_\(count.rawValue)_total", value: 0) }
            for (key, value) in series {
                let labels = count.label.map { [($0, key.label)] } ?? []
                text.sample("parklog_\(count.rawValue)_total", labels, value: Double(value))
            }
        }
        text.family("parklog_batch_commands", "histogram", "Commands that were appended together.")
        text.spread("parklog_batch_commands", batches)
        for family in Gauge.Family.allCases {
            text.family("parklog_\(family.rawValue)", "gauge", family.help)
            for gauge in gauges where gauge.family == family {
                text.sample("parklog_\(family.rawValue)", gauge.labels, value: gauge.value)
            }
        }
        return text.text
    }
}

/// Something that is so at a moment.
public struct Gauge: Sendable {
    /// What it is.
    public let family: Family
    let labels: [(String, String)]
    let value: Double

    /// A value of a family.
    public init(_ family: Family, _ value: Double, model: String? = nil, desk: String? = nil) {
        self.family = family
        self.value = value
        labels = (model.map { [("model", $0)] } ?? []) + (desk.map { [("desk", $0)] } ?? [])
    }

    /// What is looked at.
    public enum Family: String, CaseIterable, Sendable {
        case databaseUp = "database_up"
        case poolWaiting = "pool_waiting"
        case deskServed = "desk_served"
        case deskWaiting = "desk_waiting"
        case garagesInMemory = "garages_in_memory"
        case lagEvents = "read_model_lag_events"
        case lagSeconds = "read_model_lag_seconds"
        case stopped = "read_model_stopped_garages"
        case certificateSeconds = "certificate_seconds_left"

        var help: String {
            switch self {
            case .databaseUp: "Whether the database answered when this was read."
            case .poolWaiting: "Who waits for a connection to the database."
            case .deskServed: "Whose quotes, lists and questions about the past are being worked out."
            case .deskWaiting: "Who waits for their turn to be."
            case .garagesInMemory: "Garages whose state is in memory, as somebody asked for them lately."
            case .lagEvents: "Events that a read model has not taken in, over all garages."
            case .lagSeconds: "How long the oldest event has waited that a read model has not taken in."
            case .stopped: "Garages at an event of which a read model has stopped."
            case .certificateSeconds:
                "How long clients still believe the certificate in use; less than 0 where it has ended."
            }
        }
    }
}
