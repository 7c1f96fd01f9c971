@testable import Quoting
import Projections
import Chronology
import TestSupport
import EventLog
import Money
import Parking
import JSON
@testable import Hosting
import Tariffs
import Testing

/// A garage's own book, tried out.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct GarageTesterTests {
    private func total(_ tester: RateTester) async throws -> Money? {
        var request = QuoteRequest(.cards([]))
        request.stays = [
            QuotedStay(
                entry: .local(LocalDateTime("2026-03-20T08:00")!), exit: .local(LocalDateTime("2026-03-20T09:00")!))
        ]
        guard case .charged(let charge) = try tester.answer(request).charges[0].outcome else { return nil }
        return charge.total
    }

    @Test func `the book is the one of now, or as it was known at a moment`() async throws {
        try await ReadingSite.with { reading in
            let (site, clock, queries) = (reading.site, reading.clock, reading.queries)
            try await site.configure(10)
            clock.set(.monday + .minutes(1))
            try await site.send(.ratePublished, #"{"id": "hour", "price": {"perUnit": "2.00", "every": "1 h"}}"#)
            clock.set(.monday + .minutes(2))
            try await site.send(.ratePublished, #"{"id": "hour", "price": {"perUnit": "9.00", "every": "1 h"}}"#)
            let head = try await site.hosts.log.head(of: "mitte").version
            func tester(_ asOf: Instant?) async throws -> RateTester {
                try await queries.tester(.garage(.mitte, asOf: asOf))
            }
            let now = try await tester(nil)
            #expect(now.zone.name == "Europe/Berlin" && now.currency.code == "EUR")
            #expect(try await total(now) == Money(minorUnits: 900))
            #expect(try await total(tester(.monday + .minutes(2))) == Money(minorUnits: 900))
            #expect(try await total(tester(.monday + .seconds(119))) == Money(minorUnits: 200))
            // Nothing was published yet: time is free.
            #expect(try await total(tester(.monday)) == .zero)
            for asOf in [.monday - .seconds(1), Instant.earliest] {
                let error = await #expect(throws: QueryError.self) { try await tester(asOf) }
                guard case .notYet(begins: .monday) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            await #expect(throws: QueryError.self) {
                try await queries.tester(.garage(GarageID("none")!, asOf: nil))
            }
            #expect(try await site.hosts.log.head(of: "mitte").version == head)
        }
    }

    @Test func `cards that are sent along know the time zones of the service`() async throws {
        try await ReadingSite.with { reading in
            let json = """
                {"card": "car", "name": "Car", "currency": "JPY", "timeZone": "Asia/Tokyo", "crossing": "perBlock",
                 "rates": [{"id": "hour", "price": {"perUnit": "300", "every": "1 h"}}]}
                """
            let document = try RateCardDocument(json: Array(json.utf8))
            let tester = try await reading.queries.tester(.cards([document]))
            #expect(tester.zone.name == "Asia/Tokyo" && tester.currency.code == "JPY")
            #expect(try await total(tester) == Money(minorUnits: 300))
        }
    }
}
