import Foundation
import Postgres
import TestSupport
import Testing

/// What an auditor has of a log: `parklog verify`, `parklog head`, `parklog export`, and a script that shares no code with them.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct VerifyCommandTests {
    @Test func `a log that nobody touched fits, for the program and for a stranger`() async throws {
        try await withAudited { audited in
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

    @Test func `an event that was changed is named by whatever reads it, and by a stranger's script`() async throws {
        try await withAudited { audited in
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
        try await withAudited { audited in
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
        try await withAudited { audited in
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
        try await withAudited { audited in
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
