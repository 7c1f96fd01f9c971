import Foundation
import Postgres
import TestSupport
import Testing

/// What an auditor has of a garage whose first events were moved to files by `parklog archive`.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct ArchiveCommandTests {
    @Test func `what is archived is checked by a stranger, read where its folder is given, and asked for where not`()
        async throws
    {
        try await withAudited { audited in
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
        try await withAudited { audited in
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
        try await withAudited { audited in
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
}
