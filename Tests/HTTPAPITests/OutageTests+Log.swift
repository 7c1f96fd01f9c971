import Access
import Chronology
import TestSupport
import EventLog
import Foundation
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Parking
import JSON
import Postgres
import Projections
import Testing
@testable import Hosting

extension HTTPTests.OutageTests {
    // What is wrong in a log or in a row is one garage's, and everybody else goes on.

    @Test func `an event that nobody can read stops its garage alone, and the service says so`() async throws {
        let server = try #require(TestDatabase.server)
        try await TestDatabase.with(migrated: true, on: server) { database in
            try await Service.install(in: database)
            try await TestDatabase.withPool(on: database, size: 3, patience: .seconds(5)) { pool in
                try await Site.with(pool: pool) { site in
                    let log = PostgresEventLog(pool)
                    let event = NewEvent(
                        type: "car-flew", schemaVersion: 1, occurredAt: site.clock.now, commandID: "c",
                        actor: "test",
                        payload: Array("{}".utf8))
                    let append = Append(
                        garage: site.garage, head: try await log.head(of: site.garage), recordedAt: site.clock.now,
                        events: [event])
                    #expect(try await log.append(append) == .appended(append.newHead))
                    // What stands before it is told, and that it is no more than that.
                    for rest in ["", "inside"] {
                        let marked = try await site.get(rest)
                        #expect(marked.status == .ok)
                        #expect(marked.json?["stopped"]?["version"]?.integer == 2)
                        #expect(marked.json?["stopped"]?["asOfVersion"]?.integer == 1)
                    }
                    let past = try await site.get("occupancy?asOf=2026-03-02T08:00:00%2B01:00")
                    #expect(past.problem == "unreadable-log")
                    let refused = try await site.post("gate-open", #"{"gate": "north"}"#)
                    #expect(refused.problem == "unreadable-log")
                    #expect(refused.json?["detail"]?.string?.hasPrefix("Event 2 ") == true)
                    try await ProjectionRunner(database, codec: Service.codec, logger: TestDatabase.silent)
                        .catchUpOnce()
                    let ready = try await site.send(.get, "/health/ready")
                    #expect(ready.status == .ok)
                    #expect(ready.json?["status"] == "degraded")
                    #expect(ready.json?["stoppedReadModels"]?.array?.count == readModels.count)
                    #expect(ready.json?["stoppedReadModels"]?[0]?["garage"]?.string == site.garage)
                    // Where tokens are asked for, strangers hear of no garage.
                    let nobody = TokenVerifier(clock: { .earliest })
                    try await Site.with(capacity: nil, pool: pool, authentication: .tokens(nobody, within: .wide)) {
                        closed in
                        let ready = try await closed.send(.get, "/health/ready")
                        #expect(ready.json?["stoppedReadModels"]?.array?.count == readModels.count)
                        #expect(!ready.text.contains(site.garage))
                    }
                    try await Site.with(pool: pool) { other in
                        try await other.carryOut("gate-open", #"{"gate": "north"}"#)
                    }
                }
            }
        }
    }

    @Test
    func
        `a head that is not the last event stops its garage's commands, and the service says so until it is put right`()
        async throws
    {
        try await withOwner { site, _, owner in
            let garage = site.garage
            try await owner.run { session in
                try session.execute(
                    "update log.streams set version = version + 4 where garage_id = $1", [.text(garage)])
            }
            let refused = try await site.post("gate-open", #"{"gate": "north"}"#)
            #expect(refused.problem == "head-disagrees")
            #expect(refused.json?["detail"]?.string?.contains("repair-head") == true)
            let ready = try await site.send(.get, "/health/ready")
            #expect(ready.json?["status"] == "degraded")
            #expect(ready.json?["headsThatDisagree"]?[0]?["garage"]?.string == garage)
            #expect(ready.json?["headsThatDisagree"]?[0]?["lastEvent"] == 1)
            // What there is can be read.
            #expect(try await site.get("").status == .ok)
            _ = try await owner.transaction { try $0.repairHead(of: garage) }
            try await site.carryOut("gate-open", #"{"gate": "north"}"#)
            #expect(try await site.send(.get, "/health/ready").json?["headsThatDisagree"] == nil)
        }
    }

    @Test func `an event that was changed stops its garage alone, and the service names both`() async throws {
        try await withOwner { site, pool, owner in
            let garage = site.garage
            try await site.carryOut("gate-open", #"{"gate": "north"}"#)
            try await owner.run { session in
                try session.script("alter table log.events disable trigger append_only")
                try session.execute(
                    "update log.events set actor = 'x' where garage_id = $1 and version = 2",
                    [.text(garage)])
            }
            // Who has the garage in memory has not read it again; the past is read each time.
            let past = try await site.get("occupancy?asOf=2026-03-02T08:00:00%2B01:00")
            #expect(past.problem == "altered-log")
            #expect(past.json?["detail"]?.string?.contains("event 2") == true)
            try await Site.with(capacity: nil, pool: pool) { other in
                let refused = try await other.send(
                    .post, "/v1/garages/\(garage)/commands/gate-open",
                    body: Array(#"{"gate": "north"}"#.utf8))
                #expect(refused.problem == "altered-log")
                let ready = try await other.send(.get, "/health/ready")
                #expect(ready.json?["status"] == "degraded")
                #expect(ready.json?["alteredLogs"]?[0]?["garage"]?.string == garage)
                #expect(ready.json?["alteredLogs"]?[0]?["version"] == 2)
            }
            try await Site.with(pool: pool) { other in
                try await other.carryOut("gate-open", #"{"gate": "north"}"#)
            }
        }
    }

    @Test func `a row that no read model writes is told by its read model, and commands go on`() async throws {
        let service = try Service.shared
        try await Site.with { site in
            let (garage, day) = (site.garage, try #require(LocalDay("2026-03-02")))
            try await service.pool.run { session in
                _ = try session.query(
                    """
                    insert into allowlist.reservations
                    values ($1, 1, $2, '\\x00000000000000000000000000000000', 'nobody', now(), now(), now(), now())
                    """, [.text(garage), .date(days: day.daysSinceEpoch)])
            }
            let unread = try await site.get("allowlists/2026-03-02")
            #expect(unread.problem == "unreadable-read-model")
            #expect(unread.json?["detail"]?.string?.contains("allowlist") == true)
            #expect(unread.json?["detail"]?.string?.contains("rebuild") == true)
            try await site.carryOut("gate-open", #"{"gate": "north"}"#)
            // What the log says is another matter.
            _ = try await site.read("allowlists/2026-03-02?asOf=2026-03-02T08:00:00%2B01:00")
        }
    }

    /// A service with a database of its own, whose owner can do what no service may.
    private func withOwner(
        _ body: @Sendable (Site, PostgresPool, PostgresConnection) async throws -> Void
    ) async throws {
        let server = try #require(TestDatabase.server)
        try await TestDatabase.with(migrated: true, on: server) { database in
            try await Service.install(in: database)
            let owner = try await TestDatabase.connect(to: database)
            try await TestDatabase.withPool(on: database, size: 3, patience: .seconds(5)) { pool in
                try await Site.with(pool: pool) { try await body($0, pool, owner) }
            }
            await owner.close()
        }
    }
}
