import SystemTime
import Chronology
import TestSupport
import EventLog
import Foundation
import Parking
import JSON
import Hosting
import Postgres
import Projections

/// A garage whose commands go into the log of a database.
struct Site: Sendable {
    let hosts: GarageHosts
    let garage: GarageID

    init(_ hosts: GarageHosts, _ garage: String) {
        self.hosts = hosts
        self.garage = GarageID(garage)!
    }

    /// Sends a command as it comes in over the wire.
    @discardableResult
    func send(_ name: CommandName, _ body: String) async throws(CommandError) -> Reply {
        try await hosts.perform(name, on: garage, body: Array(body.utf8), commandID: nil, actor: Actor("test")!)
    }

    @discardableResult
    func configure(_ capacity: Int, _ more: String = "") async throws(CommandError) -> Reply {
        try await send(.configureGarage, Site.settings(capacity, more))
    }

    static func settings(_ capacity: Int, _ more: String = "") -> String {
        """
        {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": \(capacity),
         "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]\(more.isEmpty ? "" : ", " + more)}
        """
    }

    @discardableResult
    func enter(_ plate: String) async throws(CommandError) -> Reply {
        try await send(.gateOpen, #"{"plate": "\#(plate)", "gate": "in"}"#)
    }

    @discardableResult
    func leave(_ plate: String) async throws(CommandError) -> Reply {
        try await send(.exit, #"{"plate": "\#(plate)", "gate": "out"}"#)
    }

    @discardableResult
    func reserve(_ plate: String, _ day: String) async throws(CommandError) -> Reply {
        try await send(.reserve, #"{"plate": "\#(plate)", "day": "\#(day)"}"#)
    }

    /// Grants a permit; its number.
    @discardableResult
    func permit(_ plate: String, _ kind: String, _ more: String = "") async throws(CommandError) -> Int64 {
        try await send(.grantPermit, #"{"plate": "\#(plate)", "kind": "\#(kind)"\#(more)}"#).version
    }
}

/// Runs hosts on a database for as long as the body takes.
func withHosts<R>(
    on database: PostgresConfiguration, clock: @escaping ServerClock = { .monday },
    appended: @escaping @Sendable (GarageID, Int) -> Void = { _, _ in }, _ body: (GarageHosts) async throws -> R
) async throws -> R {
    try await TestDatabase.withPool(on: database, size: 3) { pool in
        let hosts = GarageHosts(
            log: PostgresEventLog(pool), zones: ZoneDatabase(), clock: clock, patience: Patience(.seconds(100)),
            logger: TestDatabase.silent,
            appended: appended)
        let running = Task { await hosts.run() }
        let outcome: Result<R, any Error>
        do { outcome = .success(try await body(hosts)) } catch { outcome = .failure(error) }
        running.cancel()
        await running.value
        return try outcome.get()
    }
}

/// Lends a database with the schema and every read model.
func withReadModels<R>(_ body: (PostgresConfiguration) async throws -> R) async throws -> R {
    guard let server = TestDatabase.server else { preconditionFailure("the suite needs a server") }
    return try await TestDatabase.with(migrated: true, on: server) { database in
        try await withConnection(to: database) { _ = try await Projections.Rebuild.install($0, codec: .tests) }
        return try await body(database)
    }
}

/// Lends a connection.
func withConnection<R>(
    to database: PostgresConfiguration, _ body: (PostgresConnection) async throws -> R
) async throws -> R {
    let connection = try await TestDatabase.connect(to: database)
    let outcome: Result<R, any Error>
    do { outcome = .success(try await body(connection)) } catch { outcome = .failure(error) }
    await connection.close()
    return try outcome.get()
}
