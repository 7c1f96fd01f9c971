import TestSupport
import Testing

import Chronology

@Suite struct ZoneCursorTests {
    static let zones = [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
        "America/Sao_Paulo", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kwajalein", "America/Juneau", "UTC",
    ]

    /// Far from the last instant, near it, or by a day or so from it, from year 1 to 9999.
    private func next(_ last: Instant, _ generator: inout Seeded) -> Instant {
        let far = Instant.earliest.microseconds...Instant.latest.microseconds
        let moved: Int64
        switch Int.random(in: 0...9, using: &generator) {
        case 0: moved = .random(in: far, using: &generator)
        case 1: moved = .random(in: -4_000_000_000_000_000...4_000_000_000_000_000, using: &generator)
        case 2...4: moved = last.microseconds + .random(in: -30_000_000_000_000...30_000_000_000_000, using: &generator)
        default: moved = last.microseconds + .random(in: -200_000_000_000...200_000_000_000, using: &generator)
        }
        return Instant(microseconds: min(max(moved, far.lowerBound), far.upperBound))
    }

    @Test(arguments: zones) func `it answers as its rules do, whatever was asked before`(name: String) throws {
        let rules = try ZoneRulesTests.rules(name)
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        var instant = Instant("2026-03-29T01:00:00Z")!
        var cursor = ZoneCursor(rules, at: instant)
        for index in 0..<5_000 {
            instant = next(instant, &generator)
            let comment: Comment = "seed \(seed), question \(index), \(instant.microseconds)"
            if Bool.random(using: &generator) {
                #expect(cursor.local(instant) == rules.local(instant), comment)
                #expect(cursor.day(of: instant) == rules.day(of: instant), comment)
            } else {
                // What a clock shows, showed or will show within three days.
                let away = Int64.random(in: -260_000_000_000...260_000_000_000, using: &generator)
                let local = LocalDateTime(microseconds: instant.microseconds + away)
                #expect(cursor.instant(of: local) == rules.instant(of: local), comment)
            }
        }
    }

    /// The hour's end as a walk by the second finds it: where the clock shows a whole hour, or not one second more.
    private func hourEnd(after instant: Instant, _ rules: ZoneRules) -> Instant {
        var at = instant
        while true {
            let next = Instant(microseconds: (at.microseconds / 1_000_000 + 1) * 1_000_000)
            let passed = next.microseconds - at.microseconds
            let shown = rules.local(next).microseconds
            if shown % 3_600_000_000 == 0 || shown - rules.local(at).microseconds != passed { return next }
            at = next
        }
    }

    /// Each with an instant at which its clocks change.
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T01:00:00Z"), ("Europe/Berlin", "2026-10-25T01:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"), ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z"), ("Africa/Casablanca", "2026-02-15T02:00:00Z"),
        ("America/St_Johns", "2006-10-29T02:31:00Z"), ("America/St_Johns", "2006-04-02T03:31:00Z"),
        ("Asia/Kathmandu", "2026-03-02T00:00:00Z"), ("UTC", "2026-12-31T00:00:00Z"),
    ])
    func `an hour ends where the clock shows a whole one or jumps`(name: String, change: String) throws {
        let rules = try ZoneRulesTests.rules(name)
        let change = Instant(change)!
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        var cursor = ZoneCursor(rules, at: change)
        for index in 0..<50 {
            let away = Int64.random(in: -3 * 3_600_000_000...3 * 3_600_000_000, using: &generator)
            let instant = Instant(microseconds: change.microseconds + (index == 0 ? 0 : away))
            let expected = hourEnd(after: instant, rules)
            #expect(cursor.hourEnd(after: instant) == expected, "seed \(seed), \(name) \(instant.microseconds)")
        }
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29", 23, 0), ("Europe/Berlin", "2026-10-25", 25, 0),
        ("Australia/Lord_Howe", "2026-04-05", 25, 1), ("Australia/Lord_Howe", "2026-10-04", 24, 1),
        ("America/Sao_Paulo", "2018-11-04", 23, 0), ("America/Sao_Paulo", "2018-02-17", 25, 0),
        ("Africa/Casablanca", "2026-02-15", 25, 0), ("Asia/Kathmandu", "2026-03-29", 24, 0),
        ("Pacific/Apia", "2011-12-30", 0, 0), ("Pacific/Apia", "2011-12-31", 24, 0),
    ])
    func `the hours of a day, laid end to end, are the day`(
        name: String, day: String, hours: Int, halves: Int
    ) throws {
        let rules = try ZoneRulesTests.rules(name)
        let day = LocalDay(day)!
        var at = rules.start(of: day)
        var cursor = ZoneCursor(rules, at: at)
        var lengths: [TimeSpan] = []
        while at < rules.end(of: day) {
            let end = cursor.hourEnd(after: at)
            lengths.append(end - at)
            at = end
        }
        #expect(at == rules.end(of: day))
        #expect(lengths.count == hours)
        #expect(lengths.filter { $0 == .minutes(30) }.count == halves)
        #expect(lengths.filter { $0 == .hours(1) }.count == hours - halves)
    }
}
