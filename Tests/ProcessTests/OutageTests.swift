import Foundation
import TestSupport
import Testing

/// A database that goes away, and comes back: whoever asks is answered soon and told what is so, and nothing is lost or doubled.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)), .serialized)
struct OutageTests {
    /// What a busy machine adds to the time that is promised.
    private static let slack = Duration.seconds(3)

    private func seen(_ key: String) -> String { #"{"plate": "O-\#(key)", "gate": "in"}"# }

    /// Expects an answer that is a problem, soon.
    ///
    /// - Parameter patience: how long a command waits for the database, in seconds.
    private func expectSoon(
        _ problems: Set<String>, patience: Int = 2, _ ask: () async throws -> Service.Response
    ) async throws -> Service.Response {
        let start = ContinuousClock.now
        let answer = try await ask()
        #expect(start.duration(to: .now) < .seconds(patience) + Self.slack, "\(answer)")
        #expect(answer.status == 503)
        #expect(problems.contains(answer.problem ?? ""), "\(answer)")
        #expect(answer.retryAfter != nil)
        return answer
    }

    /// How often each command of the log's events stands there.
    private func counts(_ database: Database) async throws -> [String: Int] {
        Dictionary(try await database.events().compactMap(\.event.commandID).map { ($0, 1) }, uniquingKeysWith: +)
    }

    private func withService(
        room: Int? = nil, _ arguments: [String] = [], patience: Int = 2,
        _ body: (ThrowawayServer, Database, Service) async throws -> Void
    ) async throws {
        try #require(ThrowawayServer.isAvailable)
        try await ThrowawayServer.with(room: room) { server in
            let database = try await Database(server.configuration, server.configuration).migrated()
            let service = try await Service.start(
                ["serve", "--insecure-loopback"] + arguments, database: database.url, patience: patience)
            do {
                try await service.configure(100_000)
                try await body(server, database, service)
            } catch {
                await service.kill()
                throw error
            }
            await service.kill()
        }
    }

    @Test func `a database that is shut down is told as such, nothing is stored, and once it is back it is used`()
        async throws
    {
        try await withService { server, database, service in
            #expect(try await service.command("plate-seen", seen("1"), key: "first").status == 200)
            await server.stop()
            for key in ["second", "third"] {
                let refused = try await expectSoon(["unavailable"]) {
                    try await service.command("plate-seen", seen(key), key: key)
                }
                #expect(refused.body.contains("Nothing was stored"))
            }
            for question in ["", "/occupancy", "/sessions/2", "/events"] {
                _ = try await expectSoon(["unavailable"]) { try await service.get("/v1/garages/mitte\(question)") }
            }
            #expect(try await service.get("/health/ready").problem == "not-ready")
            #expect(try await service.get("/health/live").status == 200)
            try await server.start()
            try await until { try await service.get("/health/ready").status == 200 }
            // Also under another key.
            let second = try await service.command("plate-seen", seen("second"), key: "anew")
            #expect(second.status == 200 && !second.isReplay)
            let third = try await service.command("plate-seen", seen("third"), key: "third")
            #expect(third.status == 200 && !third.isReplay)
            #expect(try await service.command("plate-seen", seen("1"), key: "first").isReplay)
            let counts = try await counts(database)
            #expect(
                counts.filter { $0.key != "configure" && !$0.key.hasPrefix("auto") } == [
                    "first": 1, "anew": 1, "third": 1,
                ])
        }
    }

