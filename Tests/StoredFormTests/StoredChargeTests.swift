import Chronology
import JSON
import Money
import Parking
import Tariffs
import Testing

/// A stored charge is read by one reader, and says what was written.
@Suite struct StoredChargeTests {
    /// Stays of every length under a card, for every driver that it knows.
    private func charges(under card: RateCard, in zone: ZoneRules, seed: UInt64) throws -> [Charge] {
        let tariff = try Tariff(RateBook([.standard: card]), in: zone)
        let audiences = card.rates.map(\.audience)
        let groups = audiences.compactMap { if case .group(let group) = $0 { group } else { nil } }
        let validations = audiences.compactMap { if case .validation(let validation) = $0 { validation } else { nil } }
        var draw = RandomEvent(seed)
        return (0..<60).compactMap { index in
            let entry = Instant("2026-03-02T00:00:00Z")! + .minutes(draw.number(0...10_000))
            var stay = Stay(entry: entry, exit: entry + .seconds(draw.number(0...400_000)))
            if index % 2 == 0 { stay.groups = Set(groups) }
            if index % 3 == 0 { stay.validations = Set(validations) }
            if index % 5 == 0 { stay.agreement = card.terms.agreements.first?.id ?? AgreementID("nobody's") }
            if index % 4 == 0 { stay.covered = [entry..<(entry + .minutes(1 + draw.number(0...2_000)))] }
            return try? tariff.price(stay)
        }
    }

    @Test func `a charge reads back as it was written, and writes the same bytes again`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var kinds: Set<String> = []
        for (name, json) in try Documents.cards() {
            let document = try RateCardDocument(json: json)
            for charge in try charges(under: document.rateCard, in: .berlin, seed: seed) {
                var json = JSONWriter()
                json.charge(charge, in: document.currency, zone: .berlin)
                let comment: Comment = "seed \(seed), card \(name): \(text(json.bytes))"
                let stored = try JSONReader.read(json.bytes, StoredCharge.read)
                #expect(stored == StoredCharge(charge, in: document.currency, zone: .berlin), comment)
                var again = JSONWriter()
                again.charge(stored.charge, in: stored.currency, zone: .berlin)
                #expect(again.bytes == json.bytes, comment)
                kinds.formUnion(charge.lines.map(\.reason.name))
                kinds.formUnion(charge.leftOut.map(\.reason.rawValue))
            }
        }
        // Where the charges were all alike, little was read.
        #expect(kinds.count > 10, "\(kinds)")
    }

    @Test func `so does the reason for which there is none`() throws {
        var json = JSONWriter()
        json.chargeOutcome(.notPriced(.overflow), in: .euro, zone: .utc)
        #expect(
            try JSONReader.read(json.bytes, StoredOutcome.read) == .notPriced("An amount is too large to be computed."))
    }

    static let wrong = [
        ("{}", "currency"), (#"{"currency":"EUR","lines":[],"leftOut":[]}"#, "card"),
        (#"{"currency":"EUR","lines":[],"leftOut":[],"hat":1}"#, "hat"),
        (#"{"currency":"EUR","lines":[{"unit":"ell"}],"leftOut":[]}"#, "lines[0].unit"),
        (#"{"currency":"EUR","lines":[{"unit":"free","why":"whim"}],"leftOut":[]}"#, "lines[0].why"),
        (#"{"currency":"EUR","lines":[{"unit":"hour","why":"block"}],"leftOut":[]}"#, "lines[0].unit"),
        (#"{"currency":"EUR","lines":[{"unit":"once","why":"cap"}],"leftOut":[]}"#, "lines[0].cap"),
        (
            #"{"currency":"EUR","lines":[],"leftOut":[{"rate":"a","publishedBy":1,"reason":"luck"}]}"#,
            "leftOut[0].reason"
        ),
    ]

    @Test(arguments: wrong) func `what is no charge says where`(stored: String, path: String) throws {
        let error = try #require(throws: JSONError.self) {
            try JSONReader.read(Array(stored.utf8), StoredCharge.read)
        }
        #expect(error.path == path, "\(error)")
    }
}
