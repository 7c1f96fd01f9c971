@testable import Access
import EventLog
import Foundation
import HTTPAPI
import HTTPTypes
import JWTKit
import Parking
import Postgres
import Projections
import TestSupport
import Testing

extension HTTPTests {
    /// What is asked of events that were moved to a file.
    @Suite struct ArchivedTests {
        @Test func `who asks for archived events is told where they are, and the rest goes on`() async throws {
            let server = try #require(TestDatabase.server)
            let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID())").path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try await TestDatabase.with(migrated: true, on: server) { database in
                try await Service.install(in: database)
                let owner = try await TestDatabase.connect(to: database)
                try await TestDatabase.withPool(on: database, size: 3) { pool in
                    try await Site.with(pool: pool) { site in
                        try site.clock.set("2026-03-02T09:00:00+01:00")
                        try await site.carryOut("gate-open", #"{"plate": "A 1", "gate": "north"}"#)
                        try site.clock.set("2026-03-02T10:00:00+01:00")
                        try await site.carryOut("gate-open", #"{"plate": "A 2", "gate": "north"}"#)
                        try await ProjectionRunner(database, codec: Service.codec, logger: TestDatabase.silent)
                            .catchUpOnce()
                        let archiving = Archiving(codec: Service.codec) { _, _ in Array("{}".utf8) }
                        let garage = try #require(GarageID(site.garage))
                        let archive = try await archiving.archive(
                            garage, until: .version(2), in: folder, on: owner)
                        for path in [
                            "events?after=1", "sessions/2/story", "sessions?asOf=2026-03-02T08:30:00%2B01:00",
                        ] {
                            let answer = try await site.get(path)
                            #expect(answer.status == .unprocessableContent, "\(path) \(answer.text)")
                            #expect(answer.problem == "archived-events")
                            #expect(answer.json?["detail"]?.string?.contains(archive.file) == true)
                        }
                        // Before the garage began, no file would help.
                        let early = try await site.get("sessions?asOf=2026-03-01T08:30:00%2B01:00")
                        #expect(early.problem == "unknown-garage")
                        for path in [
                            "events?after=2", "sessions/3/story", "?asOf=2026-03-02T09:30:00%2B01:00",
                            "sessions/2/charge",
                        ] {
                            #expect(try await site.get(path).status == .ok, "\(path)")
                        }
                        try await site.carryOut("exit", #"{"plate": "A 1", "gate": "south"}"#)
                    }
                }
                await owner.close()
            }
        }

        @Test func `a booking app cancels its own reservation whose event is archived, and nobody else's`() async throws
        {
            let server = try #require(TestDatabase.server)
            let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID())").path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let tokens = await AccessTests.Tokens()
            let all = try await tokens.token(.operator, of: "*")
            try await TestDatabase.with(migrated: true, on: server) { database in
                try await Service.install(in: database)
                let owner = try await TestDatabase.connect(to: database)
                try await TestDatabase.withPool(on: database, size: 3) { pool in
                    try await Site.with(
                        pool: pool, authentication: .tokens(tokens.verifier, within: .wide), token: all
                    ) { site in
                        let mine = site.by(try await tokens.token(.booking, of: site.garage) { $0.sub = "mine" })
                        let other = site.by(try await tokens.token(.booking, of: site.garage) { $0.sub = "other" })
                        let made = try await mine.carryOut("reserve", #"{"plate": "B-AB 1", "day": "2026-03-03"}"#)
                        let reservation = try #require(made["reservation"]?.integer)
                        try await ProjectionRunner(database, codec: Service.codec, logger: TestDatabase.silent)
                            .catchUpOnce()
                        let archiving = Archiving(codec: Service.codec) { _, _ in Array("{}".utf8) }
                        _ = try await archiving.archive(
                            try #require(GarageID(site.garage)), until: .version(Int64(reservation)), in: folder,
                            on: owner)
                        let seen = try await mine.read("reservations")["reservations"]?.array
                        #expect(seen?.compactMap { $0["reservation"]?.integer } == [reservation])
                        #expect(try await other.read("reservations")["reservations"]?.array?.isEmpty == true)
                        let body = #"{"reservation": \#(reservation)}"#
                        #expect(try await other.post("cancel", body).status == .forbidden)
                        #expect(try await mine.post("cancel", body).status == .ok)
                        #expect(try await mine.post("cancel", body).status != .forbidden)
                    }
                }
                await owner.close()
            }
        }
    }
}
