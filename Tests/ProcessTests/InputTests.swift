import TestSupport
import Foundation
import Testing

/// Where the program reads from.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct InputTests {
    private static let stays = "entry,exit\n2025-01-01 08:00:00,2025-01-01 09:00:00\n"

    private static func arguments(_ file: String, into garage: String = "alt") -> [String] {
        ["import", "-g", garage, "--time-zone", "Europe/Berlin", file]
    }

    @Test func `a file may be a pipe`() async throws {
        try await Database.with { database in
            try await Files.with { files in
                let stays = try files.write("stays.csv", Self.stays)
                let pipe = files.path("pipe")
                let run = try await Program.run(
                    Self.arguments(pipe), database: database.url,
                    redirections: "mkfifo '\(pipe)'; (cat '\(stays)' >'\(pipe)' &)")
                #expect(run.code == 0, "\(run.errors)")
                #expect(run.output.contains("1 of 1 stays imported"), "\(run.output)")
                let device = try await Program.run(
                    Self.arguments("/dev/stdin", into: "neu"), database: database.url, input: Self.stays)
                #expect(device.code == 0, "\(device.errors)")
            }
        }
    }

    @Test func `an empty file is said to be empty`() async throws {
        try await Database.with { database in
            for file in ["/dev/null", "-"] {
                let run = try await Program.run(Self.arguments(file), database: database.url)
                #expect(run.code == 65)
                #expect(run.errors.contains("The file is empty. The first row must name"), "\(run.errors)")
            }
        }
    }

    @Test func `what cannot be read says why`() async throws {
        try await Files.with { files in
            let cases: [(arguments: [String], redirections: String?, sentence: String)] = [
                (["lint", files.path("none")], nil, "none cannot be read: No such file or directory."),
                (["lint", files.folder.path], nil, "cannot be read: Is a directory."),
                (["lint", "-"], "exec <&-", "Standard input cannot be read: it is closed."),
                (["lint", "-"], "exec <'\(files.folder.path)'", "Standard input cannot be read: Is a directory."),
                (Self.arguments("-"), "exec <&-", "Standard input cannot be read: it is closed."),
                (["command", "exit", "-g", "alt", "-"], "exec <&-", "Standard input cannot be read: it is closed."),
            ]
            for (arguments, redirections, sentence) in cases {
                let run = try await Program.run(arguments, redirections: redirections)
                #expect(run.code == 65, "\(arguments): \(run.errors)")
                #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
            }
        }
    }
}
