import EventLog
import Postgres
import TestSupport
import Testing

/// What people typed, kept apart from the events that refer to it.
@Suite(.needsServer, .migratedDatabase, .timeLimit(.minutes(2)))
struct TextTests {
    private func entry(_ text: String) -> TextEntry {
        var generator = SystemRandomNumberGenerator()
        return TextEntry(text: text, using: &generator)
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func event(_ entry: TextEntry) -> NewEvent {
        TestGarage.event(#"{"remark":"text:\#(hexadecimal(entry.textID))"}"#)
    }

    private func erasure(_ entries: [TextEntry]) -> NewEvent {
        let ids = entries.map { "\"\(hexadecimal($0.textID))\"" }.joined(separator: ",")
        return NewEvent(
            type: "texts-erased", schemaVersion: 1, occurredAt: TestGarage.noon, commandID: nil, actor: "office",
            payload: Array(#"{"texts":[\#(ids)]}"#.utf8))
    }

    @Test func `they come with the events that refer to them, and go with the event that erases them`() async throws {
        try await TestDatabase.withPool { pool in
            let log = PostgresEventLog(pool)
            let (one, other) = (TestGarage(in: log), TestGarage(in: log))
            let entries = ["Ring twice.", "Ring twice.", "He's \"Ä\\x\""].map(entry)
            #expect(Set(entries.map(\.textID)).count == 3 && entries.allSatisfy { $0.isGenuine })
            for (garage, texts) in [(one, Array(entries.prefix(2))), (other, [])] {
                let outcome = try await log.append(
                    Append(
                        garage: garage.name, head: .empty, recordedAt: TestGarage.noon,
                        events: [TestGarage.event()] + texts.map(event), texts: texts))
                guard case .appended = outcome else { throw AppendError.foreignHead(garage: garage.name, version: 0) }
            }
            let together = [
                Append(
                    garage: other.name, head: try await other.head, recordedAt: TestGarage.noon,
                    events: [event(entries[2])], texts: [entries[2]]),
                Append(
                    garage: one.name, head: try await one.head, recordedAt: TestGarage.noon,
                    events: [TestGarage.event(), erasure([entries[0]])]),
            ]
            #expect(try await log.appendTogether(together).isEmpty)
            let ids = entries.map(\.textID)
            #expect(try await log.texts(of: one.name, textIDs: ids) == [entries[1]])
            #expect(try await log.texts(of: other.name, textIDs: ids) == [entries[2]])
            #expect(try await log.texts(of: one.name, upTo: 2).isEmpty)
            #expect(try await log.texts(of: one.name, upTo: 3) == [entries[1].textID])
            _ = try await one.append([erasure([entries[1], entries[2]])])
            #expect(try await log.texts(of: one.name, textIDs: ids).isEmpty)
            #expect(try await log.texts(of: other.name, textIDs: ids) == [entries[2]])
            for garage in [one, other] {
                #expect(try await findings(of: garage.name, pool) == [])
            }
        }
    }

    @Test func `one that was changed, taken out or put back is named`() async throws {
        try await TestDatabase.withPool { pool in
            let log = PostgresEventLog(pool)
            let garage = TestGarage(in: log)
            let entries = ["One.", "Two.", "Three."].map(entry)
            _ = try await log.append(
                Append(
                    garage: garage.name, head: .empty, recordedAt: TestGarage.noon, events: entries.map(event),
                    texts: entries))
            _ = try await garage.append([erasure([entries[2]])])
            let owner = try await TestDatabase.connect()
            try await owner.run { session in
                for (statement, entry): (Statement, TextEntry) in [
                    ("update log.texts set text = 'Another.' where text_id = $1", entries[0]),
                    ("delete from log.texts where text_id = $1", entries[1]),
                ] {
                    try session.execute(statement, [.bytea(entry.textID)])
                }
                try session.execute(
                    "insert into log.texts (garage_id, text_id, text, salt, version) values ($1, $2, 'Three.', $3, 3)",
                    [.text(garage.name), .bytea(entries[2].textID), .bytea(entries[2].salt)])
            }
            await owner.close()
            let found = try await findings(of: garage.name, pool)
            #expect(Set(found.map(\.kind)) == [.textForged, .textMissing, .textNotErased], "\(found)")
            #expect(found.first { $0.kind == .textMissing }?.version == 2)
        }
    }

    private func findings(of garage: String, _ pool: PostgresPool) async throws -> [LogFinding] {
        try await pool.run { session in
            let check = try session.checkChain(of: garage)
            return try check.findings + session.rowFindings(of: garage, upTo: check.head.version)
        }
    }
}
