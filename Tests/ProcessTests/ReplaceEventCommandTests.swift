import EventLog
import Foundation
import Postgres
import TestSupport
import Testing

/// An event that nobody can read, beside a service that serves its garage: named, tried again, replaced at the terminal.
@Suite(.needsServer, .programs, .timeLimit(.minutes(10)))
struct ReplaceEventCommandTests {
    /// A garage with a car inside, and behind that, as event 3, one of a program that is newer than this one.
    private struct Sick {
        let service: Service
        let database: Database
        let files: Files
        /// What an entry is said by.
        let entry: StoredEvent

        func parklog(_ arguments: String...) async throws -> (code: Int32, output: String, errors: String) {
            try await Program.run(arguments, database: database.url)
        }

        func replace(
            version: Int = 3, garage: String = "mitte", type: String = "car-entered", payload: String
        ) async throws -> (code: Int32, output: String, errors: String) {
            try await parklog(
                "replace-event", "-g", garage, "--version", "\(version)", "--type", type,
                "--payload", files.write("payload.json", payload), "--reason", "Mr QX-Meier took the new version back.")
        }

        func isReady() async throws -> Bool {
            try await service.get("/health/ready").body.contains(#""status":"ready""#)
        }
    }

    private func withSickGarage(_ body: (Sick) async throws -> Void) async throws {
        try await Database.with { database in
            try await Files.with { files in
                let service = try await Service.start(database: database.url)
                do {
                    try await service.configure(5)
                    let sent = try await service.command("gate-open", #"{"gate": "in", "plate": "B-AB 1"}"#)
                    try #require(sent.status == 200, "\(sent)")
                    let entry = try #require(try await database.events().last)
                    try await database.appendStranger(like: entry)
                    try await body(Sick(service: service, database: database, files: files, entry: entry))
                    await service.stop()
                } catch {
                    await service.kill()
                    throw error
                }
            }
        }
    }

    @Test func `its garage stops and is named, and goes on without a restart once it is replaced`() async throws {
        try await withSickGarage { sick in
            let refused = try await sick.service.command("gate-open", #"{"gate": "in", "plate": "B-AB 2"}"#)
            #expect(refused.problem == "unreadable-log", "\(refused)")
            try await until {
                let ready = try await sick.service.get("/health/ready")
                return ready.body.contains(#""readModel":"occupancy","garage":"mitte","version":3"#)
            }
            let stopped = try await sick.parklog("projections", "--format", "csv")
            #expect(stopped.code == 0 && stopped.output.contains(",3,car-flown,"), "\(stopped)")
            let told = try await sick.service.get("/v1/garages/mitte/events?after=2")
            #expect(told.status == 200 && told.body.contains(#""unreadable":""#), "\(told)")

            let retried = try await sick.parklog("projections", "--retry", "-g", "mitte")
            #expect(retried.code == 0, "\(retried)")
            #expect(retried.errors.contains("occupancy of mitte stops at event 3: "), "\(retried)")
            #expect(try await !sick.isReady())

            // The same car again leaves nothing open that could not be.
            let payload = String(decoding: sick.entry.event.payload, as: UTF8.self)
            let replaced = try await sick.replace(payload: payload.replacing(",", with: " ,\n "))
            #expect(replaced.code == 0 && replaced.output == "Event 4 of mitte replaces event 3.\n", "\(replaced)")
            try await until { try await sick.isReady() }
            let sent = try await sick.service.command("gate-open", #"{"gate": "in", "plate": "B-AB 3"}"#)
            #expect(sent.status == 200, "\(sent)")
            try await until {
                try await sick.service.get("/v1/garages/mitte/occupancy?minVersion=5").status == 200
            }
            let well = try await sick.parklog("projections", "--format", "csv")
            #expect(well.code == 0 && !well.output.contains("mitte"), "\(well)")
            let nothing = try await sick.parklog("projections", "--retry", "-g", "mitte")
            #expect(nothing.errors.contains("Nothing had stopped."), "\(nothing)")

            let events = try await sick.service.get("/v1/garages/mitte/events?after=2").body
            #expect(events.contains(#""replacement":{"version":4,"type":"car-entered","schemaVersion":1,"payload":{"#))
            #expect(events.contains(#""text":"Mr QX-Meier took the new version back.""#), "\(events)")
            let story = try await sick.parklog("replay", "-g", "mitte")
            #expect(story.output.contains("(Event 4 says so, in place of what stood here.)"), "\(story)")
            #expect(story.output.contains("replaced by car-entered (Mr QX-Meier took the new version back.)"))
            let explained = try await sick.parklog("explain", "3", "-g", "mitte")
            #expect(explained.code == 0, "\(explained)")

            for _ in 0..<2 {
                let verified = try await sick.parklog("verify")
                #expect(verified.code == 0 && verified.output.hasPrefix("Everything fits: "), "\(verified)")
                #expect(
                    verified.errors.contains("Event 3 of mitte counts as event 4 says: car-entered."), "\(verified)")
                let rebuilt = try await sick.parklog("rebuild")
                #expect(rebuilt.code == 0, "\(rebuilt)")
            }
            // The event itself is what it was.
            #expect(try await sick.database.events()[2].event.type == "car-flown")
        }
    }

    @Test func `what replaces nothing, or cannot be taken in, is refused with a sentence, and nothing is appended`()
        async throws
    {
        try await withSickGarage { sick in
            let payload = String(decoding: sick.entry.event.payload, as: UTF8.self)
            let attempts: [(attempt: (code: Int32, output: String, errors: String), sentence: String)] = [
                (try await sick.replace(version: 2, payload: payload), "Event 2, car-entered, can be read"),
                (try await sick.replace(version: 9, payload: payload), "The log has no event 9; its last one is 3."),
                (
                    try await sick.replace(garage: "nowhere", payload: payload),
                    "The log has nothing of a garage nowhere"
                ),
                (try await sick.replace(payload: #"{"wings":2}"#), "What you give cannot be read either"),
                (try await sick.replace(payload: "no JSON"), "What you give cannot be read either"),
                (try await sick.replace(type: "car-sunk", payload: "{}"), "What you give cannot be read either"),
                (
                    try await sick.replace(type: "event-replaced", payload: "{}"),
                    "event-replaced does more than it says"
                ),
            ]
            for (attempt, sentence) in attempts {
                #expect(attempt.code == 1 && attempt.errors.contains(sentence), "\(attempt)")
                #expect(attempt.output.isEmpty)
            }
            let unsaid = try await sick.parklog(
                "replace-event", "-g", "mitte", "--version", "3", "--type", "car-entered", "--payload", "-",
                "--reason", " ")
            #expect(unsaid.code == 64, "\(unsaid)")
            #expect(try await sick.database.events().count == 3)
        }
    }
}

extension Database {
    /// Appends an event of a newer program: the chain holds, and this program cannot read it.
    fileprivate func appendStranger(like entry: StoredEvent) async throws {
        try await TestDatabase.withPool(on: configuration, size: 1) { pool in
            let log = PostgresEventLog(pool)
            let head = try await log.head(of: "mitte")
            let event = NewEvent(
                type: "car-flown", schemaVersion: 1, occurredAt: entry.event.occurredAt, commandID: nil,
                actor: "future", payload: entry.event.payload)
            let appended = try await log.append(
                Append(garage: "mitte", head: head, recordedAt: head.recordedAt, events: [event]))
            #expect(appended != .conflict)
        }
    }
}
