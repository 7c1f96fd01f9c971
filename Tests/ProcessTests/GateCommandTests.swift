import Chronology
import Foundation
import SystemTime
import TestSupport
import Testing

/// A gate that goes by a signed copy: `parklog gate-key`, `gate-copy`, `gate-check` and `gate-price`.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct GateCommandTests {
    private static let settings = """
        {"name": "Mitte", "timeZone": "Europe/Berlin", "currency": "EUR", "capacity": 5,
         "admission": "reservation-required", "gates": [{"id": "in", "lane": "in"}]}
        """

    /// A garage with a reservation for tomorrow, and in a folder of files its copy and the keys.
    private static func withCopy(
        _ body: (Database, Files, _ tomorrow: LocalDay) async throws -> Void
    ) async throws {
        try await Database.with { database in
            try await Files.with { files in
                let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
                let tomorrow = try #require(ZoneDatabase().rules("Europe/Berlin")).day(of: now).next
                func run(_ arguments: [String]) async throws -> String {
                    let run = try await Program.run(
                        arguments, database: database.url, environment: ["PARKLOG_COPY_KEY": files.path("key.json")])
                    try #require(run.code == 0, "\(arguments) \(run.errors)")
                    return run.output
                }
                _ = try await run(["command", "configure-garage", "-g", "mitte", settings])
                _ = try await run(["command", "rate-published", "-g", "mitte", Files.hourly])
                _ = try await run(
                    ["command", "reserve", "-g", "mitte", #"{"plate": "B-AB 1", "day": "\#(tomorrow)"}"#])
                _ = try files.write("keys.json", try await run(["gate-key"]))
                _ = try await run(
                    ["gate-copy", "-g", "mitte", "--day", "\(tomorrow)", "--out", files.path("copy.jws")])
                try await body(database, files, tomorrow)
            }
        }
    }

    private func check(_ files: Files, _ plate: String, _ more: String...) async throws -> (
        code: Int32, output: String, errors: String
    ) {
        // No database is named, and a folder without one.
        try await Program.run(
            ["gate-check", files.path("copy.jws"), plate, "--key", files.path("keys.json")] + more,
            environment: ["PARKLOG_HOME": files.path("nothing")])
    }

    @Test func `a gate opens for who is on the list, and for nobody else, without a database`() async throws {
        try await Self.withCopy { _, files, day in
            let open = try await check(files, "b ab 1", "--garage", "mitte", "--at", "\(day)T12:00:00+01:00")
            #expect(open.code == 0, "\(open.errors)")
            #expect(open.output.hasPrefix("open: reserved, by reservation 3 for a member, until \(day.next)T00:00:00"))
            let denied = try await check(files, "B-AB 2", "--at", "\(day)T12:00:00+01:00")
            #expect(denied.code == 1 && denied.output == "denied: no-reservation\n", "\(denied)")
            let json = try await check(files, "B-AB 1", "--at", "\(day)T12:00:00+01:00", "--format", "json")
            #expect(json.output.contains(#""answer":"open""#))
            #expect(!FileManager.default.fileExists(atPath: files.path("nothing")))
            for file in ["copy.jws", "key.json"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: files.path(file))
                #expect(attributes[.posixPermissions] as? Int == 0o600, "who is not its owner reads no plate")
            }
        }
    }

    @Test func `a copy that must not be gone by is refused, each for its own reason`() async throws {
        try await Self.withCopy { database, files, day in
            let (noon, copy) = ("\(day)T12:00:00+01:00", try files.read("copy.jws"))
            func refused(_ sentence: String, _ more: String...) async throws {
                let run = try await Program.run(
                    ["gate-check", files.path("copy.jws"), "B-AB 1", "--key", files.path("keys.json"), "--at"] + more)
                #expect(run.code == 65 && run.output.isEmpty, "\(sentence): \(run)")
                #expect(run.errors.contains(sentence), "\(run.errors)")
                #expect(!run.errors.contains("AB"), "a plate is no word of a message")
            }
            try await refused("The copy begins at", "\(day.previous)T12:00:00+01:00")
            try await refused("The copy expired at", "\(day.next)T06:00:00+01:00")
            try await refused("and this gate is harbour's", noon, "--garage", "harbour")
            var altered = copy
            altered[altered.count / 2] = altered[altered.count / 2] == 65 ? 66 : 65
            try altered.write(to: files.folder.appending(path: "copy.jws"))
            try await refused("was altered since it was signed", noon)
            _ = try files.write("copy.jws", "no copy")
            try await refused("is no copy for a gate", noon)
            try copy.write(to: files.folder.appending(path: "copy.jws"))
            let other = try await Program.run(
                ["gate-key"], database: database.url, environment: ["PARKLOG_COPY_KEY": files.path("other.json")])
            let keys = try #require(other.output.split(separator: #"{"kty""#).last)
            _ = try files.write("keys.json", #"{"kty""# + keys.replacing("]}", with: ""))
            try await refused("is not among those at hand", noon)
            _ = try files.write("keys.json", "{}")
            try await refused("has no public Ed25519 key", noon)
        }
    }

    @Test func `a gate prices by a copy with the lines of a quote`() async throws {
        try await Self.withCopy { database, files, day in
            let stay = ["--entry", "\(day)T08:00", "--exit", "\(day)T10:30"]
            let price = ["gate-price", files.path("copy.jws"), "--key", files.path("keys.json")] + stay
            let quoted = try await Program.run(["quote", "-g", "mitte"] + stay, database: database.url)
            let priced = try await Program.run(price)
            #expect(priced.code == 0 && priced.output == quoted.output, "\(priced) \(quoted)")
            #expect(priced.output.contains("total  6.00 EUR"))
            let reserved = try await Program.run(price + ["--plate", "B-AB 1"])
            #expect(reserved.output.contains("total  0.00 EUR"), "\(reserved)")
            let csv = try await Program.run(price + ["--format", "csv"])
            #expect(csv.output.contains("6.00"))
            let other = try await Program.run(
                [
                    "gate-price", files.path("copy.jws"), "--key", files.path("keys.json"), "--entry",
                    "\(day.previous)T08:00", "--exit", "\(day)T10:00",
                ])
            #expect(other.code == 65 && other.errors.contains("price it by the copy of that day"), "\(other)")
        }
    }

    @Test func `a new key signs in the old one's place, and gates hear of both`() async throws {
        try await Self.withCopy { database, files, day in
            let environment = ["PARKLOG_COPY_KEY": files.path("key.json")]
            let old = try String(decoding: files.read("keys.json"), as: UTF8.self)
            let new = try await Program.run(["gate-key", "--rotate"], database: database.url, environment: environment)
            #expect(new.code == 0 && new.output.count > old.count, "\(new)")
            _ = try files.write("keys.json", new.output)
            #expect(try await check(files, "B-AB 1", "--at", "\(day)T12:00:00+01:00").code == 0)
            let again = try await Program.run(["gate-key"], database: database.url, environment: environment)
            #expect(again.output == new.output)
        }
    }
}
