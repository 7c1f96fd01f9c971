import TestSupport
import EventLog
import Foundation
import Postgres
import Testing

/// Nothing acknowledged is lost, and nothing happens twice, whatever is killed.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)), .serialized)
struct CrashTests {
    @Test func `a service that is killed under load loses nothing that it acknowledged`() async throws {
        try await Database.with { database in
            let load = Load()
            let first = try await Service.start(database: database.url)
            try await first.configure(100_000)
            async let loading: Void = load.send(to: first)
            try await until { load.answers.count >= 150 }
            await first.kill()
            await loading

            let second = try await Service.start(database: database.url)
            try await expectKept(load, in: database)
            // What was not answered is sent again under its id.
            for key in load.unanswered {
                #expect(try await second.command("plate-seen", Load.body(key), key: key).status == 200)
            }
            for (key, answer) in load.answers.shuffled().prefix(20) {
                let again = try await second.command("plate-seen", Load.body(key), key: key)
                #expect(again.body == answer.body)
                #expect(again.isReplay)
            }
            let counts = try await Self.countByCommand(database)
            for key in load.unanswered.union(load.answers.keys) { #expect(counts[key] == 1, "\(key)") }
            #expect(await second.stop() == 0)
        }
    }

    @Test func `two services let exactly one of 100 cars have the last spot`() async throws {
        try await Database.with { database in
            let services = [
                try await Service.start(database: database.url),
                try await Service.start(database: database.url),
            ]
            try await services[0].configure(1)
            let answers = try await withThrowingTaskGroup(of: Service.Response.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        try await services[index % 2].command("plate-seen", #"{"plate": "T-\#(index)", "gate": "in"}"#)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 200 } == 100)
            #expect(answers.count { $0.body.contains(#""answer":"open""#) } == 1)
            #expect(answers.count { $0.body.contains(#""reason":"garage-full""#) } == 99)
            #expect(try await database.events().map(\.version) == Array(1...101))
            for service in services { #expect(await service.stop() == 0) }
        }
    }

    @Test func `a service survives its database, and nothing acknowledged is lost`() async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            let database = try await Database(server.configuration, server.configuration).migrated()
            let service = try await Service.start(database: database.url, patience: 2)
            try await service.configure(100_000)
            let load = Load()
            async let loading: Void = load.send(to: service, callers: 8)
            try await until { load.answers.count >= 100 }
            try await server.kill()
            try await until { load.unanswered.count >= 8 }
            let before = load.answers.count
            try await server.start()
            // It goes on by itself.
            try await until { load.answers.count >= before + 100 }
            #expect(try await service.get("/health/ready").status == 200)
            let failed = load.unanswered
            for key in failed {
                #expect(try await service.command("plate-seen", Load.body(key), key: key).status == 200)
            }
            #expect(await service.stop() == 0)
            await loading
            try await expectKept(load, in: database)
            let counts = try await Self.countByCommand(database)
            for key in failed { #expect(counts[key] == 1, "\(key)") }
            // The read models went on as well.
            let restarted = try await Service.start(database: database.url, patience: 2)
            let version = try #require(try await database.events().last?.version)
            try await until {
                let occupancy = try await restarted.get("/v1/garages/mitte/occupancy")
                return occupancy.body.contains(#""version":\#(version)"#)
            }
            await restarted.stop()
        }
    }

    @Test func `rebuilds, services and the database are killed again and again, and log and read models agree`()
        async throws
    {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with { server in
            let database = try await Database(server.configuration, server.configuration).migrated()
            let load = Load()
            for round in 0..<4 {
                let service = try await Service.start(database: database.url, patience: 2)
                if round == 0 { try await service.configure(100_000) }
                let before = load.answers.count
                async let loading: Void = load.send(to: service, callers: 8)
                try await until { load.answers.count >= before + 60 }
                let owner = try await TestDatabase.connect(to: database.configuration)
                let rebuild = try Program.start(["rebuild"], database: database.url)
                try await until { try await owner.run { try $0.query(Self.isRebuilding)[0].bool(0) } }
                rebuild.signal(SIGKILL)
                #expect(await rebuild.end() == SIGKILL)
                await owner.close()
                if round % 2 == 1 {
                    try await server.kill()
                    try await server.start()
                }
                // Live rows go on beside what the rebuild has left.
                try await until { load.answers.count >= before + 120 }
                await service.kill()
                await loading
            }
            try await expectKept(load, in: database)
            // The read models have to be at the end of the log for the one and the other comparison.
            for step in [["verify"], ["rebuild"], ["verify"]] {
                let ran = try await Program.run(step, database: database.url)
                #expect(ran.code == 0, "\(step) \(ran)")
            }
        }
    }

    @Test func `an archive that is killed has moved all or nothing, and is made by the next run`() async throws {
        try await Database.with { database in
            try await Files.with { files in
                let folder = files.path("archives")
                let simulated = try await Program.run(
                    ["simulate", "--garages", "1", "--days", "20", "--seed", "7"], database: database.url)
                try #require(simulated.code == 0, "\(simulated)")
                let last = Int64(try await database.events(of: "sim-001").count)
                let half = last / 2
                let owner = try await TestDatabase.connect(to: database.configuration)
                let other = try await TestDatabase.connect(to: database.configuration)
                func count(_ statement: Statement) async throws -> Int64 {
                    try await other.run { try $0.query(statement)[0].int8(0) }
                }
                func start() throws -> Run {
                    try Program.start(
                        ["archive", "-g", "sim-001", "--version", "\(half)", folder], database: database.url,
                        environment: ["PARKLOG_HEAD_KEY": files.path("head-key.json")])
                }
                // While the file is written, while it waits to move what the file has, and while it moves that.
                for point in ["written", "waiting", "moving"] {
                    let archive =
                        if point == "written" { try start() } else {
                            // A rebuild would hold it up like this.
                            try await owner.holding(Self.rebuilding) { _ in
                                let archive = try start()
                                try await until { try await count(Self.archivesWaiting) == 1 }
                                if point == "waiting" { archive.signal(SIGKILL) }
                                return archive
                            }
                        }
                    if point == "written" {
                        try await until { FileManager.default.fileExists(atPath: folder) || !archive.isRunning }
                    }
                    archive.signal(SIGKILL)
                    await archive.end()
                    // The server goes on until it finds that nobody is there.
                    try await until { try await count(Self.archivesUnderWay) == 0 }
                    let moved = try await count("select count(*) from log.archives") == 1
                    #expect(!moved || point == "moving")
                    #expect(try await count("select count(*) from log.events") == (moved ? last - half : last))
                }
                let again = try start()
                let code = await again.end()
                #expect(code == 0 || again.errors.contains("is archived up to event \(half)"), "\(again.errors)")
                #expect(try await count("select count(*) from log.events") == last - half)
                let verified = try await Program.run(["verify", "--archives", folder], database: database.url)
                #expect(verified.code == 0, "\(verified)")
                await owner.close()
                await other.close()
            }
        }
    }

    private static let rebuilding: Statement = "lock table projection.rebuilding in row exclusive mode"
    private static let archivesWaiting: Statement = """
        select count(*) from pg_locks where not granted and relation = 'projection.rebuilding'::regclass
        """
    private static let archivesUnderWay: Statement = """
        select count(*) from pg_stat_activity
        where datname = current_database() and query like '%log.archive(%' and pid <> pg_backend_pid()
        """

    private static let isRebuilding: Statement = """
        select exists (select from pg_namespace where nspname like '%\\_next')
        """

    @Test(arguments: [SIGTERM, SIGINT])
    func `a service that is asked to stop answers what it has taken`(_ signal: Int32) async throws {
        try await Database.with { database in
            let load = Load()
            let service = try await Service.start(database: database.url, patience: 2)
            try await service.configure(100_000)
            async let loading: Void = load.send(to: service)
            try await until { load.answers.count >= 50 }
            #expect(await service.stop(signal) == 0, "\(service.errors)")
            await loading
            try await expectKept(load, in: database)
            // Nothing was carried out whose caller was not told.
            let counts = try await Self.countByCommand(database)
            #expect(load.unanswered.allSatisfy { counts[$0] == nil })
        }
    }

    /// Expects that every acknowledged command stands in the log once, under the version it was answered, and any other at
    /// most once.
    private func expectKept(_ load: Load, in database: Database) async throws {
        let events = try await database.events()
        #expect(events.map(\.version) == Array(1...Int64(events.count)))
        let counts = try await Self.countByCommand(database)
        #expect(counts.values.allSatisfy { $0 == 1 })
        for (key, answer) in load.answers {
            #expect(counts[key] == 1, "\(key)")
            let version = try #require(events.first { $0.event.commandID == key }?.version)
            #expect(answer.body.contains(#""version":\#(version),"#), "\(key)")
        }
    }

    private static func countByCommand(_ database: Database) async throws -> [String: Int] {
        Dictionary(try await database.events().compactMap(\.event.commandID).map { ($0, 1) }, uniquingKeysWith: +)
    }
}
