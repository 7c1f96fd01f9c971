import Chronology
import Hosting
import Parking
import Projections
import TestSupport
import Testing

/// What the hours of a day cost, as a terminal shows it.
@Suite(.needsServer, .timeLimit(.minutes(5)))
struct HourPriceReadingTests {
    @Test func `a terminal shows the hours of a day with their prices, and the range of the grid`() async throws {
        try await ReadingSite.with { reading in
            try await reading.site.configure(20)
            try await reading.site.send(
                .ratePublished,
                ##"""
                {"id": "flex", "price": {"weekGrid": [{"name": "morning", "colour": "#d04020", "amount": "4.00",
                 "hours": [{"days": ["monday"], "from": "08:00", "until": "10:00"}]}]}}
                """##)
            let query = try #require(Query.all.first { $0.path == "hour-prices" })
            #expect(query.terminal?.name == "hour-prices")
            var question = Question(.mitte)
            question.day = LocalDay("2026-03-02")!
            let tables = try await query.answer(question, from: reading.queries).tables.map { $0.printed(.csv) }
            try #require(tables.count == 2)
            let lines = tables[0].split(separator: "\n")
            #expect(lines.count == 25 && lines[0] == "from,until,price,name,colour")
            #expect(lines[9].hasSuffix(",4.00,morning,#d04020") && lines[11].hasSuffix(",0.00,,"))
            #expect(tables[1] == "least,most,currency,hours_are_booked\n0.00,4.00,EUR,yes")
        }
    }
}
