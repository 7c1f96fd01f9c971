import EventLog
import Foundation
import Postgres
import TestSupport
import Testing

/// Erasing plates at the terminal, beside a service that serves their garage.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct EraseCommandTests {
    private let plate = "QX-ZJ 777"

    /// A garage that a service serves, with a stay of the plate that has ended.
    private func withGarage(
        _ body: (Service, Database, _ parklog: ([String]) async throws -> (code: Int32, output: String, errors: String))
            async throws -> Void
    ) async throws {
        try await Database.with { database in
            let service = try await Service.start(database: database.url)
            do {
                let settings = """
                    {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 5, "admission": "open",
                     "gates": [{"id": "in", "lane": "in"}, {"id": "out", "lane": "out"}]}
                    """
                #expect(try await service.command("configure-garage", settings).status == 200)
                for (name, gate, car) in [
                    ("gate-open", "in", plate), ("gate-open", "in", "B-AB 2"), ("exit", "out", plate),
                ] {
                    let sent = try await service.command(name, #"{"gate": "\#(gate)", "plate": "\#(car)"}"#)
                    try #require(sent.status == 200, "\(sent)")
                }
                for name in ["suspend-plate", "lift-suspension"] {
                    let sent = try await service.command(
                        name, #"{"plate": "\#(plate)", "reason": "blocking", "remark": "Mr QX-Meier, \#(name)."}"#)
                    try #require(sent.status == 200, "\(sent)")
                }
                try await body(service, database) { try await Program.run($0, database: database.url) }
                await service.stop()
            } catch {
                await service.kill()
                throw error
            }
        }
    }

    @Test func `an erased plate is nowhere in a dump, everything fits, and who comes back is another one`()
        async throws
    {
        try await withGarage { service, database, parklog in
            let full = try dump(database)
            #expect(full.contains("QXZJ777") && full.contains("Mr QX-Meier, lift-suspension."))
            #expect(
                try await service.get("/v1/garages/mitte/events").body.contains(
                    #""text":"Mr QX-Meier, suspend-plate.""#))
            let told = try await parklog(["replay", "-g", "mitte"])
            #expect(told.output.contains("(blocking: Mr QX-Meier, suspend-plate.)"), "\(told)")
            let dry = try await parklog(["erase", "--plate", plate, "--dry-run", "--format", "csv"])
            #expect(dry.code == 0 && dry.output.contains("would be erased"), "\(dry)")
            #expect(try dump(database).contains("QXZJ777"))
            let erased = try await parklog(["erase", "--plate", plate, "--format", "csv"])
            #expect(
                erased.code == 0 && erased.output.contains("mitte,plate,") && erased.output.contains("mitte,text,"),
                "\(erased)")
            #expect(!(erased.output + erased.errors + dry.output).contains("QX"))
            // In letters, and in bytes.
            let text = try dump(database)
            #expect(text.contains("plates-erased") && text.contains("BAB2"))
            for form in [
                "QXZJ777", "QX-ZJ 777", "QX-Meier", Data("QXZJ777".utf8).map { String(format: "%02x", $0) }.joined(),
            ] {
                #expect(!text.contains(form), "\(form)")
            }
            let again = try await parklog(["erase", "--plate", plate])
            #expect(again.code == 0 && again.errors.contains("No garage's vault has this plate."), "\(again)")

            // The service goes on with another one.
            let back = try await service.command("gate-open", #"{"gate": "in", "plate": "\#(plate)"}"#)
            #expect(back.status == 200)
            // The read models hear of it a moment later.
            try await until { try await service.get("/v1/garages/mitte/balance").body.contains(#""begun":3"#) }
            let ids = try await database.events().compactMap {
                String(decoding: $0.event.payload, as: UTF8.self).firstMatch(of: /"plate":"([0-9a-f]+)"/)
            }.map { String($0.1) }
            #expect(Set(ids).count == 3)
            let needed = try await parklog(["erase", "--plate", plate])
            #expect(needed.code == 1 && needed.output.contains("Its car is inside"), "\(needed)")

            await service.stop()
            #expect(try await parklog(["rebuild"]).code == 0)
            let verified = try await parklog(["verify"])
            #expect(verified.code == 0, "\(verified)")
            // What reads the past names it as erased.
            let replayed = try await parklog(["replay", "-g", "mitte"])
            #expect(replayed.code == 0 && replayed.output.contains("was erased"), "\(replayed)")
            #expect(replayed.output.contains("(blocking: (erased))"), "\(replayed)")
            let stays = try await parklog(["show", "sessions", "-g", "mitte", "--format", "csv"])
            #expect(stays.code == 0, "\(stays)")
        }
    }

    @Test func `what was typed about a plate is found in a file of archived events, and without the file nothing goes`()
        async throws
    {
        try await withGarage { service, database, parklog in
            await service.stop()
            #expect(try await parklog(["rebuild"]).code == 0)
            let last = try #require(try await database.events().last?.version)
            try await Files.with { files in
                let folder = files.path("archives")
                let environment = ["PARKLOG_HEAD_KEY": files.path("head-key.json")]
                let archived = try await Program.run(
                    ["archive", "-g", "mitte", "--version", "\(last)", folder], database: database.url,
                    environment: environment)
                try #require(archived.code == 0, "\(archived)")
                // The file has neither plates nor words.
                let file = try String(contentsOfFile: folder + "/mitte-1-\(last).jsonl", encoding: .utf8)
                #expect(file.contains("text:") && !file.contains("QX"))

                let blind = try await parklog(["erase", "--plate", plate])
                #expect(blind.code != 0 && blind.errors.contains("--archives"), "\(blind)")
                let kept = try dump(database)
                #expect(kept.contains("QXZJ777") && kept.contains("Mr QX-Meier, suspend-plate."))

                let erased = try await parklog(["erase", "--plate", plate, "--format", "csv", "--archives", folder])
                #expect(erased.code == 0, "\(erased)")
                #expect(erased.output.split(separator: "\n").count { $0.hasPrefix("mitte,text,") } == 2, "\(erased)")
                let text = try dump(database)
                #expect(!text.contains("QXZJ777") && !text.contains("QX-Meier"))
                let replayed = try await parklog(["replay", "-g", "mitte", "--archives", folder])
                #expect(replayed.code == 0 && replayed.output.contains("(blocking: (erased))"), "\(replayed)")
                let verified = try await parklog(["verify", "--archives", folder])
                #expect(verified.code == 0, "\(verified)")
            }
        }
    }

    @Test func `a restored backup has its plates erased again, also one that is older than the erasure`() async throws {
        try await withGarage { service, database, parklog in
            let rows = try await change(database, "create table public.kept as select * from log.plates")
            _ = rows
            let erased = try await parklog(["erase", "--plate", plate])
            #expect(erased.code == 0, "\(erased)")
            let list = try await parklog(["erase", "--list"])
            #expect(list.code == 0 && list.output.hasPrefix("garage,kind,id,erased_at\n"), "\(list)")
            #expect(!list.output.contains("QX"))
            await service.stop()
            #expect(try await parklog(["rebuild"]).code == 0)

            // The vault of before.
            try await change(
                database,
                "insert into log.plates select * from public.kept on conflict do nothing; drop table public.kept")
            let named = try await parklog(["verify", "--format", "csv"])
            #expect(named.code == 65 && named.output.contains("plate-not-erased"), "\(named)")
            let again = try await parklog(["erase", "--again"])
            #expect(again.code == 0 && again.output.contains("erased"), "\(again)")
            #expect(try await parklog(["verify", "--chain"]).code == 0)
            #expect(try !dump(database).contains("QXZJ777"))

            try await Files.with { files in
                // A log that never heard of it, and a list from outside.
                let other = #"mitte,plate,00000000000000000000000000000001,2026-01-01T00:00:00Z"#
                let path = try files.write("erased.csv", list.output + other + "\n")
                let told = try await parklog(["erase", "--again", "--from", path, "--format", "csv"])
                #expect(told.code == 0 && told.output.contains("00000000000000000000000000000001"), "\(told)")
                let twice = try await parklog(["erase", "--again", "--from", path, "--format", "csv"])
                #expect(twice.code == 0 && !twice.output.contains("erased"), "\(twice)")
                let bad = try files.write("bad.csv", "mitte,plate,QXZJ777,now\n")
                let refused = try await parklog(["erase", "--again", "--from", bad])
                #expect(refused.code == 65 && refused.errors.contains("Line 1 of"), "\(refused)")
            }
        }
    }

    @Test func `a row that somebody took out of the vault is named`() async throws {
        try await withGarage { service, database, parklog in
            await service.stop()
            #expect(try await parklog(["rebuild"]).code == 0)
            #expect(try await parklog(["verify"]).code == 0)
            try await change(database, "delete from log.plates where plate = 'QXZJ777'")
            let named = try await parklog(["verify", "--format", "csv"])
            #expect(named.code == 65 && named.output.contains("mitte,2,plate-missing"), "\(named)")
        }
    }

    @Test func `one thing is asked at a time, and says what it takes`() async throws {
        for wrong in [
            ["erase"], ["erase", "--list", "--again"], ["erase", "--older-than", "7"],
            ["erase", "--list", "--from", "x"],
        ] {
            let run = try await Program.run(wrong)
            #expect(run.code == 64 && !run.errors.isEmpty, "\(wrong) \(run)")
        }
    }

    private func change(_ database: Database, _ script: Statement) async throws {
        let owner = try await TestDatabase.connect(to: database.configuration)
        try await owner.run { try $0.script(script) }
        await owner.close()
    }

    /// All of the database, as text.
    private func dump(_ database: Database) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["pg_dump", "--dbname", Database.ownerURL(of: database.url) ?? database.url]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text
    }
}
