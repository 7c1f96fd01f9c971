import Foundation
import TestSupport
import Testing

/// What an operator sets, and how it is told.
@Suite(.programs, .timeLimit(.minutes(10)))
struct SettingsTests {
    @Test func `config lists what is in force and from where, and no password`() async throws {
        try await Files.with { files in
            let file = try files.write("parklog.yaml", "# ours\nport: 9000\nmetrics-port: 9001\nlog-format: json\n")
            let run = try await Program.run(
                ["config", "--config", file, "--connections", "77"], database: "postgresql://app:sesame@db/parklog",
                environment: ["PARKLOG_PORT": "9002"])
            #expect(run.code == 0, "\(run.errors)")
            let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            for line in [
                ["host", "127.0.0.1", "default"], ["port", "9002", "PARKLOG_PORT"],
                ["connections", "77", "--connections"],
                ["metrics-port", "9001", "\(file):3"], ["log-format", "json", "\(file):4"],
                ["database-url", "(hidden)", "DATABASE_URL"],
            ] {
                #expect(lines.contains(line), "\(line)")
            }
            #expect(!run.output.contains("sesame"))
            let explained = try await Program.run(["config", "--explain"])
            #expect(explained.output.contains("metrics-port, PARKLOG_METRICS_PORT\n    The port of /metrics"))
        }
    }

    @Test func `what cannot be set is refused by every command, before anything is done`() async throws {
        try await Files.with { files in
            let twice = try files.write("twice.yaml", "port: 1\nport: 2\n")
            let wrong = try files.write("wrong.yaml", "log-levle: info\n")
            let cases: [([String], [String: String], Int32, String)] = [
                (["config", "--config", twice], [:], 65, "parklog: \(twice), line 1: port is set twice.\n"),
                (
                    ["migrate"], ["PARKLOG_CONFIG": wrong], 65,
                    "parklog: \(wrong), line 1: log-levle is no setting; did you mean log-level?\n"
                ),
                (["serve", "--config", files.path("none")], [:], 65, "cannot be read: No such file or directory.\n"),
                (["show", "garages"], ["PARKLOG_PROT": "1"], 65, "did you mean PARKLOG_PORT?\n"),
                (["serve"], ["PARKLOG_PORT": "70000"], 65, "PARKLOG_PORT must be from 0 to 65535.\n"),
                (["serve", "--port", "70000"], [:], 64, "--port must be from 0 to 65535.\n"),
                (["serve", "--connections", "0"], [:], 64, "--connections must be from 1 to 50000.\n"),
                (["config", "--log-level", "loud"], [:], 64, "--log-level must be one of trace, debug,"),
            ]
            for (arguments, environment, code, sentence) in cases {
                let run = try await Program.run(
                    arguments, database: "postgresql://nobody@127.0.0.1:1/none", environment: environment)
                #expect(run.code == code, "\(arguments)")
                #expect(run.errors.contains(sentence), "\(run.errors)")
                #expect(run.output.isEmpty)
            }
        }
    }
}

/// The log as a machine reads it.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct JSONLogTests {
    @Test func `every line is an object with its time, level and message, and none names a plate or a token`()
        async throws
    {
        try await Database.with { database in
            let service = try await Service.start(
                ["serve", "--insecure-loopback", "--log-format", "json", "--log-level", "trace"],
                database: database.url)
            try await service.configure(1)
            _ = try await service.command("plate-seen", #"{"plate": "B-QX 4711", "gate": "in"}"#)
            _ = try await service.get("/v1/garages/mitte/sessions?plate=B-QX%204711")
            _ = try await service.by("eyJ.secret.token").get("/v1/garages/none/occupancy")
            #expect(await service.stop() == 0)
            let lines = service.run.errors.split(separator: "\n")
            #expect(lines.count > 3)
            for line in lines {
                let fields = try #require(
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
                #expect(fields["time"] is String && fields["level"] is String && fields["message"] is String, "\(line)")
            }
            #expect(!service.run.errors.contains("4711") && !service.run.errors.contains("secret"))
            #expect(lines.contains { $0.contains(#""hb.request.path":"/v1/garages/mitte/sessions""#) })
        }
    }
}
