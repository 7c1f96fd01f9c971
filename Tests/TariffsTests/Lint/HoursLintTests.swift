import Chronology
import Money
import Testing

import Tariffs

/// When rates are in force, and when none is.
@Suite struct HoursLintTests {
    private let casual = Rate("casual", .hourly(3))

    @Test func `the first hours without a rate are told, with their length and number`() throws {
        let found = try lint(Rate("day", .hourly(3), .daily("07:00", "18:00")))
        #expect(found.meetings(.gap) == ["2026-03-02T00:00"])
        #expect(
            found.of(.gap).map(\.sentence) == [
                """
                No rate for everyone is in force from Monday 2026-03-02 00:00 for 7 h, the first of 7 such gaps a \
                week: the time is free. Add a rate for it, at a price of 0 if that is meant.
                """
            ])
        let weekend = Rate(
            "work", .hourly(3),
            .weekly(
                days: [.monday, .tuesday, .wednesday, .thursday, .friday], from: .midnight, until: .endOfDay))
        let gap = try #require(try lint(weekend).of(.gap).first)
        #expect(gap.sentence.contains("from Saturday 2026-03-07 00:00 for 2 days, every week:"))
    }

    @Test func `rates that fill the week between them, or one without windows, leave no gap`() throws {
        #expect(try lint(casual).of(.gap).isEmpty)
        let (day, night) = (
            Rate("day", .hourly(3), .daily("07:00", "17:00")), Rate("night", .hourly(3), .daily("17:00", "07:00"))
        )
        #expect(try lint(day, night).of(.gap).isEmpty)
        #expect(try lint(Rate("round", .hourly(3), .daily("08:00", "08:00"))).of(.gap).isEmpty)
    }

    @Test func `a date fills a gap only once, and a card of dates is one long gap`() throws {
        let day = Rate("day", .hourly(3), .daily("07:00", "24:00"))
        let event = Rate("event", .hourly(9), .on("2026-03-01", "20:00", "2026-03-02", "05:00"), tier: .event)
        #expect(try lint(day, event).meetings(.gap) == ["2026-03-02T05:00"])
        let sentence = try #require(try lint(event).of(.gap).first).sentence
        #expect(sentence.contains("from Monday 2026-03-02 05:00 on: the time is free"))
    }

    @Test func `groups, conditions and early birds fill no gap`() throws {
        #expect(try lint(Rate("staff", .hourly(3), to: .staff)).meetings(.gap) == ["2026-03-02T00:00"])
        #expect(try lint(casual.when(atMost: .hours(4))).meetings(.gap) == ["2026-03-02T00:00"])
        #expect(try lint(.bird("b", nil, .daily("15:00", "18:00"))).meetings(.gap) == ["2026-03-02T00:00"])
    }

    @Test func `the blank hours of a grid are free on purpose`() throws {
        let cell = GridCell(name: "day", amount: .of(2), hours: [WeekHour(.monday, 8)!])
        #expect(try lint(Rate("grid", .weekGrid(WeekGrid([cell])), .daily("08:00", "18:00"))).of(.gap).isEmpty)
    }

    @Test func `a card without rates prices nothing`() throws {
        #expect(try lint().map(\.kind) == [.noRates])
        #expect(try lint(casual).of(.noRates).isEmpty)
    }

    @Test func `a rate that higher tiers always outrank is never applied`() throws {
        let advanced = Rate("long", .daily(30), tier: .advanced)
        #expect(try lint(casual, advanced).rates(.rateNeverApplies) == [["casual", "long"]])
        #expect(try lint(casual, advanced.when(atLeast: .hours(24))).of(.rateNeverApplies).isEmpty)
        #expect(
            try lint(casual, advanced.with { $0.windows = [.daily("00:00", "23:00")] }).of(.rateNeverApplies).isEmpty)
        #expect(try lint(Rate("staff", .hourly(1), to: .staff), advanced).of(.rateNeverApplies).isEmpty)
    }

    @Test func `several rates may outrank one between them`() throws {
        let morning = Rate("am", .daily(30), .daily("00:00", "12:00"), tier: .advanced)
        let evening = Rate("pm", .daily(30), .daily("12:00", "24:00"), tier: .event)
        #expect(try lint(casual, morning, evening).rates(.rateNeverApplies) == [["casual"]])
        let fair = Rate("fair", .hourly(9), .on("2026-03-05", "23:00", "2026-03-06", "01:00"), tier: .advanced)
        let night = Rate("night", .hourly(9), .daily("22:00", "02:00"), tier: .event)
        #expect(try lint(casual, fair, night).rates(.rateNeverApplies) == [["fair", "night"]])
    }

    @Test func `dates that are over are told, and those to come are not`() throws {
        let fair = Rate("fair", .hourly(9), .on("2026-03-01", "10:00", "24:00"), tier: .event)
        #expect(try lint(casual, fair).rates(.rateIsPast) == [["fair"]])
        #expect(try lint(casual, fair, from: "2026-03-01").of(.rateIsPast).isEmpty)
        #expect(try lint(casual, fair.with { $0.windows.append(.daily("10:00", "11:00")) }).of(.rateIsPast).isEmpty)
        let always = Rate("always", .hourly(9), tier: .advanced)
        let past = fair.with { $0.tier = .casual }
        #expect(try lint(past, always).map(\.kind) == [.rateIsPast], "and not that it is outranked")
        let bird = Rate.bird("bird", .daily("06:00", "09:00"), .on("2026-03-01", "15:00", "18:00"))
        #expect(try lint(casual, bird).of(.rateIsPast).count == 1)
        #expect(try lint(casual, bird).of(.earlyBirdNeverMet).isEmpty)
    }

    @Test func `an event has a date`() throws {
        #expect(try lint(casual, Rate("fair", .hourly(9), tier: .event)).rates(.eventWithoutDate) == [["fair"]])
        #expect(
            try lint(casual, Rate("fair", .hourly(9), .daily("10:00", "12:00"), tier: .event)).of(.eventWithoutDate)
                .count == 1)
        #expect(try lint(casual, Rate("fair", .hourly(9), .on("2026-04-01", "10:00", "12:00"), tier: .event)).isEmpty)
    }

    @Test func `a window that the clocks skip within a year is told with its day`() throws {
        let berlin = try ZoneRules.system("Europe/Berlin")
        let night = Rate("night", .hourly(1), .daily("02:00", "03:00"))
        let found = try lint(night, in: berlin)
        #expect(found.of(.windowInSkippedHour).map(\.meeting) == [Instant("2026-03-29T01:00:00Z")])
        #expect(
            found.of(.windowInSkippedHour).allSatisfy { $0.sentence.contains("forward to Sunday 2026-03-29 03:00") })
        #expect(
            try lint(night, in: berlin, from: "2026-03-30").meetings(.windowInSkippedHour, in: berlin) == [
                "2027-03-28T03:00"
            ])
        #expect(try lint(night).of(.windowInSkippedHour).isEmpty)
        let monday = Rate("monday", .hourly(1), .every(.monday, "02:00", "03:00"))
        #expect(try lint(monday, in: berlin).of(.windowInSkippedHour).isEmpty)
        #expect(
            try lint(night.with { $0.windows = [.daily("02:00", "03:01")] }, in: berlin).of(.windowInSkippedHour)
                .isEmpty)
    }

    @Test func `a skipped midnight and a skipped day are seen too`() throws {
        let paulo = try ZoneRules.system("America/Sao_Paulo")
        let night = Rate("night", .hourly(1), .daily("00:00", "01:00"))
        #expect(
            try lint(night, in: paulo, from: "2018-06-01").meetings(.windowInSkippedHour, in: paulo) == [
                "2018-11-04T01:00"
            ])
        let apia = try ZoneRules.system("Pacific/Apia")
        let friday = Rate("friday", .hourly(1), .on("2011-12-30", "10:00", "12:00"))
        #expect(
            try lint(friday, in: apia, from: "2011-12-01").meetings(.windowInSkippedHour, in: apia) == [
                "2011-12-31T00:00"
            ])
    }
}

extension Window {
    fileprivate static func on(_ day: String, _ from: String, _ last: String, _ until: String) -> Window {
        .once(from: LocalDateTime("\(day)T\(from)")!, until: LocalDateTime("\(last)T\(until)")!)
    }
}
