public import Chronology
public import EventLog
import JSON
public import Parking
public import Postgres

/// Moves a garage's events up to a moment to a signed file outside the database, with what is needed to go on left behind.
///
/// The file is written, on the disk, read back and held against the log before anything leaves the database, and that is one
/// transaction: whatever ends this halfway, all of the events are in the log, or all in a file that the log knows. A file that was
/// finished in vain is written anew by the next run.
public struct Archiving: Sendable {
    let codec: EventCodec
    private let sign: @Sendable (String, StreamHead) throws -> [UInt8]
    private let reached: @Sendable (Step) throws -> Void

    /// Up to where a log is archived.
    public enum Limit: Hashable, Sendable {
        /// This event is the last one.
        case version(Int64)
        /// What the log took before this moment.
        case moment(Instant)
    }

    /// How far it is, for tests that end it there.
    package enum Step: CaseIterable, Sendable {
        case written, named, readBack, held, moved
    }

    /// - Parameter sign: makes signed heads of a garage and the last event of a file, as a JSON text.
    public init(codec: EventCodec, sign: @escaping @Sendable (String, StreamHead) throws -> [UInt8]) {
        self.init(codec: codec, sign: sign, reached: { _ in })
    }

    /// - Parameter reached: told of each step behind it, and may throw to end it there.
    package init(
        codec: EventCodec, sign: @escaping @Sendable (String, StreamHead) throws -> [UInt8],
        reached: @escaping @Sendable (Step) throws -> Void
    ) {
        (self.codec, self.sign, self.reached) = (codec, sign, reached)
    }

    /// Archives what a garage's log has up to a limit and is not archived yet; one run at a time, as two would write one file.
    ///
    /// - Parameter connection: the owner's.
    public func archive(
        _ garage: GarageID, until limit: Limit, in folder: String, on connection: PostgresConnection
    ) async throws -> Archive {
        let isAlone = try await connection.run {
            try $0.query(
                "select pg_try_advisory_lock(hashtext('parklog.archive'), hashtext($1))", [.text(garage.text)])[0].bool(
                    0)
        }
        guard isAlone else { throw ArchivingError.overtaken("another run archives it") }
        let outcome: Result<Archive, any Error>
        do { outcome = .success(try await archiveAlone(garage, until: limit, in: folder, on: connection)) } catch {
            outcome = .failure(error)
        }
        // A connection that is gone holds nothing.
        try? await connection.run {
            _ = try $0.query(
                "select pg_advisory_unlock(hashtext('parklog.archive'), hashtext($1))", [.text(garage.text)])
        }
        return try outcome.get()
    }

    private func archiveAlone(
        _ garage: GarageID, until limit: Limit, in folder: String, on connection: PostgresConnection
    ) async throws -> Archive {
        let id = garage.text
        let (before, last) = try await connection.run { session in
            (try session.archivedHead(of: id), try session.lastVersion(of: id, until: limit))
        }
        guard last > before.version else {
            throw ArchivingError.nothingToArchive(id, archived: before.version)
        }
        // What was known is folded on from what the log itself says, as a snapshot is a cache that others may write.
        let state = try await connection.garage(id, upTo: before.version, codec: codec, logger: .none).garage
        let name = "\(id)-\(before.version + 1)-\(last).jsonl"
        let path = "\(folder)/\(name)"
        let made = try await write(name, in: folder, garage, state, behind: before, upTo: last, connection)
        try reached(.named)
        guard let file = ArchiveFile(path: path), file.digest() == made.digest else {
            throw ArchivingError.unfaithful(path: path)
        }
        try hold(file, garage, behind: before, upTo: made.head, path)
        try reached(.readBack)
        do {
            return try await connection.transaction { session in
                // The log once more, as it is when its events go.
                var chain = Chain(of: id, from: before)
                while chain.head.version < last {
                    let due = Int(min(Int64(PostgresEventLog.batch), last - chain.head.version))
                    let events = try session.events(of: id, after: chain.head.version, limit: due)
                    guard !events.isEmpty else { throw ArchivingError.overtaken("the log lacks events of it") }
                    for stored in events { try chain.take(stored) }
                }
                guard chain.head == made.head else { throw ArchivingError.unfaithful(path: path) }
                try reached(.held)
                _ = try session.query(
                    "select log.archive($1, $2, $3, $4, $5, $6, $7, $8)",
                    [
                        .text(id), .int8(before.version + 1), .int8(last), .bytea(made.head.hash.bytes), .text(name),
                        .bytea(made.digest), .text(Garage.snapshotForm), .bytea(made.garage.snapshot),
                    ])
                try reached(.moved)
                guard let archive = try session.archives(of: id).last else {
                    throw ArchivingError.overtaken("the log knows no file")
                }
                return archive
            }
        } catch {
            throw ArchivingError(error) ?? error
        }
    }

