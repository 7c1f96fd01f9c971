import Parking
import Postgres
import TestSupport
import Testing

@testable import EventLog

/// A log that is read while some of it is archived.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct ArchiveReadingTests {
    @Test func `what is archived between a look at the table and one at the files is read once`() async throws {
        try await withKeptGarage { kept in
            let last = try await kept.last
            let base = try await kept.archive(upTo: last / 3).head.version
            let rows = try await kept.asking(kept.told) { _, log in
                try await log.events(of: kept.id.text, after: base, limit: .max)
            }
            _ = try await kept.archive(upTo: 2 * last / 3)
            let id = kept.id.text
            let read = try await TestDatabase.withPool(on: kept.told, size: 1) { pool in
                try await pool.run { session in
                    try [Int.max, Int(base) + 1].map { limit in
                        try session.readingThrough(rows, of: id, after: 0, limit: limit).map { $0.version }
                    }
                }
            }
            #expect(read == [Array(1...last), Array(1...base + 1)])
        }
    }
}
