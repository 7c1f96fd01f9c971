import EventLog
import TestSupport
import Foundation
import Testing

/// What becomes of work whose output cannot be written.
@Suite(
    .needsServer, .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"),
    .programs, .timeLimit(.minutes(10)))
struct OutputTests {
    private static let stays = "entry,exit\n2025-01-01 08:00:00,2025-01-01 09:00:00\n"

    private static let imported = ["import", "--time-zone", "Europe/Berlin", "-g"]

    /// A garage with a stay.
    private static func garage(_ name: String = "mitte", in database: Database) async throws {
        let run = try await Program.run(imported + [name, "-"], database: database.url, input: stays)
        try #require(run.code == 0, "\(run.errors)")
    }

    @Test(arguments: ["exec >/dev/full", "exec >&-"])
    func `a result that cannot be printed is said so with code 74`(_ redirections: String) async throws {
        try await Database.with { database in
            try await Self.garage(in: database)
            try await Files.with { files in
                let card = try files.write("card.json", Files.card(Files.hourly))
                let quote = ["quote", card, "--entry", "2026-03-02T10:00"]
                let cases = [
                    ["--help"], ["--version"], ["help", "serve"], ["serve", "--help"], ["migrate"], ["rebuild"],
                    ["lint", card], quote + ["--exit", "2026-03-02T12:00"], quote + ["--curve", "24 h"],
                    ["replay", "-g", "mitte"], ["show", "occupancy", "-g", "mitte"],
                    ["explain", "2", "-g", "mitte"], ["publish", card, "-g", "mitte"],
                    ["backtest", card, "-g", "mitte", "--from", "2025-01-01", "--to", "2025-01-02"],
                ]
                for arguments in cases {
                    let run = try await Program.run(arguments, database: database.url, redirections: redirections)
                    #expect(run.code == 74, "\(arguments): \(run.errors)")
                    #expect(run.errors.contains("Standard output cannot be written"), "\(arguments): \(run.errors)")
                }
            }
        }
    }

    @Test(arguments: ["exec >/dev/full", "exec >&-", "exec <&- >&- 2>&-"])
    func `the work of a command is done though its reply is lost`(_ redirections: String) async throws {
        try await Database.with { database in
            try await Self.garage(in: database)
            let arguments = [
                "command", "plate-seen", "-g", "mitte", "--key", "k", #"{"plate": "M-AB 1", "gate": "entry"}"#,
            ]
            let run = try await Program.run(arguments, database: database.url, redirections: redirections)
            #expect(run.code == 74, "\(run.errors)")
            // Nothing of what was printed went to the database in the place of the closed stream.
            #expect(try await database.events().map(\.version) == [1, 2, 3, 4])
            let again = try await Program.run(arguments, database: database.url)
            #expect(again.code == 0)
            #expect(again.output.contains(#""version":4"#), "\(again.output)")
        }
    }

    @Test func `an import is done though its report is lost`() async throws {
        try await Database.with { database in
            let run = try await Program.run(
                Self.imported + ["alt", "-"], database: database.url, input: Self.stays,
                redirections: "exec >/dev/full")
            #expect(run.code == 74, "\(run.errors)")
            #expect(run.errors.contains("What the command changed stays."), "\(run.errors)")
            let shown = try await Program.run(["replay", "-g", "alt", "--format", "csv"], database: database.url)
            #expect(shown.output.split(separator: "\n").count == 4, "\(shown.output)")
        }
    }

    @Test(arguments: ["exec 2>/dev/full", "exec 2>&-"])
    func `results are printed and codes are the same where nothing can be said beside them`(
        _ redirections: String
    ) async throws {
        try await Database.with { database in
            try await Self.garage(in: database)
            let shown = try await Program.run(
                ["show", "occupancy", "-g", "mitte", "--format", "csv", "--log-level", "trace"], database: database.url,
                redirections: redirections)
            #expect(shown.code == 0)
            #expect(shown.output == "garage,inside,capacity,free,version\nmitte,0,100,100,3\n")
            for (arguments, code) in [(["show", "occupancy", "-g", "none"], 1), (["frob"], 64)] as [([String], Int32)] {
                let refused = try await Program.run(arguments, database: database.url, redirections: redirections)
                #expect(refused.code == code, "\(arguments)")
                #expect(refused.output.isEmpty, "\(arguments)")
            }
        }
    }

    @Test func `a reader that goes away ends a command with code 74`() async throws {
        try await Files.with { files in
            let pipe = files.path("pipe")
            // The reader opens the pipe, reads one byte and is gone before all of the help has been written.
            let run = try await Program.run(
                ["lint"] + Array(repeating: "/no/such/card", count: 2000),
                redirections: """
                    mkfifo '\(pipe)'; head -c 1 <'\(pipe)' >/dev/null & exec 2>'\(pipe)'
                    """)
            #expect(run.code == 65)
            let help = try await Program.run(
                ["help", "import"],
                redirections: """
                    mkfifo '\(pipe).2'; true <'\(pipe).2' & exec >'\(pipe).2'; wait
                    """)
            #expect(help.code == 74, "\(help.errors)")
            #expect(help.errors.contains("nobody reads it any more"), "\(help.errors)")
        }
    }

    @Test func `a picture that cannot be written is said so with code 74`() async throws {
        try await Files.with { files in
            let card = try files.write("card.json", Files.card(Files.hourly))
            for (path, code) in [("/dev/full", 74), (files.path("no/such/folder.svg"), 65)] as [(String, Int32)] {
                let run = try await Program.run(
                    ["quote", card, "--entry", "2026-03-02T10:00", "--curve", "24 h", "--svg", path])
                #expect(run.code == code, "\(path): \(run.errors)")
                #expect(run.errors.contains("The file \(path) cannot be written"), "\(run.errors)")
            }
        }
    }

    @Test(arguments: ["exec >/dev/full", "exec >&-", "exec >/dev/full 2>&1", "exec <&- >&- 2>&-"])
    func `a service whose output cannot be written goes on`(_ redirections: String) async throws {
        try await Database.with { database in
            let service = try await Service.start(database: database.url, redirections: redirections, logLevel: "trace")
            try await service.configure(1)
            #expect(try await service.command("plate-seen", #"{"plate": "A 1", "gate": "in"}"#).status == 200)
            #expect(try await service.get("/health/ready").status == 200)
            #expect(await service.stop() == 0)
            #expect(try await database.events().count == 2)
        }
    }

    @Test(arguments: [true, false])
    func `a service whose log is read no more goes on`(_ readerIsGone: Bool) async throws {
        try await Database.with { database in
            try await Files.with { files in
                let pipe = files.path("log")
                // A reader that is gone, or one that has the pipe open and never reads, so that it is full soon.
                let reader = readerIsGone ? "head -c 1 <'\(pipe)' >/dev/null & exec" : "exec 9<>'\(pipe)'"
                let service = try await Service.start(
                    database: database.url, redirections: "mkfifo '\(pipe)'; \(reader) 2>'\(pipe)'", logLevel: "trace")
                try await service.configure(1000)
                for number in 1...200 {
                    let seen = try await service.command("plate-seen", #"{"plate": "A \#(number)", "gate": "in"}"#)
                    #expect(seen.status == 200)
                }
                #expect(await service.stop() == 0)
                #expect(try await database.events().count == 201)
            }
        }
    }
}
