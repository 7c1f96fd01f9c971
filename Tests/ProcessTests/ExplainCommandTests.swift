import Chronology
import TestSupport
import EventLog
import Foundation
import Testing

/// Why a stay costs what it costs: `parklog explain`.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct ExplainCommandTests {
    private static let settings = """
        {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 5,
         "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
        """

    private func command(_ name: String, _ body: String, _ database: Database) async throws -> String {
        let run = try await Program.run(["command", name, "-g", "mitte", body], database: database.url)
        try #require(run.code == 0, "\(run.errors)")
        return run.output
    }

    @Test func `an open stay is explained with its rates and with those that were not applied`() async throws {
        try await Database.with { database in
            _ = try await command("configure-garage", Self.settings, database)
            for rate in [
                Files.hourly, #"{"id": "staff", "name": "Staff, inside", "group": "staff", "price": {"once": "1.00"}}"#,
                #"{"id": "long", "name": "Long stays", "tier": "advanced", "conditions": {"minimumStay": "48 h"}, "price": {"perDay": "9.00"}}"#,
            ] { _ = try await command("rate-published", rate, database) }
            _ = try await command("gate-open", #"{"plate": "M-AB 1", "gate": "in"}"#, database)
            let later =
                #"{"id": "late", "name": "Came too late", "tier": "event", "windows": [{"from": "2026-03-02T08:00", "until": "2099-03-02T08:00"}], "price": {"once": "5.00"}}"#
            _ = try await command("rate-published", later, database)
            let events = try await database.events()
            let entered = try #require(events.first { $0.event.type == "car-entered" })
            let until = "\(entered.event.occurredAt + .minutes(90))"
            let ask = ["explain", "\(entered.version)", "-g", "mitte", "--until", until]

            let text = try await Program.run(ask, database: database.url)
            #expect(text.code == 0, "\(text.errors)")
            for part in [
                "session \(entered.version) in mitte:", "(still inside)", "Europe/Berlin", "total  4.00 EUR",
                "By the hour",
                "Staff, inside (staff, event 3): for others",
                "Long stays (long, event 4): the stay does not meet its conditions",
                "Came too late (late, event 6): published after the stay began", "by the card standard",
            ] { #expect(text.output.contains(part), "\(part) in \(text.output)") }

            struct Charge: Decodable {
                struct Left: Decodable { let rate, reason: String }
                let total: String
                let leftOut: [Left]
            }
            let json = try await Program.run(ask + ["--format", "json"], database: database.url)
            let charge = try JSONDecoder().decode(Charge.self, from: Data(json.output.utf8))
            #expect(charge.total == "4.00")
            #expect(charge.leftOut.map(\.rate) == ["staff", "long", "late"])
            #expect(charge.leftOut.map(\.reason) == ["other-audience", "condition-not-met", "published-later"])

            let csv = try await Program.run(ask + ["--format", "csv"], database: database.url)
            let lines = csv.output.split(separator: "\n")
            #expect(lines.first == "from,until,quantity,unit,each,amount,for,rate,event")
            #expect(lines.count == 2)
            #expect(lines.last?.hasSuffix(",2,1 h,2.00,4.00,By the hour,hour,2") == true)
            #expect(try await database.events() == events)
        }
    }

    @Test func `a stay that has ended is explained by what it cost, before and after`() async throws {
        try await Database.with { database in
            let rates = try await Files.with { files in
                let file = try files.write(
                    "card.json",
                    Files.card(
                        #"{"id": "hour", "name": "Per \"hour\", begun", "price": {"perUnit": "2.00", "every": "1 h"}}"#
                    ))
                return try await Program.run(
                    ["import", "-g", "mitte", "--card", file, "-"],
                    database: database.url, input: "entry,exit\n2025-01-01 08:00:00,2025-01-01 10:30:00\n")
            }
            try #require(rates.code == 0, "\(rates.errors)")
            let session = try #require(try await database.events().first { $0.event.type == "car-entered" }).version
            let ask = ["explain", "\(session)", "-g", "mitte"]
            let text = try await Program.run(ask, database: database.url)
            #expect(text.code == 0, "\(text.errors)")
            #expect(text.output.contains("total  6.00 EUR"))
            #expect(!text.output.contains("still inside"))
            let csv = try await Program.run(ask + ["--format", "csv"], database: database.url)
            #expect(csv.output.contains(#","Per ""hour"", begun","#), "\(csv.output)")
            let before = try await Program.run(
                ask + ["--as-of", "2025-01-01T09:00:00+01:00"], database: database.url)
            #expect(before.output.contains("total  2.00 EUR"))
            #expect(before.output.contains("still inside"))
            for (arguments, code, sentence) in [
                (["explain", "99", "-g", "mitte"], 1, "no session 99"),
                (["explain", "\(session)", "-g", "none"], 1, "No garage of this name"),
                (["explain", "one", "-g", "mitte"], 64, "Usage"), (["explain", "\(session)"], 64, "--garage"),
                (ask + ["--as-of", "2025-01-01T09:00:00+01:00", "--until", "2025-01-01T07:59:00+01:00"], 65, "."),
            ] as [([String], Int32, String)] {
                let run = try await Program.run(arguments, database: database.url)
                #expect(run.code == code, "\(arguments): \(run.errors)")
                #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
                #expect(run.output.isEmpty, "\(arguments)")
            }
        }
    }

    @Test func `the stays of a plate on a day are explained as they were known then and now, with what became of them`()
        async throws
    {
        try await Database.with { database in
            let rows =
                "plate,entry,exit\nM-AB 1,2025-01-02 08:00:00,2025-01-02 10:30:00\nM-AB 1,2025-01-02 12:00:00,2025-01-02 12:30:00\n"
            let imported = try await Files.with { files in
                let file = try files.write(
                    "card.json",
                    Files.card(#"{"id": "hour", "name": "By the hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#))
                return try await Program.run(
                    ["import", "-g", "mitte", "--card", file, "-"], database: database.url, input: rows)
            }
            try #require(imported.code == 0, "\(imported.errors)")
            let stays = try await database.events().filter { $0.event.type == "car-entered" }.map(\.version)
            let ask = ["explain", "--plate", "m ab 1", "--day", "2025-01-02", "-g", "mitte"]
            let now = try await Program.run(ask, database: database.url)
            #expect(now.code == 0, "\(now.errors)")
            for part in ["total  6.00 EUR", "total  2.00 EUR", "plate MAB1", "what became of it"] {
                #expect(now.output.contains(part), "\(part) in \(now.output)")
            }
            for stay in stays { #expect(now.output.contains("session \(stay) in mitte"), "\(now.output)") }
            let then = try await Program.run(
                ask + ["--as-of", "2025-01-02T11:00:00+01:00", "--basis", "happened"], database: database.url)
            #expect(
                then.output.contains("total  6.00 EUR") && !then.output.contains("total  2.00 EUR"), "\(then.output)")
            let json = try await Program.run(ask + ["--format", "json"], database: database.url)
            #expect(
                json.output.contains(#""session":\#(stays[0])"#) && json.output.contains(#""total":"6.00""#),
                "\(json.output)")
            for (arguments, code, sentence) in [
                (
                    ["explain", "--plate", "M-AB 1", "--day", "2025-01-03", "-g", "mitte"], 1,
                    "No stay of it is known on 2025-01-03"
                ),
                (["explain", "--plate", "M-XX 1", "-g", "mitte"], 1, "No stay of it is known;"),
                (["explain", "-g", "mitte"], 64, "--ticket"),
                (["explain", "2", "--plate", "M-AB 1", "-g", "mitte"], 64, "--plate"),
                (["explain", "2", "--day", "2025-01-02", "-g", "mitte"], 64, "--day"),
                (ask + ["--format", "csv"], 64, "one stay"),
            ] as [([String], Int32, String)] {
                let run = try await Program.run(arguments, database: database.url)
                #expect(run.code == code, "\(arguments): \(run.errors)")
                #expect(run.errors.contains(sentence), "\(arguments): \(run.errors)")
            }
        }
    }
}
