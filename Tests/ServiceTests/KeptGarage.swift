import EventLog
import Foundation
import Hosting
import Parking
import Postgres
import Projections
import Simulating
import Synchronization
import TestSupport

/// A garage of some simulated days, its read models, and a folder.
struct KeptGarage {
    let database: PostgresConfiguration
    let connection: PostgresConnection
    let folder: String
    var id = GarageID("sim-001")!

    /// The database as those know it who were told of the folder.
    var told: PostgresConfiguration {
        var told = database
        told.archives = folder
        return told
    }

    func archiving(_ reached: @escaping @Sendable (Archiving.Step) throws -> Void = { _ in }) -> Archiving {
        Archiving(codec: .tests, sign: { _, _ in Array("{}".utf8) }, reached: reached)
    }

    @discardableResult
    func archive(upTo version: Int64) async throws -> Archive {
        try await archiving().archive(id, until: .version(version), in: folder, on: connection)
    }

    func count(_ statement: Statement) async throws -> Int64 {
        try await connection.run { try $0.query(statement)[0].int8(0) }
    }

    var last: Int64 { get async throws { try await count("select version from log.streams") } }

    func verify(_ database: PostgresConfiguration) async throws -> Verification.Report {
        let connections = [try await TestDatabase.connect(to: database)]
        let report = try await Verification(codec: .tests).run(on: connections)
        await connections[0].close()
        return report
    }

    /// What the past is asked by.
    @discardableResult
    func asking<R>(
        _ database: PostgresConfiguration, _ body: (GarageHistory, PostgresEventLog) async throws -> R
    ) async throws -> R {
        try await TestDatabase.withPool(on: database, size: 2) { pool in
            let log = PostgresEventLog(pool)
            return try await body(
                GarageHistory(log: log, codec: .tests, snapshots: PostgresSnapshots(pool)), log)
        }
    }

    /// Hosts that start now.
    func hosting<R>(
        _ database: PostgresConfiguration, _ body: (Site, PostgresEventLog) async throws -> R
    ) async throws -> R {
        try await TestDatabase.withPool(on: database, size: 3) { pool in
            let log = PostgresEventLog(pool)
            return try await withHosts(on: log, snapshots: PostgresSnapshots(pool)) { hosts in
                try await body(Site(hosts, id), log)
            }
        }
    }

    func rebuild(_ database: PostgresConfiguration) async throws -> [SickGarage] {
        let owner = try await TestDatabase.connect(to: database)
        let sick = Mutex<[SickGarage]>([])
        try await Projections.Rebuild(codec: .tests).run(owner) { garage in sick.withLock { $0.append(garage) } }
        await owner.close()
        return sick.withLock { $0 }
    }
}

/// Lends a garage of so many simulated days, and a folder for its archives.
func withKeptGarage(days: Int = 6, _ body: (KeptGarage) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await ReadingSite.with { reading in
        let plan = try SimulationTests.plan(1, days: days, seed: Seeded.seed)
        _ = try await Simulation(log: PostgresEventLog(reading.pool), codec: .tests).run(plan, parallel: 1) {
            _, _ in
        }
        let owner = try await TestDatabase.connect(to: reading.database)
        let outcome: Result<Void, any Error>
        do {
            try await Projections.Rebuild(codec: .tests).run(owner)
            outcome = .success(
                try await body(KeptGarage(database: reading.database, connection: owner, folder: folder)))
        } catch {
            outcome = .failure(error)
        }
        await owner.close()
        try outcome.get()
    }
}
