import Chronology
import Money
import Testing

/// What somebody has paid at one of a city's kiosks.
struct KioskPayment {
    let start: LocalDateTime
    let end: LocalDateTime
    /// How many minutes of the stay cost something: those from 08:00 to midnight.
    let minutes: Int64
    let method: String
    let amount: Money

    static let file = "austin_kiosks_2023.csv"

    /// All payments of the file whose amount is known; an id that stands there twice counts once.
    static func all() throws -> [KioskPayment] {
        var ids: Set<String> = []
        return try RealData.rows(file).filter { try ids.insert($0["id"]).inserted && $0["amount_usd"] != "" }
            .map(KioskPayment.init)
    }

    private init(_ row: RealData.Row) throws {
        start = try #require(LocalDateTime(row["start"]))
        end = try #require(LocalDateTime(row["end"]))
        try #require(start < end && end <= LocalDateTime(start.day.next))
        let charged = end.microseconds - max(start, LocalDateTime(start.day, LocalTime(hour: 8)!)).microseconds
        minutes = max(0, charged) / TimeSpan.minutes(1).microseconds
        method = try row["method"]
        amount = try Money(row["amount_usd"], Currency(code: "USD")!)
    }

    /// Whether it was for whole hours that the city has published a price of: 1 to 10.
    var isForWholeHours: Bool { minutes % 60 == 0 && (1...10).contains(minutes / 60) }
}
