import Chronology
import Money
import Tariffs

/// What a random book may hold.
struct Wishes {
    /// Caps on some rates.
    var caps = false
    /// Several rates of the same exclusivity.
    var rivals = false
    /// Times on whole minutes only.
    var wholeMinutes = true
    /// Covered times.
    var covered = true
    /// The largest amount in minor units.
    var most: Int64 = 5_000
}

/// A book, a stay and a zone, drawn from a seed; the stay lies near a change of clocks in most zones.
struct RandomCase {
    var book: RateBook
    var stay: Stay
    var zone: ZoneRules

    static let groups = [GroupID.staff, .residents]

    /// Zones, each with an instant at which its clocks change, where they do.
    static let changes = Result { try names.map { (try ZoneRules.system($0.0), Instant($0.1)!) } }

    private static let names = [
        ("Europe/Berlin", "2026-03-29T01:00:00Z"), ("Europe/Berlin", "2026-10-25T01:00:00Z"),
        ("America/New_York", "2026-11-01T06:00:00Z"), ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"), ("Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("America/Sao_Paulo", "2018-02-18T02:00:00Z"), ("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        ("America/St_Johns", "2006-10-29T02:31:00Z"), ("America/St_Johns", "2006-04-02T03:31:00Z"),
        ("Asia/Kathmandu", "2026-03-02T00:00:00Z"), ("UTC", "2026-12-31T00:00:00Z"),
    ]

    init(_ generator: inout Seeded, _ wishes: Wishes) throws {
        let (zone, change) = try RandomCase.changes.get().randomElement(using: &generator)!
        self.zone = zone
        let unit = wishes.wholeMinutes ? TimeSpan.minutes(1).microseconds : 1
        func draw(_ minutes: ClosedRange<Int64>, _ generator: inout Seeded) -> TimeSpan {
            let (least, most) = (TimeSpan.minutes(minutes.lowerBound), TimeSpan.minutes(minutes.upperBound))
            let drawn = Int64.random(in: least.microseconds...most.microseconds, using: &generator)
            return TimeSpan(microseconds: drawn / unit * unit)
        }
        let longest = [30, 240, 1_440, 4 * 1_440].randomElement(using: &generator)!
        let entry = change + draw(-2_000...1_000, &generator)
        stay = Stay(entry: entry, exit: entry + draw(0...Int64(longest), &generator))
        stay.groups = Set(RandomCase.groups.filter { _ in Bool.random(using: &generator) })
        if wishes.covered {
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let from = entry + draw(-100...Int64(longest), &generator)
                stay.covered.append(from..<from + draw(0...Int64(longest) / 2, &generator))
            }
        }
        book = RateBook(RandomCase.rates(&generator, wishes, near: zone.day(of: entry)))
    }

    private static func rates(_ generator: inout Seeded, _ wishes: Wishes, near day: LocalDay) -> [Rate] {
        var levels: [(Audience, Tier)] = []
        for tier in Tier.allCases {
            levels.append((.everyone, tier))
            if wishes.rivals {
                levels += [(.everyone, tier), (.group(.staff), tier), (.group(.residents), tier)]
            } else {
                levels.append((.group(groups.randomElement(using: &generator)!), tier))
            }
        }
        levels.shuffle(using: &generator)
        return levels.prefix(.random(in: 0...levels.count, using: &generator)).enumerated().map { index, level in
            Rate(
                id: RateID("r\(index)")!, audience: level.0, tier: level.1,
                windows: (0..<Int.random(in: level.1 == .casual ? 0...3 : 1...3, using: &generator)).map { _ in
                    window(&generator, near: day)
                },
                price: price(&generator, wishes.most),
                caps: wishes.caps
                    ? (0..<Int.random(in: 0...3, using: &generator)).map { _ in cap(&generator, wishes.most) } : [],
                grace: [.zero, .zero, .minutes(15)].randomElement(using: &generator)!)
        }
    }

    private static func time(_ generator: inout Seeded) -> LocalTime {
        LocalTime(
            hour: .random(in: 0...23, using: &generator), minute: [0, 0, 1, 15, 30].randomElement(using: &generator)!)!
    }

    private static func window(_ generator: inout Seeded, near day: LocalDay) -> Window {
        if Bool.random(using: &generator) {
            let days = Weekday.allCases.filter { _ in Int.random(in: 0...3, using: &generator) > 0 }
            let whole = Int.random(in: 0...3, using: &generator) == 0
            return .weekly(
                days: days.isEmpty ? [.sunday] : Set(days), from: whole ? .midnight : time(&generator),
                until: whole ? .endOfDay : time(&generator))
        }
        let from = LocalDateTime(day.advanced(by: .random(in: -2...3, using: &generator)), time(&generator))
        let length = TimeSpan.minutes(.random(in: 1...3_000, using: &generator)).microseconds
        return .once(from: from, until: LocalDateTime(microseconds: from.microseconds + length))
    }

    private static func price(_ generator: inout Seeded, _ most: Int64) -> Price {
        let amount = Money(minorUnits: .random(in: 0...most, using: &generator))
        switch Int.random(in: 0...5, using: &generator) {
        case 0: return .once(amount)
        case 1: return .perDay(amount)
        default:
            let minutes: Int64 = [5, 10, 15, 30, 60, 60, 97, 120, 720, 1_440].randomElement(using: &generator)!
            return .perUnit(amount, every: .minutes(minutes))
        }
    }

    private static func cap(_ generator: inout Seeded, _ most: Int64) -> Cap {
        let amount = Money(minorUnits: .random(in: 0...most * 4, using: &generator))
        switch Int.random(in: 0...2, using: &generator) {
        case 0: return Cap(amount, in: .calendarDay)
        case 1: return Cap(amount, in: .clock(from: time(&generator), until: time(&generator)))
        default:
            let minutes: Int64 = [20, 60, 720, 1_440].randomElement(using: &generator)!
            return Cap(amount, in: .elapsed(.minutes(minutes)))
        }
    }
}
