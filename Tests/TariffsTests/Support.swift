import TestSupport
import Chronology
import Foundation
import Money
import Tariffs

extension ZoneRules {
    /// A zone as the system's zone data describes it.
    static func system(_ name: String) throws -> ZoneRules {
        let bytes = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))
        return try ZoneRules(name: name, version: "system", tzif: [UInt8](bytes))
    }

    /// Berlin's winter.
    static let winter = ZoneRules(name: "CET", version: "", offset: 3600)

    func instant(_ text: String) -> Instant { instant(of: LocalDateTime(text)!) }
}

extension Money {
    static func of(_ amount: Int64) -> Money { Money(minorUnits: amount * 100) }
    static func cents(_ amount: Int64) -> Money { Money(minorUnits: amount) }
}

extension Price {
    static func hourly(_ amount: Int64) -> Price { .perUnit(.of(amount), every: .hours(1)) }
    static func daily(_ amount: Int64) -> Price { .perDay(.of(amount)) }
}

extension Step {
    static func hourly(_ amount: Int64, lasting: TimeSpan? = nil) -> Step {
        Step(.of(amount), every: .hours(1), lasting: lasting)
    }
}

extension EarlyBird {
    /// In by 09:30, out between 15:00 and 18:00 (golden case 1).
    static let morningToAfternoon = EarlyBird(entry: .daily("00:00", "09:30"), exit: .daily("15:00", "18:00"))
}

extension Window {
    /// Every day between two times, such as `daily("08:00", "17:00")`.
    static func daily(_ from: String, _ until: String) -> Window {
        .weekly(days: Set(Weekday.allCases), from: LocalTime(from)!, until: LocalTime(until)!)
    }

    static func on(_ day: String, _ from: String, _ until: String) -> Window {
        .once(from: LocalDateTime("\(day)T\(from)")!, until: LocalDateTime("\(day)T\(until)")!)
    }
}

extension Audience {
    static let staff = Audience.group(.staff)
}

extension ValidationID {
    static let cinema = ValidationID("cinema")!
    static let surgery = ValidationID("surgery")!
}

extension GroupID {
    static let staff = GroupID("staff")!
    static let residents = GroupID("residents")!
}

extension Rate {
    init(
        _ id: String, _ price: Price, _ windows: Window..., to audience: Audience = .everyone, tier: Tier = .casual,
        earlyBird: EarlyBird? = nil, conditions: StayConditions = StayConditions(), caps: [Cap] = [],
        cardCaps: CardCaps? = nil, flat: Bool = false, grace: TimeSpan = .zero, free: TimeSpan = .zero,
        tolerance: TimeSpan = .zero
    ) {
        self.init(
            id: RateID(id)!, audience: audience, tier: tier, windows: windows, earlyBird: earlyBird,
            conditions: conditions, price: price, flat: flat, caps: caps, cardCaps: cardCaps, grace: grace, free: free,
            tolerance: tolerance)
    }
}

extension RateBook {
    /// The rates on the standard card, in the order of the log.
    var rates: [Rate] { card(.standard).rates.map(\.rate) }

    /// Terms and rates published one after the other on New Year's Day of 2000, on the standard card.
    init(_ rates: [Rate], terms: Terms? = nil) {
        self.init()
        if let terms {
            publish(Publication(.terms(terms), knownAt: Instant("2000-01-01T00:00:00Z")!, version: 0))
        }
        for (index, rate) in rates.enumerated() {
            let recorded = Instant("2000-01-01T00:00:00Z")!
            publish(Publication(.rate(rate), knownAt: recorded, version: Int64(index) + 1))
        }
    }
}

/// A stay between two local times.
func stay(
    _ entry: String, _ exit: String, groups: Set<GroupID> = [], covered: [(String, String)] = [],
    in zone: ZoneRules = .winter
) -> Stay {
    Stay(
        entry: zone.instant(entry), exit: zone.instant(exit), groups: groups,
        covered: covered.map { zone.instant($0.0)..<zone.instant($0.1) })
}

/// What a stay costs by some rates and terms that it knows.
func charge(
    _ stay: Stay, _ rates: Rate..., terms: Terms? = nil, in zone: ZoneRules = .winter
) throws -> Charge {
    try Tariff(RateBook(rates, terms: terms), in: zone).price(stay)
}
