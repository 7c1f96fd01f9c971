import EventLog
import Foundation
import Hosting
import Parking
import Postgres
import Projections
import TestSupport
import Testing

/// An event that was replaced, where it, or what replaces it, or both were moved to a file.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ArchivedReplacementTests {
    /// Event 3 cannot be read, events 5 and 6 replace it one after the other, and 8 is the last one.
    private func withGarage(_ body: (KeptGarage) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            try await reading.site.send(.gateOpen, #"{"plate": "M-AB 1", "gate": "in"}"#)
            let log = PostgresEventLog(reading.pool)
            let good = try #require(try await log.events(of: "mitte", after: 1, limit: 1).first)
            try await log.appendEvents(["car-flown", good.event.type], like: good, to: "mitte")
            let owner = try await TestDatabase.connect(to: reading.database)
            let outcome: Result<Void, any Error>
            do {
                // The first replacement cannot be read either, once it has been changed in a later version; the last one counts.
                let poison = try #require(try await log.events(of: "mitte", after: 2, limit: 1).first)
                let sunk = #""type":"car-sunk","schemaVersion":1,"remark":"x","payload":{}"#
                try await log.appendEvents(
                    ["event-replaced"], like: good, to: "mitte", #"{"version":3,"hash":"\#(poison.hash)",\#(sunk)}"#)
                let made = try await owner.transaction { session in
                    try EventReplacement(
                        of: .mitte, version: 3, type: good.event.type, schemaVersion: good.event.schemaVersion,
                        payload: good.event.payload, reason: Remark("Looked at the video.")!
                    ).make(session, codec: .tests, by: Actor("test")!, at: .monday)
                }
                #expect(made.version == 6)
                for number in 7...8 {
                    try await reading.site.send(.gateOpen, #"{"plate": "M-AB \#(number)", "gate": "in"}"#)
                }
                try await reading.catchUp()
                outcome = .success(
                    try await body(
                        KeptGarage(
                            database: reading.database, connection: owner, folder: folder, id: .mitte)))
            } catch {
                outcome = .failure(error)
            }
            await owner.close()
            try outcome.get()
        }
    }

    @Test(arguments: [
        [2], [3], [4], [5], [6], [2, 3], [3, 4, 5], [4, 5, 6], [3, 6], [5, 8], [1, 2, 3, 4, 5, 6, 7, 8],
    ])
    func `it counts wherever it, what replaces it and the event before that stand`(_ ends: [Int64]) async throws {
        try await withGarage { kept in
            let (events, whole) = try await kept.asking(kept.database) { history, log in
                let whole = try await history.garage(.mitte, asOf: nil)
                return (try await log.events(of: "mitte", after: 0, limit: .max), whole)
            }
            #expect(events.map { $0.replacement?.version } == [nil, nil, 6, nil, nil, nil, nil, nil])
            #expect(whole.version == 8)
            for end in ends { try await kept.archive(upTo: end) }
            try await kept.connection.run { _ = try $0.execute("delete from projection.snapshots") }

            try await kept.asking(kept.told) { history, log in
                #expect(try await log.events(of: "mitte", after: 0, limit: .max) == events)
                for version in 0..<8 {
                    #expect(
                        try await log.events(of: "mitte", after: Int64(version), limit: 2)
                            == Array(events[version...].prefix(2)))
                }
                let now = try await history.garage(.mitte, asOf: nil)
                #expect((now == whole) as Bool)
                let past = try await history.garage(.mitte, asOf: AsOf(.monday))
                #expect((past == whole) as Bool)
            }
            let told = try await TestDatabase.connect(to: kept.told)
            let read = try await told.run { session in
                try session.events(of: ["mitte", "none", "mitte"], after: [0, 0, 2], limit: 3)
            }
            await told.close()
            let found = try read.map { result throws in try result.get() }
            #expect(found == [Array(events[..<3]), [], Array(events[2..<5])])
            // Who was told of no folder needs none to go on.
            try await kept.hosting(kept.database) { site, _ in
                let now = try await site.hosts.current(.mitte)
                #expect((now == whole) as Bool)
            }
            for database in [kept.database, kept.told] {
                let report = try await kept.verify(database)
                #expect(report.findings.isEmpty, "\(report.findings)")
                let isSeen = database.archives != nil || ends.allSatisfy { $0 < 6 }
                let found = report.replacements["mitte"].map { $0.map { $0.version } }
                #expect(found == (isSeen ? [6] : nil))
            }
            #expect(try await kept.rebuild(kept.told).isEmpty)
            #expect(try await kept.verify(kept.told).findings.isEmpty)
        }
    }

    @Test func `an event that is archived is not replaced`() async throws {
        try await withGarage { kept in
            try await kept.archive(upTo: 6)
            // As if it had been archived by a program that could read it.
            _ = try await kept.connection.run { try $0.execute("delete from log.archived_replacements") }
            let owner = try await TestDatabase.connect(to: kept.told)
            let error = await #expect(throws: ReplacementRefused.self) {
                try await owner.transaction { session in
                    _ = try EventReplacement(
                        of: .mitte, version: 3, type: "car-entered", schemaVersion: 1, payload: Array("{}".utf8),
                        reason: Remark("Too late.")!
                    ).make(session, codec: .tests, by: Actor("test")!, at: .monday)
                }
            }
            await owner.close()
            #expect(error == .isArchived(3))
            #expect(try await kept.last == 8)
        }
    }
}

extension PostgresEventLog {
    /// Appends events of some types that are like another one, as a stranger or another version may.
    fileprivate func appendEvents(
        _ types: [String], like good: StoredEvent, to garage: String, _ payload: String? = nil
    ) async throws {
        let head = try await head(of: garage)
        let payload = payload.map { Array($0.utf8) } ?? good.event.payload
        let events = types.map { type in
            NewEvent(
                type: type, schemaVersion: 1, occurredAt: good.event.occurredAt, commandID: nil, actor: "future",
                payload: payload)
        }
        let appended = try await append(
            Append(garage: garage, head: head, recordedAt: head.recordedAt, events: events))
        #expect(appended != .conflict)
    }
}
