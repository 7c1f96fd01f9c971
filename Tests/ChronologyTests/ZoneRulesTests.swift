import TestSupport
import Foundation
import Testing

import Chronology

@Suite struct ZoneRulesTests {
    static func rules(_ name: String) throws -> ZoneRules {
        let bytes = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))
        return try ZoneRules(name: name, version: "system", tzif: [UInt8](bytes))
    }

    @Test func `the hour that spring skips is the instant of the skip`() throws {
        let berlin = try Self.rules("Europe/Berlin")
        let skip = Instant("2026-03-29T01:00:00Z")!
        #expect(berlin.instant(of: LocalDateTime("2026-03-29T02:30")!) == skip)
        #expect(berlin.instant(of: LocalDateTime("2026-03-29T03:00")!) == skip)
        #expect(berlin.local(skip) == LocalDateTime("2026-03-29T03:00"))
    }

    @Test func `the hour that autumn repeats is its first showing`() throws {
        let berlin = try Self.rules("Europe/Berlin")
        #expect(berlin.instant(of: LocalDateTime("2026-10-25T02:30")!) == Instant("2026-10-25T00:30:00Z"))
        #expect(berlin.instant(of: LocalDateTime("2026-10-25T03:00")!) == Instant("2026-10-25T02:00:00Z"))
    }

    @Test func `days have 23, 24 or 25 hours, and Lord Howe's change by half an hour`() throws {
        func length(_ zone: String, _ day: String) throws -> TimeSpan {
            let rules = try Self.rules(zone)
            let day = LocalDay(day)!
            return rules.end(of: day) - rules.start(of: day)
        }
        #expect(try length("Europe/Berlin", "2026-03-29") == .hours(23))
        #expect(try length("Europe/Berlin", "2026-10-25") == .hours(25))
        #expect(try length("Europe/Berlin", "2150-07-01") == .hours(24))
        #expect(try length("Australia/Lord_Howe", "2026-04-05") == .minutes(24 * 60 + 30))
        #expect(try length("Pacific/Apia", "2011-12-30") == .zero)
        #expect(try length("Pacific/Apia", "2011-12-31") == .hours(24))
    }

    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Pacific/Apia",
        "Africa/Casablanca", "Europe/Dublin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Chatham", "UTC",
    ])
    func `the offsets agree with Foundation's`(name: String) throws {
        let rules = try Self.rules(name)
        let zone = try #require(TimeZone(identifier: name))
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        for _ in 0..<2000 {
            let seconds = Int64.random(in: 0...2_100_000_000, using: &generator)
            let instant = Instant(microseconds: seconds * 1_000_000)
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
            #expect(rules.offsetSeconds(at: instant) == expected, "seed \(seed), \(instant)")
        }
    }

    @Test func `wall clock and instant are inverse where the clock shows a time once`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        for name in ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"] {
            let rules = try Self.rules(name)
            var previous = Instant(microseconds: 0)
            for step in stride(from: Int64(0), to: 2_000_000_000, by: 997_001) {
                let instant = Instant(microseconds: step * 1_000_000 + .random(in: 0..<1_000_000, using: &generator))
                let back = rules.instant(of: rules.local(instant))
                #expect(back <= instant && instant - back <= .hours(1), "seed \(seed), \(name) \(instant)")
                #expect(back >= previous, "seed \(seed): the map is monotone")
                previous = back
            }
        }
    }

    @Test func `a file that is no zone file is refused`() {
        #expect(throws: ZoneFileError.malformed) { try ZoneRules(name: "x", version: "", tzif: []) }
        #expect(throws: ZoneFileError.malformed) { try ZoneRules(name: "x", version: "", tzif: Array("TZif2".utf8)) }
    }
}

/// Seeded: the same seed, the same run.
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
