import Foundation
import Postgres
import TestSupport
import Testing

/// What an auditor has of a log: `parklog verify`, `parklog head`, `parklog export`, and a script that shares no code with them.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct VerifyCommandTests {
    /// A garage whose day has six events, as somebody may change it who owns the database.
    private struct Audited {
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

    private func withGarage(_ body: (Audited) async throws -> Void) async throws {
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

    @Test func `a log that nobody touched fits, for the program and for a stranger`() async throws {
        try await withGarage { audited in
            let verified = try await audited.run("verify")
            #expect(verified.code == 0, "\(verified)")
            #expect(verified.output.hasPrefix("Everything fits: "))
            let heads = try await audited.keep("heads.json", "head")
            let keys = try await audited.keep("keys.json", "head", "--keys")
            let export = try await audited.keep("mitte.jsonl", "export", "-g", "mitte")
            #expect(try !String(decoding: audited.files.read("mitte.jsonl"), as: UTF8.self).contains("B-AB"))
            let named = try await audited.keep("named.jsonl", "export", "-g", "mitte", "--plates")
            for file in [export, named] {
                let checked = try audited.script(file, "--heads", heads, "--keys", keys)
                #expect(checked.code == 0, "\(checked.text)")
            }
            // Another event behind the heads, and another key: what was signed still verifies.
            _ = try await audited.run("command", "gate-open", "-g", "mitte", #"{"gate": "in", "plate": "B-AB 4"}"#)
            _ = try await audited.keep("later.json", "head", "--rotate")
            let against = try await audited.run(
                "verify", "--chain", "--against", heads, "--against", audited.files.path("later.json"))
            #expect(against.code == 0, "\(against)")
        }
    }

    @Test func `what is archived is checked by a stranger, read where its folder is given, and asked for where not`()
        async throws
    {
        try await withGarage { audited in
            let whole = try await audited.keep("whole.jsonl", "export", "-g", "mitte")
            let story = try await audited.run("replay", "-g", "mitte")
            let explained = try await audited.run("explain", "3", "-g", "mitte", "--format", "json")
            try #require(explained.code == 0, "\(explained)")
            // Kept heads that lie before the archive's end are asked for where its file is.
            _ = try await audited.keep("heads.json", "head")
            let folder = audited.files.path("archives")
            let made = try await audited.run("archive", "-g", "mitte", "--version", "3", folder)
            #expect(made.code == 0 && made.output.hasSuffix("archives/mitte-1-3.jsonl\n"), "\(made)")
            let more = try await audited.run("archive", "-g", "mitte", "--version", "5", folder)
            #expect(more.code == 0, "\(more)")
            let keys = try await audited.keep("keys.json", "head", "--keys")
            let (one, two) = (folder + "/mitte-1-3.jsonl", folder + "/mitte-4-5.jsonl")
            #expect(
                try audited.script(one, two, "--keys", keys).text
                    == "mitte: 5 events, each what was appended behind the one before.\n")
            #expect(try audited.script(two, "--keys", keys).code == 0)
            #expect(try audited.script(two, one).code == 1)
            // The garage goes on.
            let went = try await audited.run("command", "exit", "-g", "mitte", #"{"gate": "out", "plate": "B-AB 2"}"#)
            #expect(went.code == 0, "\(went)")
            let verified = try await audited.run("verify")
            #expect(verified.code == 0 && verified.errors.contains("mitte was verified from event 6 on"), "\(verified)")
            for question in [["export", "-g", "mitte"], ["replay", "-g", "mitte"], ["explain", "3", "-g", "mitte"]] {
                let asked = try await audited.run(question)
                #expect(asked.code != 0 && asked.errors.contains("--archives"), "\(question) \(asked)")
            }
            let rest = try await audited.run("replay", "-g", "mitte", "--after", "5")
            #expect(rest.code == 0 && rest.output.contains("EUR") == false, "\(rest)")
            let read = try await audited.run(["verify", "--archives", folder])
            #expect(read.code == 0 && read.output.contains("7 events"), "\(read)")
            let told = try await audited.run("replay", "-g", "mitte", "--limit", "6", "--archives", folder)
            #expect(told.output == story.output)
            let again = try await audited.run(
                "explain", "3", "-g", "mitte", "--format", "json", "--archives", folder)
            #expect(again.output == explained.output, "\(again)")
            let export = try await audited.run("export", "-g", "mitte", "--archives", folder)
            let lines = try String(decoding: audited.files.read("whole.jsonl"), as: UTF8.self).split(separator: "\n")
            #expect(export.output.split(separator: "\n").prefix(7) == lines.prefix(7), "\(whole)")
            let checked = try audited.script(try audited.files.write("again.jsonl", export.output), "--keys", keys)
            #expect(checked.code == 0, "\(checked.text)")
        }
    }

    @Test func `of an archived garage the head is put right, and signed heads are found in its file`() async throws {
        try await withGarage { audited in
            let heads = try await audited.keep("heads.json", "head")
            let went = try await audited.run("command", "exit", "-g", "mitte", #"{"gate": "out", "plate": "B-AB 2"}"#)
            try #require(went.code == 0, "\(went)")
            try #require(try await audited.run("rebuild").code == 0)
            let folder = audited.files.path("archives")
            for version in ["4", "7"] {
                let made = try await audited.run("archive", "-g", "mitte", "--version", version, folder)
                try #require(made.code == 0, "\(made)")
                try await audited.change("update log.streams set version = 2, hash = sha256('x')")
                let broken = try await audited.run("verify", "--chain", "--archives", folder)
                #expect(broken.code == 65 && broken.output.contains("head-disagrees"), "\(broken)")
                let repaired = try await audited.run("repair-head", "mitte")
                #expect(repaired.code == 0 && repaired.output.contains("at its last one now, 7"), "\(repaired)")
                // Where the file is at hand the head is found in it; else nothing is said against it.
                for arguments in [["--archives", folder], []] {
                    let proven = try await audited.run(["verify", "--against", heads] + arguments)
                    #expect(proven.code == 0, "\(arguments) \(proven)")
                    #expect(proven.errors.contains("--archives names the folder") == arguments.isEmpty, "\(proven)")
                }
            }
            // A head that the file does not go through.
            try await audited.change("update access.signed_heads set heads = replace(heads, '\n6 ', '\n5 ')")
            let forged = try await audited.run("verify", "--chain", "--archives", folder)
            #expect(forged.code == 65 && forged.output.contains("head-forged"), "\(forged)")
        }
    }

    @Test func `a file of archived events that was changed is said to be, and not asked for`() async throws {
        try await withGarage { audited in
            let folder = audited.files.path("archives")
            let made = try await audited.run("archive", "-g", "mitte", "--version", "3", folder)
            try #require(made.code == 0, "\(made)")
            let text = try String(decoding: audited.files.read("archives/mitte-1-3.jsonl"), as: UTF8.self)
            let other = text.replacing(#""version":2,"#, with: #""version":2 ,"#, maxReplacements: 1)
            try #require(other != text)
            _ = try audited.files.write("archives/mitte-1-3.jsonl", other)
            let verified = try await audited.run("verify", "--archives", folder)
            #expect(verified.code == 65 && verified.output.contains("archive-altered"), "\(verified)")
            #expect(verified.output.contains("mitte-1-3.jsonl in \(folder) does not hold them"), "\(verified)")
            #expect(verified.output.contains("something else in it was changed"), "\(verified)")
            #expect(verified.errors.contains("mitte was verified from event 4 on"), "\(verified)")
            #expect(!verified.errors.contains("--archives names the folder"), "\(verified)")
        }
    }

    @Test func `an event that was changed is named by whatever reads it, and by a stranger's script`() async throws {
        try await withGarage { audited in
            _ = try await audited.keep("mitte.jsonl", "export", "-g", "mitte")
            try await audited.change(
                "update log.events set occurred_at = occurred_at - interval '1 hour' where garage_id = 'mitte' and version = 4"
            )
            let verified = try await audited.run("verify", "--format", "csv")
            #expect(verified.code == 65)
            #expect(verified.output.contains("mitte,4,event-altered,occurred_at,"), "\(verified)")
            let exported = try await audited.run("export", "-g", "mitte")
            #expect(exported.code == 65 && exported.errors.contains("event 4"), "\(exported)")
            // A state that was kept before somebody changed the event needs it no more.
            try await audited.change("delete from projection.snapshots")
            let asked = try await audited.run(
                "show", "inside", "-g", "mitte", "--as-of",
                Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            #expect(asked.code == 70 && asked.errors.contains("event 4"), "\(asked)")
            let sent = try await audited.run(
                "command", "gate-open", "-g", "mitte", #"{"gate": "in", "plate": "B-AB 4"}"#)
            #expect(sent.code == 70 && sent.errors.contains("event 4"), "\(sent)")
            let replayed = try await audited.run("replay", "-g", "mitte", "--format", "csv")
            #expect(replayed.code == 65 && replayed.errors.contains("event 4"), "\(replayed)")
            #expect(replayed.output.contains("\n3,") && !replayed.output.contains("\n4,"), "\(replayed)")
            // Its rows stay, and say where they are.
            let rebuilt = try await audited.run("rebuild")
            #expect(rebuilt.code == 65)
            #expect(rebuilt.errors.contains("The garage keeps the rows that it had."), "\(rebuilt)")
            let stopped = try await audited.run("projections", "--format", "csv")
            #expect(stopped.code == 0 && stopped.output.contains("\noccupancy,mitte,0,,4,"), "\(stopped)")
            // A file that was changed on its way.
            let text = try String(decoding: audited.files.read("mitte.jsonl"), as: UTF8.self)
            let other = text.replacing(#""schemaVersion":1,"#, with: #""schemaVersion":2,"#, maxReplacements: 1)
            #expect(other != text)
            let forged = try audited.script(try audited.files.write("forged.jsonl", other))
            #expect(forged.code == 1 && forged.text.contains("is not what was appended"), "\(forged)")
            let cut = try audited.files.write(
                "cut.jsonl",
                text.split(separator: "\n").filter { !$0.contains(#""version":4,"#) }.joined(separator: "\n"))
            let checked = try audited.script(cut)
            #expect(checked.code == 1 && checked.text.contains("event 4 is not there"), "\(checked)")
        }
    }

    @Test func `a log that was written anew fits itself, and not the signed heads`() async throws {
        try await withGarage { audited in
            let heads = try await audited.keep("heads.json", "head")
            let keys = try await audited.keep("keys.json", "head", "--keys")
            // The last events go, as in a backup of yesterday: what is left holds together.
            try await audited.change(
                """
                delete from log.commands where version > 4;
                delete from log.plates where version > 4;
                delete from log.events where version > 4;
                update log.streams set (version, hash, recorded_at) =
                    (select version, hash, recorded_at from log.events where version = 4)
                """)
            // The heads that were kept beside the log say so by themselves, as long as they are there.
            for arguments in [["verify", "--chain"], ["verify", "-g", "mitte", "--chain"]] {
                let kept = try await audited.run(arguments)
                #expect(kept.code == 65, "\(kept)")
                #expect(kept.output.contains("head-forsaken") && kept.output.contains("the log ends at 4"), "\(kept)")
            }
            try await audited.change("update access.signed_heads set heads = replace(heads, ' mitte', ' mitts')")
            let changed = try await audited.run("verify", "--chain")
            #expect(changed.code == 65 && changed.output.contains("head-forged"), "\(changed)")
            #expect(!changed.output.contains("head-forsaken"), "\(changed)")
            try await audited.change("delete from access.signed_heads")
            #expect(try await audited.run("verify", "--chain").code == 0)
            let against = try await audited.run("verify", "--chain", "--against", heads)
            #expect(against.code == 65)
            #expect(against.output.contains("head-forsaken"), "\(against)")
            let export = try await audited.keep("mitte.jsonl", "export", "-g", "mitte")
            let checked = try audited.script(export, "--heads", heads, "--keys", keys)
            #expect(checked.code == 1 && checked.text.contains("the log ends at 4"), "\(checked)")
            // Heads that somebody wrote.
            let text = try String(decoding: audited.files.read("heads.json"), as: UTF8.self)
            let forged = try audited.files.write("forged.json", text.replacingOccurrences(of: "mitte", with: "mitts"))
            let unsigned = try await audited.run("verify", "--chain", "--against", forged)
            #expect(unsigned.code == 65 && unsigned.errors.contains("not those that were signed"), "\(unsigned)")
            #expect(try audited.script(export, "--heads", forged, "--keys", keys).text.contains("not over these heads"))
            let nothing = try await audited.run("verify", "--against", export)
            #expect(nothing.code == 65 && nothing.errors.contains("no signed heads"), "\(nothing)")
        }
    }

    @Test func `a row that a read model should not have is named, and the service's rows stay as they are`()
        async throws
    {
        try await withGarage { audited in
            try await audited.change(
                "update session_charges.sessions set total_minor = 50 where total_minor is not null")
            let verified = try await audited.run("verify")
            #expect(verified.code == 65, "\(verified)")
            #expect(verified.output.contains("rows-differ"))
            #expect(verified.output.contains("the read model session_charges lacks 1 rows"), "\(verified)")
            // A rebuild puts it right.
            #expect(try await audited.run("rebuild").code == 0)
            #expect(try await audited.run("verify").code == 0)
        }
    }

    @Test func `a vault that was changed, and a garage that is none`() async throws {
        try await withGarage { audited in
            try await audited.change("update log.plates set plate = 'BXX1' where version = 4")
            let verified = try await audited.run("verify", "-g", "mitte")
            #expect(verified.code == 65 && verified.output.contains("plate-forged"), "\(verified)")
            #expect(!(verified.output + verified.errors).contains("BXX1"))
            let none = try await audited.run("verify", "-g", "nowhere")
            #expect(none.code == 1 && none.errors.contains("nothing of a garage nowhere"), "\(none)")
            #expect(none.output.isEmpty)
            let export = try await audited.run("export", "-g", "nowhere")
            #expect(export.code == 1 && export.output.isEmpty, "\(export)")
        }
    }
}
