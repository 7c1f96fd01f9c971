import Chronology
import Money
import Tariffs
import Testing

/// A version of the tariff of one side of a street, as its city published it.
struct BlockfaceTariff {
    let blockface: String
    /// The first day of its validity.
    let day: LocalDay
    /// On Mondays to Fridays; none where parking is not paid.
    let weekdays: [Band]
    let saturdays: [Band]

    /// Hours of a day with one price.
    struct Band {
        let from: LocalTime
        let until: LocalTime
        /// What an hour costs.
        let price: Money
    }

    static let file = "seattle_blockface_tariffs_2012_2017.csv.gz"

    /// All versions of the file, which is read once.
    static let all = Result { try RealData.rows(file).map(BlockfaceTariff.init) }

    private init(_ row: RealData.Row) throws {
        blockface = try row["ElementKey"]
        day = try #require(LocalDay(row["EffectiveStartDate"]))
        // Outside every paid area the bands are blank, or all three cost nothing from 00:00 to 00:00.
        let isPaid = try row["PaidAreaStartTime"] != "NA"
        func bands(_ kind: String) throws -> [Band] {
            guard isPaid else { return [] }
            if let band = try BlockfaceTariff.band(row, "PaidAreaStartTime", "PaidAreaEndTime", "PaidParkingRate") {
                return [band]
            }
            return try (1...3).compactMap { place in
                try BlockfaceTariff.band(row, "\(kind)Start\(place)", "\(kind)End\(place)", "\(kind)Rate\(place)")
            }
        }
        weekdays = try bands("Weekday")
        saturdays = try bands("Saturday")
    }

    private static func band(
        _ row: RealData.Row, _ from: String, _ until: String, _ price: String
    ) throws -> Band? {
        let amount = try row[price]
        guard !amount.isEmpty else { return nil }
        return Band(
            from: try #require(LocalTime(row[from])),
            until: try #require(LocalTime(row[until])),
            price: try Money(amount, Currency(code: "USD")!))
    }

    /// The card that it makes: a rate by the hour for each band; nil where parking is not paid.
    var card: RateCard? {
        guard !weekdays.isEmpty else { return nil }
        let rates =
            weekdays.enumerated().map { $1.rate("weekday-\($0 + 1)", on: Set(Weekday.allCases.prefix(5))) }
            + saturdays.enumerated().map { $1.rate("saturday-\($0 + 1)", on: [.saturday]) }
        return RateCard(rates: rates)
    }

    /// What a whole weekday and a whole Saturday come to.
    var ofFridayToSaturday: Int64 {
        (weekdays + saturdays).reduce(0) { $0 + Int64($1.until.seconds - $1.from.seconds) / 3600 * $1.price.minorUnits }
    }
}

extension BlockfaceTariff.Band {
    fileprivate func rate(_ id: String, on days: Set<Weekday>) -> Rate {
        let window = Window.weekly(days: days, from: from, until: until)
        return Rate(id: RateID(id)!, windows: [window], price: .perUnit(price, every: .hours(1)))
    }
}
