import Foundation
import Testing

import Chronology

@Suite struct CalendarTests {
    @Test func `a day that the calendar lacks does not exist`() {
        #expect(LocalDay("2026-02-29") == nil)
        #expect(LocalDay("2024-02-29") != nil)
        #expect(LocalDay("2100-02-29") == nil)
        #expect(LocalDay("2026-13-01") == nil)
        #expect(LocalDay("2026-3-2") == nil)
        #expect(LocalDay("0000-01-01") == nil)
    }

    @Test func `2 March 2026 is a Monday`() {
        #expect(LocalDay("2026-03-02")?.weekday == .monday)
        #expect(LocalDay("1969-12-31")?.weekday == .wednesday)
    }

    @Test func `every day of four centuries prints and reads back`() {
        var day = LocalDay("1800-01-01")!
        while day < LocalDay("2201-01-01")! {
            let (year, month, number) = day.civil
            #expect(LocalDay(year: year, month: month, day: number) == day)
            #expect(LocalDay(day.description) == day)
            day = day.next
        }
    }

    @Test func `the end of a day is 24:00, and nothing comes after it`() {
        #expect(LocalTime("24:00") == .endOfDay)
        #expect(LocalTime("24:01") == nil)
        #expect(LocalTime("07:30:15")?.description == "07:30:15")
        #expect(LocalTime("7:30") == nil)
    }

    @Test(arguments: [
        ("2026-03-02T08:00:00Z", 1_772_438_400_000_000), ("2026-03-02T09:00:00+01:00", 1_772_438_400_000_000),
        ("1970-01-01T00:00:00.000001Z", 1), ("1969-12-31T23:59:59.9999999Z", -1),
    ])
    func `an instant reads as RFC 3339 says`(text: String, microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
    }

    @Test(arguments: ["2026-03-02T08:00:00", "2026-03-02", "", "2026-03-02T25:00:00Z", "2026-03-02T08:00:00.Z", "📅"])
    func `a text that names no instant is refused`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test(arguments: [
        "1900-01-01T00:00:00+23:59", "1900-01-01T00:00:00-23:59", "2199-12-31T24:00:00-23:59",
        "2199-12-31T23:59:59+23:59",
    ])
    func `an instant that a text may name has a text on every clock on earth`(text: String) throws {
        let instant = try #require(Instant(text))
        for hours in -26...26 {
            let zone = ZoneRules(name: "far", version: "", offset: hours * 3600)
            let shown = instant.description(in: zone)
            #expect(
                shown.wholeMatch(of: /(1899|1900|2199|2200)-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d/) != nil, "\(shown)")
            #expect(LocalDay(zone.day(of: instant).description) == zone.day(of: instant))
        }
    }

    @Test(arguments: [
        "1899-12-31T23:59:59Z", "1899-12-31T24:00:00-23:59", "2200-01-01T00:00:00Z", "2200-01-01T00:00:00+23:59",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z",
    ])
    func `an instant of another year is refused, whatever its offset`(text: String) { #expect(Instant(text) == nil) }

    @Test(arguments: [
        "2026-03-02T08:00.5", "2026-03-02T08:00:00.", "2026-03-02T08:00:00.0000000000", "2026-03-02T24:00:00.000001",
        "2026-03-02T24:00.5", "2026-03-02T24:00:00.0000009", "2026-03-02T08:00:60",
        "2026-03-02T08:00:00.000000000000000000000000000000000000000000000000000",
    ])
    func `a fraction is one of a second, of nine digits at most, and none is behind the day's end`(text: String) {
        #expect(LocalDateTime(text) == nil && Instant(text + "Z") == nil)
        #expect(LocalDateTime("2026-03-02T24:00:00.000") == LocalDateTime("2026-03-03T00:00"))
        #expect(LocalDateTime("2026-03-02T08:00:00.999999999")?.description == "2026-03-02T08:00:00.999999")
    }

    @Test func `units that have begun are counted up`() {
        #expect(TimeSpan.minutes(60).begun(.minutes(60)) == 1)
        #expect(TimeSpan(microseconds: TimeSpan.minutes(60).microseconds + 1).begun(.minutes(60)) == 2)
        #expect(TimeSpan.zero.begun(.minutes(60)) == 0)
    }
}
