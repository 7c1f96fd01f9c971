import Projections
import Chronology
import TestSupport
import Parking
import JSON
import Hosting
import Testing

/// Who may be inside, and who may no longer.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct RightsReadingTests {
    @Test func `an allowlist has the plates of a day, now and as it was`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(10, #""guestSpots": 2"#)
            try await site.reserve("M-AB 1", "2026-03-03")
            try await site.send(.reserve, #"{"plate": "M-CD 2", "day": "2026-03-03", "holder": "guest"}"#)
            try await site.reserve("M-EF 3", "2026-03-04")
            clock.set(.monday + .hours(1))
            try await site.send(.cancel, #"{"reservation": 2}"#)
            try await site.reserve("M-GH 4", "2026-03-03")
            try await site.reserve("M-AB 1", "2026-03-03")
            try await reading.catchUp()

            func plates(_ asOf: AsOf?) async throws -> [String] {
                try await reading.queries.allowlist(of: .mitte, on: LocalDay("2026-03-03")!, asOf: asOf).entries
                    .map { $0.line }
            }
            let now = ["MCD2 guest 3", "MGH4 member 6", "MAB1 member 7"]
            #expect(try await plates(nil) == now)
            #expect(try await plates(AsOf(.monday)) == ["MAB1 member 2", "MCD2 guest 3"])
            #expect(try await plates(AsOf(.monday + .hours(1))) == now)
            #expect(try await plates(AsOf(.monday + .hours(1), basis: .happened)) == now)
            let unknown = await unanswered { () throws(QueryError) in
                try await reading.queries.allowlist(of: GarageID("none")!, on: LocalDay("2026-03-03")!)
            }
            guard case .unknownGarage = unknown else {
                Issue.record("\(String(describing: unknown))")
                return
            }
        }
    }

    @Test func `a car overstays from the midnight on at which its right ends`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(3, #""admission": "reservation-required", "fallbackSpots": 1"#)
            try await site.reserve("M-AB 1", "2026-03-02")
            try await site.reserve("M-CD 2", "2026-03-02")
            try await site.reserve("M-CD 2", "2026-03-03")
            try await site.reserve("M-EF 3", "2026-03-03")
            let first = try await site.drive("M-AB 1")
            let second = try await site.drive("M-CD 2")
            try await reading.catchUp()

            let midnight = Instant("2026-03-03T00:00:00+01:00")!
            clock.set(midnight - .seconds(1))
            let evening = try await reading.queries.overstays(of: .mitte)
            #expect(evening.cars.isEmpty)
            #expect(evening.shortages.map(\.day.description) == ["2026-03-02", "2026-03-03"])

            // Nothing was appended meanwhile: the clock alone makes it so.
            clock.set(midnight)
            let night = try await reading.queries.overstays(of: .mitte)
            #expect(night.cars.map(\.session.version) == [first])
            #expect(night.cars.map { $0.plate?.characters } == ["MAB1"])
            #expect(night.cars.map(\.since) == [midnight])
            let tuesday = try #require(night.shortages.first)
            #expect(tuesday.day.description == "2026-03-03")
            #expect(tuesday.reservations == 2)
            #expect(tuesday.overstays == 1)
            #expect(tuesday.short == 1)
            #expect(tuesday.cured == 1)
            #expect(tuesday.blocked == 0)

            clock.set(midnight + .days(1))
            #expect(try await reading.queries.overstays(of: .mitte).cars.map(\.session.version) == [first, second])
            try await site.leave("M-AB 1")
            try await reading.catchUp()
            #expect(try await reading.queries.overstays(of: .mitte).cars.map(\.session.version) == [second])

            // The past is told from the log in the same way.
            let past = try await reading.queries.overstays(of: .mitte, asOf: AsOf(midnight))
            #expect(past.cars == night.cars)
            #expect(past.shortages == night.shortages)
            let before = try await reading.queries.overstays(of: .mitte, asOf: AsOf(midnight - .seconds(1)))
            #expect(before.cars.isEmpty)
            #expect(before.shortages == evening.shortages)
        }
    }

    @Test func `a right is longer or shorter after the entry`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock) = (reading.site, reading.clock)
            try await site.configure(3)
            try await site.drive("M-AB 1")
            try await reading.catchUp()
            clock.set(.monday + .days(1))
            // Who pays by time may stay.
            #expect(try await reading.queries.overstays(of: .mitte).cars.isEmpty)
            // And so it is where others must leave with the day from then on: nobody's limits change behind the entry (rule 17).
            try await site.configure(3, #""admission": "reservation-required""#)
            let other = try await site.drive("M-AB 2")
            clock.set(.monday + .days(2))
            try await reading.catchUp()
            #expect(try await reading.queries.overstays(of: .mitte).cars.map(\.session.version) == [other])
            try await site.configure(3, #""admission": null"#)
            try await reading.catchUp()
            #expect(try await reading.queries.overstays(of: .mitte).cars.map(\.session.version) == [other])
        }
    }
}
