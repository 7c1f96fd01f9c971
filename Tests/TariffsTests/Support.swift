import Chronology
import Foundation
import Money
import Tariffs

/// SplitMix64: the same seed, the same run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

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
}

extension Price {
    static func hourly(_ amount: Int64) -> Price { .perUnit(.of(amount), every: .hours(1)) }
    static func daily(_ amount: Int64) -> Price { .perDay(.of(amount)) }
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

extension GroupID {
    static let staff = GroupID("staff")!
    static let residents = GroupID("residents")!
}

extension Rate {
    init(
        _ id: String, _ price: Price, _ windows: Window..., to audience: Audience = .everyone, tier: Tier = .casual,
        caps: [Cap] = [], grace: TimeSpan = .zero
    ) {
        self.init(
            id: RateID(id)!, audience: audience, tier: tier, windows: windows, price: price, caps: caps, grace: grace)
    }
}

extension RateBook {
    /// Rates published one after the other on New Year's Day.
    init(_ rates: [Rate]) {
        self.init()
        for (index, rate) in rates.enumerated() {
            let recorded = Instant("2000-01-01T00:00:00Z")!
            publish(PublishedRate(rate, recordedAt: recorded, version: Int64(index) + 1))
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

/// What a stay costs by some rates that it knows.
func charge(_ stay: Stay, _ rates: Rate..., in zone: ZoneRules = .winter) throws -> Charge {
    try Tariff(RateBook(rates), in: zone).price(stay)
}
