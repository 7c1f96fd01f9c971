public import Chronology
import JSON
import Postgres

/// An event of a garage that cannot be taken in: what is answered of the garage is as it was before that.
public struct LogStop: Hashable, Sendable {
    /// The read model that stopped at it; nil where the garage itself did.
    public let readModel: String?
    /// The garage.
    public let garage: String
    /// The event.
    public let version: Int64
    /// The event's type; nil where the log lacks it, or nobody looked.
    public let type: String?
    /// When the log took it; nil where the log lacks it, or nobody looked.
    public let recordedAt: Instant?

    /// An event at which something stopped.
    package init(
        _ readModel: String? = nil, of garage: String, at version: Int64, type: String? = nil,
        recordedAt: Instant? = nil
    ) {
        (self.readModel, self.garage, self.version) = (readModel, garage, version)
        (self.type, self.recordedAt) = (type, recordedAt)
    }

    /// The last event that counts.
    public var asOfVersion: Int64 { max(version, 1) - 1 }

    /// What it prints as, for people.
    public var sentence: String {
        "This is as of event \(asOfVersion) of \(garage): event \(version)\(type.map { ", \($0)," } ?? "") cannot be taken in. "
            + "parklog projections says why."
    }

    /// Whether a question about a moment may meet it; one about how things were before it does not.
    func concerns(_ asOf: AsOf?) -> Bool {
        guard let asOf, asOf.basis == .known, let recordedAt else { return true }
        return recordedAt <= asOf.moment
    }

    /// Those at which read models have stopped, of one garage or of all.
    static func all(of garage: String? = nil, _ session: PostgresSession) throws -> [LogStop] {
        try session.query(
            """
            select failures.name, failures.garage_id, failures.version, events.type, events.recorded_at
            from projection.failures
            left join log.events on events.garage_id = failures.garage_id and events.version = failures.version
            where $1 or failures.garage_id = $2 order by failures.version, failures.name
            """, [.bool(garage == nil), .text(garage ?? "")]
        ).map { row in
            LogStop(
                row.text(0), of: row.text(1), at: row.int8(2), type: row.optionalText(3),
                recordedAt: row.optionalTimestamptz(4).map { Instant(microseconds: $0) })
        }
    }
}

extension JSONWriter {
    /// Says what stopped, where something did.
    mutating func stopped(_ stop: LogStop?) {
        guard let stop else { return }
        name("stopped")
        object { json in
            json.field("asOfVersion", number: stop.asOfVersion)
            json.field("version", number: stop.version)
            json.field("type", stop.type)
        }
    }
}
