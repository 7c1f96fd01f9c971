import Projections
import Chronology
import EventLog
import TestSupport
import Parking
import JSON
import Hosting
import Postgres
import Testing

/// How full a garage is, and was.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct OccupancyReadingTests {
    @Test func `occupancy follows the read model, and the log where that has not heard of the garage`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            try await reading.site.drive("M-AB 1")
            let early = try await reading.queries.occupancy(of: .mitte)
            #expect([Int64(early.inside), Int64(early.capacity), early.version] == [1, 10, 3])
            try await reading.catchUp()
            #expect(try await reading.queries.occupancy(of: .mitte) == early)
        }
    }

    @Test func `what was known and what had happened differ where an entry came late`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(10)
            clock.set(Instant("2026-03-02T09:00:00+01:00")!)
            try await site.drive("M-AB 1")
            clock.set(Instant("2026-03-02T12:00:00+01:00")!)
            try await site.send(
                .gateOpen, #"{"plate": "M-CD 2", "gate": "in", "occurredAt": "2026-03-02T08:30:00+01:00"}"#)
            try await reading.catchUp()

            func inside(_ time: String, _ basis: AsOf.Basis) async throws -> Int {
                let moment = Instant("2026-03-02T\(time)+01:00")!
                return try await reading.queries.occupancy(of: .mitte, asOf: AsOf(moment, basis: basis)).inside
            }
            #expect(try await inside("08:29:59", .known) == 0)
            #expect(try await inside("08:29:59", .happened) == 0)
            // What bears this very time is included.
            #expect(try await inside("08:30:00", .known) == 0)
            #expect(try await inside("08:30:00", .happened) == 1)
            #expect(try await inside("09:00:00", .known) == 1)
            #expect(try await inside("09:00:00", .happened) == 2)
            #expect(try await inside("11:59:59", .known) == 1)
            #expect(try await inside("12:00:00", .known) == 2)
        }
    }

    @Test func `a garage that is asked about before its history begins says when that was`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            try await reading.catchUp()
            let begins = try #require(try await reading.queries.events(of: .mitte, after: 0, limit: 1).first)
            for basis in AsOf.Basis.allCases {
                let before = AsOf(Instant("2026-03-01T00:00:00Z")!, basis: basis)
                let begun = basis == .known ? begins.recordedAt : begins.event.occurredAt
                let answers: [() async throws -> Any] = [
                    { try await reading.queries.occupancy(of: .mitte, asOf: before) },
                    { try await reading.queries.overstays(of: .mitte, asOf: before) },
                    { try await reading.queries.allowlist(of: .mitte, on: LocalDay("2026-03-02")!, asOf: before) },
                ]
                for answer in answers {
                    let error = await #expect(throws: QueryError.self) { _ = try await answer() }
                    guard case .notYet(begun) = error else {
                        Issue.record("\(error as Any)")
                        continue
                    }
                    #expect(error?.problem.detail.contains("\(begun)") == true)
                }
            }
        }
    }

    @Test func `a stay that a late entry ended as an orphan ends no earlier than it began`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(10)
            clock.set(Instant("2026-03-02T10:00:00+01:00")!)
            try await site.drive("M-AB 1")
            clock.set(Instant("2026-03-02T12:00:00+01:00")!)
            let late = try await site.send(
                .gateOpen, #"{"plate": "M-AB 1", "gate": "in", "occurredAt": "2026-03-02T09:00:00+01:00"}"#)
            #expect(try late.answer.events.contains { $0.type == "session-orphaned" })
            try await reading.catchUp()
            let history = GarageHistory(log: site.hosts.log, codec: .tests)
            for (time, most) in [("08:59", 0), ("09:30", 1), ("10:30", 1), ("12:30", 1)] {
                let asOf = AsOf(Instant("2026-03-02T\(time):00+01:00")!, basis: .happened)
                let inside = try await reading.queries.occupancy(of: .mitte, asOf: asOf).inside
                #expect(try await history.garage(.mitte, asOf: asOf).inside == inside, "\(time)")
                #expect((0...most).contains(inside), "\(time)")
            }
        }
    }

    @Test func `the read model's past is that of the log, at every moment`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Seeded(seed)
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(6, #""antiPassback": "soft""#)
            for _ in 0..<150 {
                clock.set(clock.now + .minutes(.random(in: 0...20, using: &random)))
                let late = Bool.random(using: &random) ? Int64.random(in: 0...120, using: &random) : 0
                let at = (clock.now - .minutes(late)).description
                let plate = "M-\(Int.random(in: 0...5, using: &random))"
                let (name, gate): (CommandName, String) =
                    [(.plateSeen, "in"), (.gateOpen, "in"), (.exit, "out")].randomElement(using: &random)!
                // Some of it is refused: what happened before the garage was there.
                _ = await failure { () throws(CommandError) in
                    try await site.send(name, #"{"plate": "\#(plate)", "gate": "\#(gate)", "occurredAt": "\#(at)"}"#)
                }
            }
            try await reading.catchUp()
            let history = GarageHistory(log: site.hosts.log, codec: .tests)
            for minutes in stride(from: Int64(0), through: 60 * 24 * 2, by: 7) {
                for basis in AsOf.Basis.allCases {
                    let asOf = AsOf(.monday + .minutes(minutes), basis: basis)
                    let replayed = try await history.garage(.mitte, asOf: asOf)
                    let read = try await reading.queries.occupancy(of: .mitte, asOf: asOf)
                    #expect(read.inside == replayed.inside, "seed \(seed), \(asOf)")
                }
            }
        }
    }

    @Test func `a garage that nobody made has no occupancy`() async throws {
        try await ReadingSite.with { reading in
            let queries = reading.queries
            for asOf in [nil, AsOf(.monday), AsOf(.monday, basis: .happened)] {
                let error = await unanswered { () throws(QueryError) in
                    try await queries.occupancy(of: .mitte, asOf: asOf)
                }
                guard case .unknownGarage = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            // Nor one whose settings were refused.
            _ = await failure { () throws(CommandError) in try await reading.site.configure(0) }
            let error = await unanswered { () throws(QueryError) in try await queries.occupancy(of: .mitte) }
            guard case .unknownGarage = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `a question waits for a version, and says so where it is not reached`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(10)
            let session = try await reading.site.drive("M-AB 1")
            for model in readModels.map({ $0.name }) {
                async let waiting: Void = reading.queries.wait(for: session, of: .mitte, in: model)
                try await reading.catchUp()
                try await waiting
                try await reading.queries.wait(for: 1, of: .mitte, in: model)
            }
            let error = await unanswered { () throws(QueryError) in
                try await reading.queries.wait(for: session + 1, of: .mitte, in: Occupancy.name)
            }
            guard case .notReached(version: session + 1) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
