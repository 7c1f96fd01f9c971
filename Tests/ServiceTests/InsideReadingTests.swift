import Projections
import Chronology
import TestSupport
import EventLog
import Parking
import Hosting
import Testing

/// Which cars are inside, and which garages there are.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct InsideReadingTests {
    @Test func `the cars inside are told with what gives them a right, and which of them overstay`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            try await site.configure(20)
            try await site.reserve("M-AB 1")
            try await site.send(.grantPermit, #"{"plate": "M-CD 2", "kind": "pass"}"#)
            try await site.reserve("M-CD 2")
            let reserved = try await site.drive("M-AB 1")
            let permitted = try await site.drive("M-CD 2")
            let ticket = try await site.drive(ticket: "T-17")
            let gone = try await site.drive("M-EF 3")
            clock.set(.monday + .hours(1))
            try await site.leave("M-EF 3")

            func lines(_ asOf: AsOf? = nil) async throws -> [String] {
                try await queries.inside(of: .mitte, asOf: asOf).cars.map { car in
                    let rights = car.rights.map { "\($0.source.holder?.rawValue ?? "permit")-\($0.id)" }
                    let since = car.overstaysSince.map { " overstays since \($0)" } ?? ""
                    let name = car.plate?.characters ?? car.session.car.ticket?.text ?? "-"
                    return "\(car.session.id) \(name) [\(rights.joined(separator: " "))]\(since)"
                }
            }
            let evening = [
                "\(reserved) MAB1 [member-2]", "\(permitted) MCD2 [member-4 permit-3]", "\(ticket) T-17 []",
            ]
            // Nobody waits for a read model: the garage itself knows.
            #expect(try await lines() == evening)
            #expect(try await lines(AsOf(clock.now)) == evening)
            #expect(try await lines(AsOf(.monday)).count == 4)
            #expect(try await queries.inside(of: .mitte).inside == 3)

            let midnight = Instant("2026-03-03T00:00:00+01:00")!
            clock.set(midnight)
            let night = [
                "\(reserved) MAB1 [] overstays since \(midnight)", "\(permitted) MCD2 [permit-3]", "\(ticket) T-17 []",
            ]
            #expect(try await lines() == night)
            #expect(try await lines(AsOf(midnight, basis: .happened)) == night)
            let page = try await queries.inside(of: .mitte, after: reserved, limit: 1)
            #expect(page.cars.map(\.session.id.version) == [permitted])
            #expect(page.inside == 3)
            #expect(try await queries.inside(of: .mitte, after: gone).cars.isEmpty)
        }
    }

    @Test func `every garage is listed by name, page by page`() async throws {
        try await ReadingSite.with { reading in
            for (name, capacity) in [("west", 3), ("east", 7), ("mitte", 9)] {
                let site = Site(reading.site.hosts, GarageID(name)!)
                try await site.configure(capacity)
                if name == "west" { try await site.drive("M-AB 1") }
            }
            #expect(try await reading.queries.garages().isEmpty)
            try await reading.catchUp()
            let garages = try await reading.queries.garages()
            #expect(garages.map { "\($0.id) \($0.capacity) \($0.inside)" } == ["east 7 0", "mitte 9 0", "west 3 1"])
            #expect(garages.first?.timeZone == "Europe/Berlin")
            #expect(garages.last?.version == 3)
            #expect(try await reading.queries.garages(limit: 2).map(\.id.text) == ["east", "mitte"])
            #expect(try await reading.queries.garages(after: GarageID("mitte")!).map(\.id.text) == ["west"])
        }
    }
}
