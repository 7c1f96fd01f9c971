import Foundation
import TestSupport
import Testing

/// Tokens as an operator gives them out, and a service that believes them.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct TokenTests {
    /// A folder for keys, which goes with the test.
    private static func withKey(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "parklog-keys-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder + "/key.pem")
    }

    private func token(_ arguments: String..., key: String, database: String) async throws -> String {
        let run = try await Program.run(
            ["token"] + arguments, database: database, environment: ["PARKLOG_TOKEN_KEY": key])
        try #require(run.code == 0, "\(run.errors)")
        return run.output.trimmingCharacters(in: .newlines)
    }

    @Test func `a gate works with its token until that is revoked`() async throws {
        try await Database.with { database in
            try await TokenTests.withKey { key in
                let service = try await Service.start(["serve"], database: database.url)
                #expect(try await service.get("/v1/garages").status == 401)
                let manager = service.by(
                    try await token("--role", "operator", "-g", "*", key: key, database: database.url))
                // The service looks for new keys every other second.
                try await until { try await manager.get("/v1/garages").status == 200 }
                try await manager.configure(10)
                let gate = service.by(
                    try await token(
                        "--role", "gate", "--garage", "mitte", "--gate", "in", "--for", "30d", "--name", "camera-1",
                        key: key, database: database.url))
                let seen = #"{"plate": "B-AB 1", "gate": "in"}"#
                #expect(try await gate.command("plate-seen", seen).status == 200)
                #expect(try await gate.command("exit", #"{"plate": "B-AB 1", "gate": "out"}"#).status == 403)
                #expect(try await gate.command("correct-count", "{}").status == 403)
                #expect(try await manager.get("/v1/garages/mitte/events").body.contains("camera-1@parklog"))

                let list = try await token("list", key: key, database: database.url).split(separator: "\n")
                #expect(list.count == 2)
                let line = try #require(list.first { $0.contains("camera-1: gate of mitte, at in") })
                let id = String(try #require(line.split(separator: " ").first))
                _ = try await token("revoke", id, key: key, database: database.url)
                try await until { try await gate.command("plate-seen", seen).status == 401 }
                #expect(try await manager.get("/v1/garages").status == 200)

                // What a rotation left behind that was cut off is in nobody's way.
                FileManager.default.createFile(atPath: key + ".new", contents: Data("half a key".utf8))
                // A new key; what the old one signed is believed until it is to end.
                _ = try await token("rotate", key: key, database: database.url)
                let second = service.by(
                    try await token("--role", "operator", "-g", "mitte", key: key, database: database.url))
                try await until { try await second.get("/v1/garages").status == 200 }
                #expect(try await manager.get("/v1/garages").status == 200)
                _ = try await token("rotate", "--end-all", key: key, database: database.url)
                try await until { try await second.get("/v1/garages").status == 401 }
                #expect(try await manager.get("/v1/garages").status == 401)
                #expect(await service.stop() == 0)
                // No token in the log.
                #expect(!service.run.errors.contains("eyJ"))
            }
        }
    }

    @Test func `what is no token to give out is said so`() async throws {
        for (arguments, sentence) in [
            (["--role", "king", "-g", "mitte"], "role"), (["--role", "gate", "-g", "Mitte 1"], "no garage's name"),
            (["--role", "kiosk", "-g", "mitte", "--gate", "in"], "Only tokens of the role gate"),
            (["--role", "validator", "-g", "mitte"], "Name the validations"),
            (["--role", "booking", "-g", "mitte"], "Name who books"),
            (["--role", "gate", "-g", "mitte", "--for", "0d"], "--for"),
            (["--role", "gate", "-g", "mitte", "--for", "401d"], "--for"),
            (["--role", "gate", "-g", "mitte", "--name", "a b"], "without blanks"),
            (["--role", "gate"], "garage"),
        ] {
            let run = try await Program.run(["token"] + arguments)
            #expect(run.code == 64, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
        }
    }

    @Test func `a key that others may read signs nothing`() async throws {
        try await Database.with { database in
            try await TokenTests.withKey { key in
                _ = try await token("--role", "auditor", "-g", "*", key: key, database: database.url)
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
                let run = try await Program.run(
                    ["token", "--role", "auditor", "-g", "*", "--token-key", key], database: database.url)
                #expect(run.code == 65 && run.output.isEmpty)
                #expect(run.errors.contains("chmod 600"), "\(run.errors)")
            }
        }
    }

    @Test func `an issuer whose address hangs holds up neither the start nor the tokens of others`() async throws {
        let port = try Port()
        defer { port.free() }
        try await Files.with { files in
            let issuers = try files.write(
                "issuers.json",
                """
                [{"issuer": "https://login.example.com", "keys": "http://127.0.0.1:\(port.number)/keys",
                  "audience": "parklog", "roles": ["booking"], "garages": ["*"]}]
                """)
            try await Database.with { database in
                try await TokenTests.withKey { key in
                    let ours = try await token("--role", "auditor", "-g", "*", key: key, database: database.url)
                    let service = try await Service.start(
                        ["serve", "--token-issuers", issuers], database: database.url)
                    #expect(try await service.by(ours).get("/v1/garages").status == 200)
                    // {"alg":"ES256","kid":"1"} . {"iss":"https://login.example.com"}
                    let theirs = service.by(
                        "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUuY29tIn0.AAAA")
                    let answer = try await theirs.get("/v1/garages")
                    #expect(
                        answer.status == 401 && answer.body.contains("cannot be had at the moment"), "\(answer.body)")
                    try await until { service.run.errors.contains("the keys of an issuer cannot be had") }
                    #expect(await service.stop() == 0)
                }
            }
        }
    }

    @Test func `a file of issuers that cannot be is refused at the start`() async throws {
        try await Files.with { files in
            for (text, sentence) in [
                ("[{}]", "issuer"), ("nothing", "JSON"), (#"[{"issuer": "a", "issuer": "b"}]"#, "twice"),
            ] {
                let path = try files.write("issuers.json", text)
                let run = try await Program.run(
                    ["serve", "--token-issuers", path], database: "postgresql://nobody@127.0.0.1:1/none")
                #expect(run.code == 65 && run.errors.contains(path) && run.errors.contains(sentence), "\(run.errors)")
            }
        }
    }

    @Test func `a token that nobody gave out cannot be revoked`() async throws {
        try await Database.with { database in
            let run = try await Program.run(["token", "revoke", "nothing"], database: database.url)
            #expect(run.code == 65 && run.errors.contains("parklog token list"), "\(run.errors)")
        }
    }
}
