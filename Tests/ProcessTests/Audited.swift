import Foundation
import Postgres
import TestSupport
import Testing

/// A garage whose day has six events, as somebody may change it who owns the database.
struct Audited {
    let database: Database
    let files: Files

    func run(_ arguments: String...) async throws -> (code: Int32, output: String, errors: String) {
        try await run(arguments)
    }

    func run(_ arguments: [String]) async throws -> (code: Int32, output: String, errors: String) {
        try await Program.run(
            arguments, database: database.url, environment: ["PARKLOG_HEAD_KEY": files.path("head-key.json")])
    }

    /// What runs is written into a file.
    func keep(_ name: String, _ arguments: String...) async throws -> String {
        let run = try await Program.run(
            arguments, database: database.url, environment: ["PARKLOG_HEAD_KEY": files.path("head-key.json")])
        try #require(run.code == 0, "\(arguments) \(run.errors)")
        return try files.write(name, run.output)
    }

    func change(_ script: Statement) async throws {
        let owner = try await PostgresConnection.connect(
            PostgresConfiguration(url: Database.ownerURL(of: database.url) ?? database.url),
            logger: TestDatabase.silent)
        try await owner.run { session in
            try session.script("set session_replication_role = replica")
            try session.script(script)
        }
        await owner.close()
    }

    func script(_ arguments: String...) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "scripts/oracle/verify_export.py"] + arguments
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}

/// Lends such a garage.
func withAudited(_ body: (Audited) async throws -> Void) async throws {
    try await Database.with { database in
        try await Files.with { files in
            let audited = Audited(database: database, files: files)
            let settings = """
                {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 5, "admission": "open",
                 "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
                """
            for (name, command) in [
                ("configure-garage", settings), ("rate-published", Files.hourly),
                ("gate-open", #"{"gate": "in", "plate": "B-ÄB 1"}"#),
                ("gate-open", #"{"gate": "in", "plate": "B-AB 2"}"#),
                ("exit", #"{"gate": "out", "plate": "B-ÄB 1"}"#),
                ("gate-open", #"{"gate": "in", "plate": "B-AB 3"}"#),
            ] {
                let run = try await audited.run("command", name, "-g", "mitte", command)
                try #require(run.code == 0, "\(name) \(run.errors)")
            }
            // No service runs that would bring them up to the log.
            let rebuilt = try await audited.run("rebuild")
            try #require(rebuilt.code == 0, "\(rebuilt.errors)")
            try await body(audited)
        }
    }
}
