import Chronology
import SystemTime
import TestSupport
import Foundation
import Testing

/// What the program says, and what it answers scripts.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct CommandLineTests {
    private static let settings = """
        {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 5,
         "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
        """

    @Test func `exit codes and sentences say what went wrong`() async throws {
        try await Database.with { database in
            let url = database.url
            let made = try await Program.run(
                ["command", "configure-garage", "-g", "mitte", "-"], database: url, input: Self.settings)
            #expect(made.code == 0)
            #expect(made.output.contains(#""configured":true"#))
            #expect(made.errors.isEmpty)

            let told = try await Program.run(["replay", "-g", "mitte"], database: url)
            #expect(told.output.contains(#"The garage "Mitte" was configured: 5 spots, 2 gates."#), "\(told.output)")
            let held = try await Program.run(["replay", "-g", "mitte", "--format", "json"], database: url)
            #expect(held.output.contains("Europe/Berlin") && held.output.contains("payload"), "\(held.output)")

            let cases: [(arguments: [String], code: Int32, sentence: String)] = [
                (["show", "occupancy", "-g", "none"], 1, "No garage of this name"),
                (["replay", "-g", "none"], 1, "No garage of this name"),
                (["command", "reserve", "-g", "none", "{}"], 1, "No garage of this name"),
                (["show", "session", "-g", "mitte", "99"], 1, "no session 99"),
                (["command", "cancel", "-g", "mitte", #"{"reservation": 7}"#], 1, "No reservation 7 stands"),
                (["command", "reserve", "-g", "mitte", "{"], 65, "parklog: "),
                (["command", "reserve", "-g", "mitte", #"{"plate": "M-AB 1"}"#], 65, "day"),
                (["command", "configure-garage", "-g", "new", "{}"], 65, "parklog: "),
                (["import", "-g", "new", "--time-zone", "Mars/North", "-"], 65, "There is no time zone Mars/North"),
                (["import", "-g", "new", "--time-zone", "Europe/Berlin", "/no/such/file"], 65, "cannot be read"),
                (["import", "-g", "new", "--time-zone", "Europe/Berlin", "-"], 65, "The first row must name"),
                (["import", "-g", "new", "-"], 64, "--time-zone"),
                (["import", "-g", "new", "--card", "-", "-"], 64, "One of the two files"),
                (["simulate", "--garages", "0", "--days", "1"], 64, "--garages must be from 1"),
                (["simulate", "--garages", "1", "--days", "1", "--parallel", "0"], 64, "--parallel must be from 1"),
                (["simulate", "--garages", "1", "--days", "1", "--start", "2199-01-01"], 64, "an earlier --start"),
                (["rebuild", "weather"], 65, "There is no read model weather"),
                (["report", "weather", "-g", "mitte"], 64, "revenue-by-day"),
                (["report", "tills", "-g", "none"], 1, "No garage of this name"),
                (["report", "tills", "-g", "mitte", "--from", "2026-03-02", "--to", "2026-03-01"], 64, "earlier day"),
                (["report", "tills", "-g", "mitte", "--from", "2020-03-02"], 65, "at most 366 days"),
                (["frob"], 64, "Usage:"), (["command", "fly", "-g", "mitte", "{}"], 64, "Usage:"),
                (["command", "reserve", "-g", "No Name", "{}"], 64, "Usage:"),
                (["serve", "--host", "0.0.0.0"], 64, "--host"),
                (["serve", "--port", "70000"], 64, "--port"), (["show", "occupancy"], 64, "--garage"),
            ]
            for (arguments, code, sentence) in cases {
                let run = try await Program.run(arguments, database: url)
                #expect(run.code == code, "\(arguments): \(run.errors)")
                #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
                #expect(run.output.isEmpty, "\(arguments)")
            }
        }
    }

    @Test func `a database that cannot be used is said so, with code 69`() async throws {
        let nowhere = "postgresql:///parklog?host=/no/such/folder"
        for arguments in [["migrate"], ["serve"], ["show", "occupancy", "-g", "mitte"], ["rebuild"]] {
            let run = try await Program.run(arguments, database: nowhere)
            #expect(run.code == 69, "\(arguments): \(run.errors)")
            #expect(run.errors.contains("parklog: The database"), "\(arguments): \(run.errors)")
        }
        // One without the schema.
        let server = try #require(TestDatabase.server)
        try await TestDatabase.with(migrated: false, on: server) { configuration in
            let database = try await Database(server, configuration)
            let run = try await Program.run(["serve", "--port", "0"], database: database.url)
            #expect(run.code == 69)
            #expect(run.errors.contains("run parklog migrate"))
        }
    }

    @Test func `who may come and go is shown with what gives the right`() async throws {
        let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        let zone = try #require(ZoneDatabase().rules("Europe/Berlin"))
        let day = zone.day(of: now).advanced(by: 2)
        let span = [zone.start(of: day), zone.end(of: day)].map { $0.description(in: zone) }.joined(separator: ",")
        try await Database.with { database in
            func run(_ arguments: String..., input: String = "") async throws -> String {
                let run = try await Program.run(arguments, database: database.url, input: input)
                #expect(run.code == 0, "\(arguments): \(run.errors)")
                return run.output
            }
            _ = try await run("command", "configure-garage", "-g", "mitte", "-", input: Self.settings)
            for (command, body) in [
                ("reserve", #"{"plate": "M-AB 1", "day": "\#(day)"}"#),
                ("grant-permit", #"{"plate": "M-CD 2", "kind": "pass", "firstDay": "\#(day)"}"#),
                (
                    "grant-permit",
                    #"{"plate": "M-EF 3", "kind": "membership", "firstDay": "\#(day)", "lastDay": "\#(day)", "#
                        + #""groups": ["staff", "choir"]}"#
                ),
            ] { _ = try await run("command", command, "-g", "mitte", body) }
            #expect(
                try await run("show", "allowlist", "\(day)", "-g", "mitte", "--format", "csv") == """
                    day,plate,why,reservation,holder,permit,kind,from,until
                    \(day),MAB1,reservation,2,member,,,\(span)
                    \(day),MCD2,permit,,,3,pass,\(span)

                    """)
            #expect(
                try await run("show", "permits", "\(day)", "-g", "mitte", "--format", "csv") == """
                    permit,plate,kind,first_day,last_day,groups,subscription,vehicle,spot,tenant,place_of
                    3,MCD2,pass,\(day),,,,,,,
                    4,MEF3,membership,\(day),\(day),choir staff,,,,,

                    """)
        }
    }

    @Test func `stays, cars inside, reservations and garages are found at a terminal`() async throws {
        let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        let day = ZoneRules.utc.day(of: now).advanced(by: 2)
        try await Database.with { database in
            func run(_ arguments: String..., input: String = "") async throws -> String {
                let run = try await Program.run(arguments, database: database.url, input: input)
                #expect(run.code == 0, "\(arguments): \(run.errors)")
                return run.output
            }
            _ = try await run("command", "configure-garage", "-g", "mitte", "-", input: Self.settings)
            for (command, body) in [
                ("reserve", #"{"plate": "M-AB 1", "day": "\#(day)"}"#),
                ("gate-open", #"{"plate": "B-OO 100", "gate": "in"}"#),
                ("gate-open", #"{"ticket": "T-17", "gate": "in"}"#),
                ("exit", #"{"ticket": "T-17", "gate": "out"}"#),
            ] { _ = try await run("command", command, "-g", "mitte", body) }
            func sessions(_ arguments: String...) async throws -> [String] {
                let shown = try await Program.run(
                    ["show", "sessions", "-g", "mitte", "--format", "csv"] + arguments, database: database.url)
                #expect(shown.code == 0, "\(arguments): \(shown.errors)")
                return shown.output.split(separator: "\n").dropFirst().map { line in
                    line.split(separator: ",", omittingEmptySubsequences: false).prefix(4).joined(separator: ",")
                }
            }
            #expect(try await sessions() == ["4,ended,,T-17", "3,open,BOO100,"])
            #expect(try await sessions("--plate", "b oo-100", "--until", "\(now + .days(1))") == ["3,open,BOO100,"])
            #expect(try await sessions("--plate", "B0O100").isEmpty)
            #expect(try await sessions("--plate", "B0O100", "--look-alike") == ["3,open,BOO100,"])
            #expect(try await sessions("--ticket", "T-17", "--state", "ended") == ["4,ended,,T-17"])
            #expect(try await sessions("--from", "\(now + .days(1))", "--state", "ended").isEmpty)
            let inside = try await run("show", "inside", "-g", "mitte", "--format", "csv")
            #expect(
                inside.hasPrefix("session,plate,ticket,gate,entered,rights,overstays_since,fallback\n3,BOO100,,in,"))
            for arguments in [[], ["\(day)"], ["--plate", "m ab 1"]] {
                let shown = try await Program.run(
                    ["show", "reservations", "-g", "mitte", "--format", "csv"] + arguments, database: database.url)
                #expect(shown.output.contains("\n2,MAB1,member,\(day),"), "\(arguments): \(shown.errors)")
                #expect(shown.output.contains(",standing,"))
            }
            #expect(
                try await run("show", "garages", "--format", "csv") == """
                    garage,name,time_zone,capacity,inside,version
                    mitte,Mitte,Europe/Berlin,5,1,5

                    """)
            for (arguments, sentence) in [
                (["sessions"], "--garage"), (["garages", "-g", "mitte"], "nothing but --format"),
                (["occupancy", "-g", "mitte", "--plate", "A 1"], "takes no --plate"),
                (["sessions", "-g", "mitte", "--look-alike"], "--look-alike must be given with plate"),
                (["sessions", "-g", "mitte", "--plate", "A 1", "--ticket", "T-1"], "--ticket must be given without"),
                (["sessions", "-g", "mitte", "--state", "parked"], "--state"),
                (["reservations", "-g", "mitte", "soon"], "is no day"),
            ] {
                let run = try await Program.run(["show"] + arguments, database: database.url)
                #expect(run.code == 64, "\(arguments)")
                #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
            }
        }
    }

    @Test func `a command's key gives the same reply again`() async throws {
        try await Database.with { database in
            _ = try await Program.run(
                ["command", "configure-garage", "-g", "mitte", "-"], database: database.url, input: Self.settings)
            let arguments = [
                "command", "plate-seen", "-g", "mitte", "--key", "k-1", #"{"plate": "M-AB 1", "gate": "in"}"#,
            ]
            let first = try await Program.run(arguments, database: database.url)
            let second = try await Program.run(arguments, database: database.url)
            #expect(first.code == 0)
            #expect(first.output == second.output)
            let other = try await Program.run(
                ["command", "plate-seen", "-g", "mitte", "--key", "k-1", #"{"plate": "M-AB 2", "gate": "in"}"#],
                database: database.url)
            #expect(other.code == 1)
            #expect(try await database.events().count == 2)
        }
    }

    @Test func `garages are simulated, asked about, and simulated only once`() async throws {
        try await Database.with { database in
            let arguments = ["simulate", "--garages", "2", "--days", "2", "--cars-per-day", "10", "--prefix", "some"]
            let simulated = try await Program.run(arguments, database: database.url)
            #expect(simulated.code == 0, "\(simulated.errors)")
            #expect(simulated.output.contains("simulated 2 garages, "), "\(simulated.output)")
            #expect(simulated.output.contains("with the read models"), "\(simulated.output)")
            let balance = try await Program.run(["show", "balance", "-g", "some-002"], database: database.url)
            #expect(balance.code == 0 && balance.output.contains("yes"), "\(balance.output) \(balance.errors)")
            let again = try await Program.run(arguments + ["--no-read-models"], database: database.url)
            #expect(again.code == 1 && again.errors.contains("some-001 has a history already"), "\(again.errors)")
            #expect(again.output.isEmpty)
        }
    }

    @Test func `a file is imported, asked about and rebuilt from`() async throws {
        try await Database.with { database in
            let file = """
                entry,exit,plate
                2025-01-01 08:00:00,2025-01-01 12:00:00,A 1
                2025-01-01 10:00:00,2025-01-01 09:00:00,A 2
                2025-01-01 13:00:00,,A 3
                """
            let arguments = [
                "import", "-g", "alt", "--time-zone", "Europe/Berlin", "--capacity", "9", "-",
            ]
            let imported = try await Program.run(arguments, database: database.url, input: file)
            #expect(imported.code == 0, "\(imported.errors)")
            #expect(imported.output.contains("2 of 3 stays imported into alt as 4 events"))
            #expect(imported.output.contains("as it happened, still-inside: 1"))
            #expect(imported.output.contains("line 3: exit-before-entry"))
            let again = try await Program.run(arguments, database: database.url, input: file)
            #expect(again.code == 1)
            #expect(again.errors.contains("has a history already"))

            let shown = ["show", "occupancy", "-g", "alt", "--format", "csv"]
            let line = "garage,inside,capacity,free,version\nalt,1,9,8,4\n"
            #expect(try await Program.run(shown, database: database.url).output == line)
            let past = try await Program.run(
                shown + ["--as-of", "2025-01-01T09:00:00+01:00"], database: database.url)
            #expect(past.output.contains("alt,1,9,8,2"))
            let rebuilt = try await Program.run(["rebuild"], database: database.url)
            #expect(rebuilt.code == 0)
            let models = "occupancy, allowlist, overstays, session_charges, exceptions, payments"
            #expect(rebuilt.output.contains("rebuilt \(models) from 4 events"))
            #expect(try await Program.run(shown, database: database.url).output == line)
        }
    }

    @Test func `plates are in no line that the program logs`() async throws {
        try await Database.with { database in
            let service = try await Service.start(
                ["serve", "--insecure-loopback", "--log-level", "trace"], database: database.url)
            try await service.configure(1)
            for (name, gate) in [("plate-seen", "in"), ("gate-open", "in"), ("exit", "out"), ("plate-seen", "nowhere")]
            {
                let body = #"{"plate": "QX-ZJ 777", "gate": "\#(gate)"}"#
                _ = try await service.command(name, body, key: "key-\(name)-\(gate)")
            }
            _ = try await service.command("reserve", #"{"plate": "QX-ZJ 777", "day": "soon"}"#)
            _ = try await service.command("reserve", #"{"plate": "QX-ZJ 777", "day": "2001-01-01"}"#)
            _ = try await service.get("/v1/garages/mitte/overstays")
            #expect(await service.stop() == 0)
            let said = (service.run.output + service.run.errors).uppercased().filter { $0.isLetter || $0.isNumber }
            #expect(said.count > 1000)
            #expect(!said.contains("QXZJ777"))
        }
    }
}
