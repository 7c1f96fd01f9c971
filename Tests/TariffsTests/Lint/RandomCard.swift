import TestSupport
import Chronology
import Money
import Tariffs

/// A valid card of a few rates on half hours, a zone, and a day within two weeks before its clocks change.
struct RandomCard {
    var card: RateCard
    var zone: ZoneRules
    var day: LocalDay

    private static let zones = Result {
        try [
            ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("Australia/Lord_Howe", "2026-04-05"),
            ("Australia/Lord_Howe", "2026-10-04"), ("Pacific/Apia", "2011-12-30"), ("America/Sao_Paulo", "2018-11-04"),
            ("UTC", "2026-12-31"),
        ].map { (try ZoneRules.system($0.0), LocalDay($0.1)!) }
    }

    init(_ generator: inout Seeded) throws {
        let (zone, change) = try RandomCard.zones.get().randomElement(using: &generator)!
        let day = change.advanced(by: -Int.random(in: 0...13, using: &generator))
        self.zone = zone
        self.day = day
        let rates = (0..<Int.random(in: 1...7, using: &generator)).map { RandomCard.rate("r\($0)", &generator, day) }
        card = RateCard(rates: rates)
    }

    private static func rate(_ id: String, _ generator: inout Seeded, _ day: LocalDay) -> Rate {
        var rate = Rate(id, .once(.of(1)))
        rate.audience = Int.random(in: 0...4, using: &generator) == 0 ? .staff : .everyone
        rate.tier = Int.random(in: 0...4, using: &generator) == 0 ? .advanced : .casual
        rate.conditions = conditions(&generator)
        if Int.random(in: 0...3, using: &generator) == 0 {
            let entry = Int.random(in: 0...3, using: &generator) == 0 ? nil : window(&generator, day)
            let exit = entry != nil && Int.random(in: 0...3, using: &generator) == 0 ? nil : window(&generator, day)
            rate.earlyBird = EarlyBird(entry: entry, exit: exit)
        } else {
            let count = [0, 1, 1, 1, 2, 2, 3].randomElement(using: &generator)!
            rate.windows = (0..<count).map { _ in window(&generator, day) }
        }
        return rate
    }

    private static func conditions(_ generator: inout Seeded) -> StayConditions {
        var conditions = StayConditions()
        switch Int.random(in: 0...7, using: &generator) {
        case 0: conditions.minimumStay = .minutes(.random(in: 1...30, using: &generator) * 30)
        case 1: conditions.maximumStay = .minutes(.random(in: 1...30, using: &generator) * 30)
        case 2: conditions.entryDays = days(&generator)
        default: break
        }
        return conditions
    }

    private static func days(_ generator: inout Seeded) -> Set<Weekday> {
        Set(
            (0...Int.random(in: 0...3, using: &generator)).map { _ in Weekday.allCases.randomElement(using: &generator)!
            })
    }

    private static func window(_ generator: inout Seeded, _ day: LocalDay) -> Window {
        let from = Int.random(in: 0...47, using: &generator)
        let length = Int.random(in: 1...24, using: &generator)
        if Int.random(in: 0...3, using: &generator) == 0 {
            let first = LocalDateTime(day.advanced(by: .random(in: -2...16, using: &generator)), halfHour(from))
            let long = Int.random(in: 0...3, using: &generator) == 0 ? length * 20 : length
            let lasts = TimeSpan.minutes(Int64(long) * 30)
            return .once(from: first, until: LocalDateTime(microseconds: first.microseconds + lasts.microseconds))
        }
        let until = from + length
        return .weekly(days: days(&generator), from: halfHour(from), until: halfHour(until > 48 ? until - 48 : until))
    }

    private static func halfHour(_ index: Int) -> LocalTime { LocalTime(hour: index / 2, minute: index % 2 * 30)! }
}