    /// What was written.
    private struct Made {
        let head: StreamHead
        let digest: [UInt8]
        let garage: Garage
    }

    private func write(
        _ name: String, in folder: String, _ id: GarageID, _ state: Garage, behind before: StreamHead,
        upTo last: Int64, _ connection: PostgresConnection
    ) async throws -> Made {
        if let there = ArchiveFile(path: "\(folder)/\(name)") {
            guard there.isOf(id.text, behind: before) else {
                throw ArchivingError.occupied(path: "\(folder)/\(name)")
            }
        }
        var file = try ArchiveWriting(name, in: folder)
        var (chain, garage) = (Chain(of: id.text, from: before), state)
        try file.write(Export.beginning(of: id.text, behind: before))
        while chain.head.version < last {
            let behind = chain.head.version
            let due = Int(min(Int64(Projector.batch), last - behind))
            let events = try await connection.run { try $0.events(of: id.text, after: behind, limit: due) }
            guard !events.isEmpty else { throw ArchivingError.overtaken("the log lacks events of it") }
            var lines: [UInt8] = []
            for stored in events {
                try chain.take(stored)
                do throws(EventCodecError) { garage.evolve(try RecordedEvent(stored, codec: codec)) } catch {
                    throw QueryError.unreadable(version: stored.version, reason: "\(error)")
                }
                lines += stored.line + [UInt8(ascii: "\n")]
            }
            try file.write(lines)
        }
        let head = chain.head
        try file.write(Export.end(head))
        let signed = try sign(id.text, head)
        try file.write(
            Export.line { json in
                json.name("signed")
                json.raw(signed)
            })
        try reached(.written)
        return Made(head: head, digest: try file.publish(), garage: garage)
    }

    /// Follows the chain through a file that was written.
    private func hold(
        _ file: borrowing ArchiveFile, _ garage: GarageID, behind before: StreamHead, upTo head: StreamHead,
        _ path: String
    ) throws {
        var chain = Chain(of: garage.text, from: before)
        while chain.head.version < head.version {
            let events = file.events(after: chain.head.version, limit: Projector.batch) ?? []
            guard !events.isEmpty else { break }
            for stored in events { try chain.take(stored) }
        }
        guard chain.head == head else { throw ArchivingError.unfaithful(path: path) }
    }
}

extension ArchiveFile {
    /// Whether it holds a stretch of a garage's log behind an event, and not that of another one of the same name.
    fileprivate borrowing func isOf(_ garage: String, behind before: StreamHead) -> Bool {
        var chain = Chain(of: garage, from: before)
        guard let first = events(after: before.version, limit: 1)?.first else { return false }
        return (try? chain.take(first)) != nil
    }
}

extension PostgresSession {
    /// The last event that a limit takes in.
    fileprivate func lastVersion(of garage: String, until limit: Archiving.Limit) throws -> Int64 {
        let heads = try query("select version from log.streams where garage_id = $1", [.text(garage)])
        guard let last = heads.first?.int8(0) else { throw ArchivingError.unknownGarage(garage) }
        switch limit {
        case .version(let version):
            guard version <= last else { throw ArchivingError.beyondLog(garage, last: last) }
            return version
        case .moment(let moment):
            return try query(
                "select log.last_before($1, $2)",
                [.text(garage), .timestamptz(microseconds: moment.microseconds)])[0].int8(0)
        }
    }
}
