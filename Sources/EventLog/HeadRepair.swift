import Chronology
public import Postgres

/// What became of a garage's head that was held against its events.
public enum HeadRepair: Hashable, Sendable {
    /// It is the last event.
    case fits(StreamHead)
    /// It was not, and is now.
    case repaired(from: StreamHead, to: StreamHead)
}

/// Why a head was left as it is.
public enum HeadRepairError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No event is that garage's, so that nothing says where its log ends.
    case noEvents(String)
    /// An event does not follow from the one before: what the log holds is not what was appended.
    case brokenChain(String, version: Int64)
    /// The last events are gone: read models or replies speak of some that the log does not have any more.
    case lost(String, from: Int64, upTo: Int64)

    /// What it prints as.
    public var description: String {
        switch self {
        case .noEvents(let garage): "The log has no event of \(garage), and its head stays as it is; restore a backup."
        case .brokenChain(let garage, let version):
            "Event \(version) of \(garage) does not follow from the one before it, and the head stays as it is: the log was changed, or "
                + "has lost something; restore a backup."
        case .lost(let garage, let first, let last):
            "The log has lost the events \(first) to \(last) of \(garage), which read models or replies have seen, and the head stays as "
                + "it is: what was acknowledged is gone; restore a backup."
        }
    }
}

extension PostgresSession {
    /// Puts a garage's head right from its events, if each of these follows from the one before; within a transaction of the owner's.
    ///
    /// Nobody appends meanwhile. Throws ``HeadRepairError``.
    public func repairHead(of garage: String) throws -> HeadRepair {
        // The row is what puts appends in order; where there is none, the first append waits for the one that is made here.
        let rows = try query(
            "select version, hash, recorded_at from log.streams where garage_id = $1 for update", [.text(garage)])
        let head =
            try rows.first.map { row in
                StreamHead(
                    version: row.int8(0), hash: try EventHash(stored: row.bytes(1)),
                    recordedAt: Instant(microseconds: row.timestamptz(2)))
            } ?? .empty
        let last = try verifiedEnd(of: garage)
        guard last != head else { return .fits(head) }
        if let seen = try seenVersion(of: garage), seen > last.version {
            throw HeadRepairError.lost(garage, from: last.version + 1, upTo: seen)
        }
        try execute(
            """
            insert into log.streams (garage_id, version, hash, recorded_at) values ($1, $2, $3, $4)
            on conflict (garage_id) do update
            set version = excluded.version, hash = excluded.hash, recorded_at = excluded.recorded_at
            """,
            [
                .text(garage), .int8(last.version), .bytea(last.hash.bytes),
                .timestamptz(microseconds: last.recordedAt.microseconds),
            ])
        return .repaired(from: head, to: last)
    }

    /// The last event that anything has seen besides the log; nil where nothing has.
    private func seenVersion(of garage: String) throws -> Int64? {
        try query(
            """
            select max(version) from (
                select version from projection.checkpoints where garage_id = $1
                union all select version from log.commands where garage_id = $1
                union all select version from log.plates where garage_id = $1
            ) seen
            """, [.text(garage)]
        ).first?.optionalInt8(0)
    }

    /// The last event of a chain in which each follows from the one before.
    private func verifiedEnd(of garage: String) throws -> StreamHead {
        var chain = Chain(of: garage, from: try archivedHead(of: garage))
        while true {
            let events = try events(of: garage, after: chain.head.version, limit: PostgresEventLog.batch)
            for stored in events {
                do throws(ChainBreak) { try chain.take(stored) } catch {
                    throw HeadRepairError.brokenChain(garage, version: error.version)
                }
            }
            if events.count < PostgresEventLog.batch { break }
        }
        guard chain.head.version > 0 else { throw HeadRepairError.noEvents(garage) }
        return chain.head
    }
}
