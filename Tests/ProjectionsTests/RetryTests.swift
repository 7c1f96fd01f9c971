import EventLog
import Parking
import Postgres
import Projections
import TestSupport
import Testing

/// What has stopped is tried again when somebody asks for it.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct RetryTests {
    @Test func `what has stopped and was cured goes on at once, and what was not stops again and keeps its first time`()
        async throws
    {
        try await withReadModels { database in
            try await withHosts(on: database) { hosts in
                for name in ["cured", "sick"] {
                    try await Site(hosts, name).configure(10)
                    try await Site(hosts, name).enter("M-AB 1")
                }
                try await withConnection(to: database) { connection in
                    try await connection.run { session in
                        try session.script("alter table log.events disable trigger append_only")
                        try session.script("update log.events set actor = actor || '?' where version = 2")
                    }
                    try await database.following {
                        let expected = readModels.flatMap { ["\($0.name) cured 2", "\($0.name) sick 2"] }.sorted()
                        try await until { try await connection.failures() == expected }
                        let before = try await connection.run { try StoppedReadModel.all($0) }
                        try await connection.run {
                            try $0.script(
                                "update log.events set actor = 'test' where garage_id = 'cured' and version = 2")
                        }
                        let cured = try await connection.run { try Retry(of: GarageID("cured"), $0) }
                        #expect(cured.stopped.count == readModels.count)
                        try await until { try await connection.run { try !cured.outcomes($0).contains(nil) } }
                        #expect(try await connection.run { try cured.outcomes($0) }.allSatisfy { $0 == .goesOn })
                        #expect(try await connection.inside("cured") == 1)

                        let unknown = await #expect(throws: QueryError.self) {
                            try await connection.run { try Retry(of: GarageID("nowhere"), $0) }
                        }
                        #expect(unknown?.problem.type == .unknownGarage)

                        let all = try await connection.run { try Retry(of: nil, $0) }
                        try await until { try await connection.run { try !all.outcomes($0).contains(nil) } }
                        for outcome in try await connection.run({ try all.outcomes($0) }) {
                            guard case .stopped(let found) = outcome else {
                                Issue.record("\(String(describing: outcome))")
                                continue
                            }
                            let first = before.first { $0.readModel == found.readModel && $0.garage == "sick" }
                            #expect(found.since == first?.since)
                            #expect(found.version == 2)
                        }
                    }
                }
            }
        }
    }
}
