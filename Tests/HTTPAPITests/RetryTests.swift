import EventLog
import HTTPTypes
import Parking
import Postgres
import Projections
import TestSupport
import Testing

extension HTTPTests {
    /// An operator who has put right what had stopped need not wait until it tries again by itself.
    @Suite struct RetryTests {
        private func retry(_ site: Site) async throws -> Exchange {
            try await site.send(.post, site.path("projections/retry"))
        }

        @Test func `nothing is tried where nothing has stopped, nor of a garage that there is not`() async throws {
            try await Site.with { site in
                let answer = try await retry(site)
                #expect(answer.status == .ok, "\(answer.text)")
                #expect(answer.json?["garage"]?.string == site.garage)
                #expect(answer.json?["readModels"]?.array?.isEmpty == true, "\(answer.text)")
                try await site.expect("unknown-garage", 404) {
                    try await site.send(.post, "/v1/garages/nowhere/projections/retry")
                }
                try await site.expect("invalid-parameter", 400, field: "model") {
                    try await site.send(.post, site.path("projections/retry?model=occupancy"))
                }
                try await site.expect("method-not-allowed", 405) { try await site.get("projections/retry") }
            }
        }

        @Test func `what stops again says at which event and why, and what was cured goes on`() async throws {
            try await StoppedTests.withSite { site, pool in
                try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                let last = try await site.poison(.refusedPayload, pool)
                try await until { try await site.stoppedModels() == readModels.count }
                let stopped = try await retry(site)
                let tried = try #require(stopped.json?["readModels"]?.array, "\(stopped.text)")
                #expect(Set(tried.compactMap { $0["readModel"]?.string }) == Set(readModels.map { $0.name }))
                for one in tried {
                    #expect(
                        one["outcome"]?.string == "stopped" && one["version"] == .integer(last + 1), "\(stopped.text)")
                    #expect(one["stoppedAt"] == .integer(last + 1), "\(stopped.text)")
                    #expect(one["reason"]?.string?.contains("wings") == true, "\(stopped.text)")
                }
                // Somebody takes the event out who may change everything, and a good one comes in its place.
                let log = PostgresEventLog(pool)
                let good = try await log.events(of: site.garage, after: last - 1, limit: 1)[0]
                try await pool.transaction { [garage = site.garage] session in
                    try session.script("set local session_replication_role = replica")
                    _ = try session.execute(
                        "delete from log.events where garage_id = $1 and version = $2",
                        [.text(garage), .int8(last + 1)])
                    _ = try session.execute(
                        "update log.streams set version = $2, hash = $3 where garage_id = $1",
                        [.text(garage), .int8(last), .bytea(good.hash.bytes)])
                    _ = try session.append(
                        Append(
                            garage: garage, head: StreamHead(good), recordedAt: good.recordedAt, events: [good.event]))
                }
                let cured = try await retry(site)
                let outcomes = try #require(cured.json?["readModels"]?.array, "\(cured.text)")
                // Those that had tried again by themselves meanwhile had not stopped any more.
                #expect(outcomes.allSatisfy { $0["outcome"]?.string == "goes-on" }, "\(cured.text)")
                try await until { try await site.stoppedModels() == 0 }
            }
        }
    }
}
