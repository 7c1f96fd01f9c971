import Parking
import Chronology
import Money
import JSON
import Tariffs
import Testing

/// Six years of a city's tariffs, as cards and as the books of its blockfaces.
@Suite(
    .enabled(
        if: RealData.has(BlockfaceTariff.file), "../shared/data has no seattle_blockface_tariffs_2012_2017.csv.gz"))
struct RealRateBooksTests {
    private let versions: [BlockfaceTariff]
    private let zone: ZoneRules

    init() throws {
        versions = try BlockfaceTariff.all.get()
        zone = try RealData.zone("America/Los_Angeles")
    }

    @Test func `every version of a paid blockface is a card that makes sense, and lint finds its unpaid hours only`()
        throws
    {
        var days: [RateCard: [LocalDay: Int]] = [:]
        for version in versions {
            if let card = version.card { days[card, default: [:]][version.day, default: 0] += 1 }
        }
        #expect(versions.count == 13_706)
        #expect(days.count == 72)
        var found: [Finding.Kind: Int] = [:]
        var linted = 0
        for (card, days) in days {
            let document = RateCardDocument(
                name: "A blockface's tariff", currency: Currency(code: "USD")!, timeZone: zone.name, rateCard: card)
            #expect(try RateCardDocument(json: document.json) == document)
            #expect(throws: Never.self) { try card.validate() }
            for (day, count) in days {
                linted += count
                for finding in card.lint(in: zone, from: day) { found[finding.kind, default: 0] += count }
            }
        }
        #expect(linted == 11_875)
        #expect(found == [.gap: 11_875])
    }

    @Test func `a blockface's book charges each version's bands from the day of its validity`() throws {
        let blockfaces = Dictionary(grouping: versions, by: \.blockface)
        #expect(blockfaces.count == 1708)
        for versions in blockfaces.values {
            let versions = versions.sorted { $0.day < $1.day }
            var book = RateBook()
            for version in versions {
                book.replaceRates(by: version.card?.rates ?? [], at: zone.start(of: version.day))
            }
            for version in versions {
                let friday = (0...6).map(version.day.advanced(by:)).first { $0.weekday == .friday }!
                let stay = Stay(entry: zone.start(of: friday), exit: zone.end(of: friday.advanced(by: 2)))
                let known = book.known(at: zone.start(of: version.day), before: .max)
                let total = try Tariff(known, in: zone).price(stay).total
                #expect(total.minorUnits == version.ofFridayToSaturday, "\(version)")
            }
        }
    }
}

extension RateBook {
    /// Publishes rates, and withdraws all that are not among them.
    fileprivate mutating func replaceRates(by rates: [Rate], at now: Instant) {
        let gone = card(.standard).rates.map(\.rate.id).filter { id in !rates.contains { $0.id == id } }
        let contents = gone.map(Publication.Content.withdrawal) + rates.map(Publication.Content.rate)
        for content in contents {
            publish(Publication(content, knownAt: now, version: Int64(publications.count)))
        }
    }
}
