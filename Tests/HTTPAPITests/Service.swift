import Parking
import SystemTime
import TestSupport
import EventLog
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import JSON
import Hosting
import Postgres
import Projections
import Testing

/// What all HTTP tests share: a database with read models that follow its log, and the contract.
struct Service: Sendable {
    let pool: PostgresPool
    let notifier: AppendNotifier
    let contract: Contract

    @TaskLocal private static var started: Service?

    static let zones = ZoneDatabase()
    static let codec = EventCodec(zones: { zones.rules($0) })

    static var shared: Service {
        get throws { try #require(started, "the suite is not part of HTTPTests") }
    }

    /// Makes the read models' tables in a migrated database.
    static func install(in database: PostgresConfiguration) async throws {
        let connection = try await PostgresConnection.connect(database, logger: TestDatabase.silent)
        do {
            _ = try await Rebuild.install(connection, codec: codec)
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Runs a body beside the read models' runners.
    static func run(on database: PostgresConfiguration, _ body: @Sendable () async throws -> Void) async throws {
        try await install(in: database)
        try await TestDatabase.withPool(on: database, size: 20) { pool in
            let notifier = AppendNotifier(ProjectionRunner.channel, pool: pool, logger: TestDatabase.silent)
            let contract = Contract(try await document(pool: pool))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await notifier.run() }
                group.addTask {
                    try await ProjectionRunner(database, codec: codec, logger: TestDatabase.silent).run()
                }
                defer { group.cancelAll() }
                let service = Service(pool: pool, notifier: notifier, contract: contract)
                try await $started.withValue(service) { try await body() }
            }
            Coverage(of: contract).check()
        }
    }

    /// The document as the service hands it out.
    private static func document(pool: PostgresPool) async throws -> Document {
        let hosts = GarageHosts(log: PostgresEventLog(pool), zones: zones, logger: TestDatabase.silent)
        let app = HTTPAPI(hosts: hosts, pool: pool, authentication: .none).application(
            .loopback(.v4), port: 0, logger: TestDatabase.silent)
        return try await app.test(.router) { client in
            let response = try await client.executeRequest(uri: "/openapi.yaml", method: .get, headers: [:], body: nil)
            return try Document(yaml: String(buffer: response.body))
        }
    }
}

/// Starts the service around a suite.
struct ServiceTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try #require(TestDatabase.server)
        try await TestDatabase.with(migrated: true, on: server) { database in
            try await Service.run(on: database) { try await function() }
        }
    }
}

extension Trait where Self == ServiceTrait {
    /// Gives the suite a running service.
    static var service: ServiceTrait { ServiceTrait() }
}

/// The HTTP interface against a PostgreSQL server; every exchange of theirs is held against `openapi.yaml`.
@Suite(.needsServer, .service, .atMost(12), .timeLimit(.minutes(5))) struct HTTPTests {}
