import Chronology
import Money
import JSON
import Tariffs
import Testing

/// The figures of tariffs.md that the example cards are taken from.
@Suite struct ExampleChargeTests {
    /// The golden case, the card, the stay by the clock on Monday 2026-03-02 or after, and the charge.
    static let stays: [(Int, String, String, String, String)] = [
        (1, "inugo", "02T09:00", "02T17:00", "24.00"),
        (1, "inugo", "02T07:00", "02T18:00", "24.00"),
        (12, "inugo", "02T09:45", "02T16:00", "70.00"),
        (21, "guest", "02T08:00", "03T08:00", "2400.00"), (21, "guest", "02T08:00", "03T09:00", "3400.00"),
        (21, "guest", "02T08:00", "04T08:01", "4400.00"), (19, "guest", "02T08:00", "02T08:14", "0.00"),
        (20, "office", "02T08:00", "02T10:30", "0.00"), (20, "office", "02T08:00", "02T11:30", "50.00"),
        (31, "office", "02T08:00", "02T13:00", "100.00"),
        (22, "bike", "02T08:00", "02T09:00", "1.50"), (22, "bike", "02T08:00", "02T13:00", "7.50"),
        (22, "bike", "02T08:00", "03T08:00", "7.50"), (22, "bike", "02T08:00", "03T09:00", "9.00"),
        (23, "car", "02T10:00", "02T10:35", "3.00"), (23, "car", "02T10:00", "02T10:36", "5.00"),
        (23, "car", "02T10:00", "02T11:05", "5.00"), (23, "car", "02T10:00", "02T11:06", "7.00"),
        (23, "car", "02T10:00", "02T11:35", "7.00"), (24, "car", "02T10:00", "02T12:00", "9.00"),
        (25, "car", "02T18:00", "03T08:00", "33.00"), (25, "car", "02T18:00", "03T18:00", "35.00"),
        (26, "light-truck", "02T10:00", "02T10:30", "3.00"), (26, "light-truck", "02T10:00", "03T10:00", "35.00"),
        (26, "small-car", "02T10:00", "02T10:30", "2.00"), (26, "small-car", "02T10:00", "03T10:00", "28.00"),
        (27, "flex-grid", "02T07:30", "02T11:00", "10.00"),
    ]

    @Test(arguments: stays.indices) func `an example card charges what its source says`(index: Int) throws {
        let (golden, card, entry, exit, total) = Self.stays[index]
        let document = try document(card)
        let stay = Stay(entry: try instant(entry), exit: try instant(exit))
        #expect(try self.total(document, stay) == total, "case \(golden), \(card)")
    }

    @Test func `a reserved day that is overstayed costs a fee, then by the rates`() throws {
        var stay = Stay(entry: try instant("02T08:00"), exit: try instant("03T10:00"))
        stay.covered = [stay.entry..<(try instant("03T00:00"))]
        #expect(try total(document("flexopus-day"), stay) == "65.00", "case 32")
        stay.exit = try instant("03T00:15")
        #expect(try total(document("flexopus-day"), stay) == "0.00", "case 50")
        stay.exit = stay.exit + .seconds(1)
        #expect(try total(document("flexopus-day"), stay) == "29.00", "case 50")
    }

    @Test func `kiosk hours cost more the longer the stay, and 0.25 more by card`() throws {
        let document = try document("austin")
        let published = ["2.00", "4.00", "7.00", "10.50", "14.50", "19.00", "24.00", "29.00", "34.00", "39.00"]
        for (index, amount) in published.enumerated() {
            // The hours before 08:00 are free.
            let exit = try instant("02T08:00") + .hours(Int64(index) + 1)
            var stay = Stay(entry: try instant("02T05:30"), exit: exit)
            #expect(try total(document, stay) == amount)
            stay.groups = [GroupID("card-payment")!]
            let byCard = try Money(amount, document.currency).adding(Money(minorUnits: 25))
            #expect(try total(document, stay) == byCard.decimal(in: document.currency))
        }
    }

    private func instant(_ text: String) throws -> Instant { try #require(Instant("2026-03-\(text):00Z")) }

    private func document(_ name: String) throws -> RateCardDocument {
        try RateCardDocument(json: try #require(Documents.cards().first { $0.name == name }).json)
    }

    private func total(_ document: RateCardDocument, _ stay: Stay) throws -> String {
        try Tariff([.standard: document.rateCard], in: .utc).price(stay).total.decimal(in: document.currency)
    }
}
