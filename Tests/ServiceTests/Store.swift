import TestSupport
import EventLog
import Postgres
import Testing

/// Where the log of a test is kept.
enum Store: CaseIterable, CustomTestStringConvertible {
    case memory
    case postgres

    /// Those that there are here.
    static var available: [Store] { TestDatabase.server == nil ? [.memory] : allCases }

    var testDescription: String { self == .memory ? "in memory" : "in PostgreSQL" }

    /// Lends the same new log twice, as two processes would see it.
    func withLogs<R>(_ body: (any EventLog, any EventLog) async throws -> R) async throws -> R {
        switch self {
        case .memory:
            let log = InMemoryEventLog()
            return try await body(log, log)
        case .postgres:
            return try await TestDatabase.with(migrated: true, on: try #require(TestDatabase.server)) { database in
                try await TestDatabase.withPool(on: database, size: 3) { first in
                    try await TestDatabase.withPool(on: database, size: 3) { second in
                        try await body(PostgresEventLog(first), PostgresEventLog(second))
                    }
                }
            }
        }
    }

    /// Lends a new log.
    func withLog<R>(_ body: (any EventLog) async throws -> R) async throws -> R {
        try await withLogs { log, _ in try await body(log) }
    }
}
