import EventLog
import Parking
import Postgres
import Projections
import TestSupport
import Testing

/// What can be verified of a garage whose first events are archived, where nobody has the files at hand: what the state that is kept
/// of the archive's end leads to.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ArchivedVerificationTests {
    private func events(_ kept: KeptGarage) async throws -> [StoredEvent] {
        try await kept.asking(kept.database) { _, log in
            try await log.events(of: kept.id.text, after: 0, limit: .max)
        }
    }

    @Test func `a snapshot behind the archive that is not what the log leads to is named without the file`()
        async throws
    {
        try await withKeptGarage(days: 2) { kept in
            let events = try await events(kept)
            let recorded = try events.map { try RecordedEvent($0, codec: .tests) }
            try await kept.archive(upTo: Int64(events.count / 2))
            func keep(leavingOut other: Int64?) async throws {
                let garage = recorded.filter { $0.version != other }.reduce(into: Garage()) { $0.evolve($1) }
                try await TestDatabase.withPool(on: kept.database, size: 1) { pool in
                    try await PostgresSnapshots(pool).keep(
                        StoredSnapshot(head: StreamHead(events[events.count - 1]), state: garage.snapshot),
                        of: kept.id.text, form: Garage.snapshotForm)
                }
            }
            try await keep(leavingOut: nil)
            let sound = try await kept.verify(kept.database)
            #expect(sound.findings.isEmpty && sound.unfolded.isEmpty, "\(sound.findings)")
            let entry = try #require(recorded.first { $0.event.typeName == "car-entered" })
            try await keep(leavingOut: entry.version)
            let report = try await kept.verify(kept.database)
            #expect(report.findings.map(\.kind) == [.snapshotDisagrees], "\(report.findings)")
            #expect(report.findings.first?.version == Int64(events.count))
        }
    }

    @Test
    func `what was settled behind the archive at another amount than the engine makes of it is named without the file`()
        async throws
    {
        try await withKeptGarage(days: 2) { kept in
            var other = kept
            other.id = GarageID("other")!
            let events = try await events(kept)
            // The same log, as another engine would have led to.
            let settling = try #require(
                events.last { $0.event.type == "payment-taken" && $0.settles != nil && $0.version > events.count / 2 })
            try await TestDatabase.withPool(on: kept.database, size: 1) { pool in
                let log = PostgresEventLog(pool)
                for stored in events {
                    let event = NewEvent(
                        type: stored.event.type, schemaVersion: stored.event.schemaVersion,
                        occurredAt: stored.event.occurredAt, commandID: nil, actor: "other",
                        payload: stored.version == settling.version ? settling.settlingMore : stored.event.payload)
                    let head = try await log.head(of: "other")
                    _ = try await log.append(
                        Append(garage: "other", head: head, recordedAt: stored.recordedAt, events: [event]))
                }
            }
            try await ProjectionRunner(kept.database, codec: .tests, logger: TestDatabase.silent).catchUpOnce()
            try await other.archive(upTo: settling.version - 1)
            let report = try await kept.verify(kept.database)
            // No plates came along.
            let found = report.findings.filter { $0.kind != .plateMissing }
            #expect(found.map(\.kind) == [.chargeDiffers], "\(report.findings)")
            #expect(found.first?.version == settling.version)
            #expect(report.unread.keys.sorted() == ["other"] && report.unfolded.isEmpty)
        }
    }

    @Test func `a state that cannot be read is named, and one of another program leaves its garage unfolded`()
        async throws
    {
        try await withKeptGarage(days: 2) { kept in
            try await kept.archive(upTo: try await kept.last / 2)
            _ = try await kept.connection.run {
                try $0.execute("update log.archives set state = $1", [.bytea([1, 2, 3])])
            }
            let damaged = try await kept.verify(kept.database)
            #expect(damaged.findings.map(\.kind) == [.snapshotDisagrees], "\(damaged.findings)")
            #expect(damaged.findings.first?.sentence.contains("cannot be read") == true)
            #expect(damaged.unfolded == [kept.id.text])
            _ = try await kept.connection.run { try $0.execute("update log.archives set form = 'another'") }
            let foreign = try await kept.verify(kept.database)
            #expect(foreign.findings.isEmpty && foreign.unfolded == [kept.id.text], "\(foreign.findings)")
        }
    }
}

extension StoredEvent {
    /// What a payment says that it settles, where it says so.
    fileprivate var settles: Substring? {
        String(decoding: event.payload, as: UTF8.self).firstMatch(of: /"settles":"([0-9.]+)"/)?.1
    }

    /// The payload with another amount there.
    fileprivate var settlingMore: [UInt8] {
        Array(
            String(decoding: event.payload, as: UTF8.self)
                .replacing(#""settles":"\#(settles ?? "")""#, with: #""settles":"1\#(settles ?? "")""#).utf8)
    }
}