    @Test
    func `a database that is frozen in the middle of an append holds nobody, and the key tells what became of it`()
        async throws
    {
        // A connection that has been idle for half of that is asked first whether the server is there, and then nothing went out.
        let patience = 8
        try await withService(patience: patience) { server, database, service in
            #expect(try await service.command("plate-seen", seen("1"), key: "first").status == 200)
            try await server.freeze()
            // No plate has to be looked up, so its append is the first thing that the database is asked.
            let unknown = try await expectSoon(["outcome-unknown"], patience: patience) {
                try await service.command("gate-open", #"{"gate": "in"}"#, key: "open")
            }
            #expect(unknown.body.contains("under the same key"))
            for key in ["2", "3"] {
                _ = try await expectSoon(["unavailable"], patience: patience) {
                    try await service.command("plate-seen", seen(key), key: key)
                }
            }
            for question in ["/occupancy", "/events"] {
                _ = try await expectSoon(["unavailable"], patience: patience) {
                    try await service.get("/v1/garages/mitte\(question)")
                }
            }
            await server.thaw()
            for key in ["open", "2", "3"] {
                let (name, body) = key == "open" ? ("gate-open", #"{"gate": "in"}"#) : ("plate-seen", seen(key))
                try await until { try await service.command(name, body, key: key).status == 200 }
                #expect(try await service.command(name, body, key: key).isReplay)
            }
            #expect(try await service.get("/health/ready").status == 200)
            let counts = try await counts(database)
            for key in ["first", "open", "2", "3"] { #expect(counts[key] == 1, "\(key)") }
            let versions = try await database.events().map(\.version)
            #expect(versions == Array(1...Int64(versions.count)))
        }
    }

    @Test func `a database that is frozen under load loses nothing that was acknowledged`() async throws {
        try await withService { server, database, service in
            let load = Load()
            async let loading: Void = load.send(to: service, callers: 8)
            try await until { load.answers.count >= 100 }
            for _ in 0..<2 {
                let before = load.unanswered.count
                try await server.freeze()
                try await until { load.unanswered.count >= before + 8 }
                let answers = load.answers.count
                await server.thaw()
                try await until { load.answers.count >= answers + 50 }
            }
            let unanswered = load.unanswered
            for key in unanswered {
                // Others ask, too: who is told that it takes too long asks again.
                try await until { try await service.command("plate-seen", Load.body(key), key: key).status == 200 }
            }
            #expect(await service.stop() == 0, "\(service.run.errors.suffix(4000))")
            await loading
            let counts = try await counts(database)
            #expect(counts.values.allSatisfy { $0 == 1 })
            for key in unanswered.union(load.answers.keys) { #expect(counts[key] == 1, "\(key)") }
        }
    }

    @Test(.enabled(if: ThrowawayServer.mayHaveSmallDisk, "a disk of a test's own takes root, and the right to mount"))
    func `a full disk is called one, nothing is stored, and once there is room it goes on`() async throws {
        try await withService(room: 160) { server, database, service in
            try await server.fillDisk()
            var (stored, refused) = (0, Service.Response?.none)
            // The pages that are there already have room for some.
            while refused == nil {
                let answer = try await service.command("plate-seen", seen("\(stored)"), key: "full\(stored)")
                if answer.status == 200 { stored += 1 } else { refused = answer }
                try #require(stored < 10_000)
            }
            #expect(refused?.problem == "database-refuses")
            #expect(refused?.body.contains("disk is full") == true)
            #expect(refused?.retryAfter == "10")
            #expect(service.run.errors.contains("53100"))
            try await server.emptyDisk()
            let after = try await service.command("plate-seen", seen("\(stored)"), key: "full\(stored)")
            #expect(after.status == 200 && !after.isReplay)
            let counts = try await counts(database)
            for number in 0...stored { #expect(counts["full\(number)"] == 1) }
        }
    }

    @Test func `a service that is to stop says so before it closes its door, and answers meanwhile`() async throws {
        try await withService(["--drain-delay", "3"]) { _, database, service in
            service.run.signal(SIGTERM)
            try await until { try await service.get("/health/ready").problem == "draining" }
            #expect(try await service.get("/health/live").status == 200)
            #expect(try await service.command("plate-seen", seen("1"), key: "last").status == 200)
            #expect(await service.run.end() == 0)
            #expect(try await counts(database)["last"] == 1)
        }
    }

    @Test func `a frozen database does not hold a service that is to stop beyond its deadline`() async throws {
        try await withService(["--drain-deadline", "4"]) { server, _, service in
            try await server.freeze()
            async let command = service.command("plate-seen", seen("1"), key: "last")
            let start = ContinuousClock.now
            let code = await service.stop()
            #expect(start.duration(to: .now) < .seconds(6) + Self.slack)
            #expect(code == 75 || code == 0, "\(service.run.errors)")
            if code == 75 { #expect(service.run.errors.contains("--drain-deadline"), "\(service.run.errors)") }
            _ = try? await command
        }
    }

    @Test func `a service that is cut off says what it has waited for`() async throws {
        try await withService(["--drain-delay", "3", "--drain-deadline", "6"], patience: 60) { server, _, service in
            try await server.freeze()
            service.run.signal(SIGTERM)
            try await until { try await service.get("/health/ready").problem == "draining" }
            // Its door is still open.
            async let command = service.command("plate-seen", seen("1"), key: "last")
            #expect(await service.run.end() == 75, "\(service.run.errors)")
            #expect(service.run.errors.contains("at work"), "\(service.run.errors)")
            #expect(service.run.errors.contains("connections"), "\(service.run.errors)")
            _ = try? await command
        }
    }

    @Test func `a second signal waits for nothing`() async throws {
        try await withService(["--drain-delay", "600", "--drain-deadline", "3600"]) { server, _, service in
            service.run.signal(SIGTERM)
            try await until { try await service.get("/health/ready").problem == "draining" }
            try await server.freeze()
            #expect(await service.stop() == 130)
        }
    }
}
