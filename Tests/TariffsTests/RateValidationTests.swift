import Chronology
import Money
import Testing

import Tariffs

@Suite struct RateValidationTests {
    private func problem(_ change: (inout Rate) -> Void) -> String? {
        var rate = Rate("casual", .hourly(5), .daily("08:00", "17:00"), caps: [Cap(.of(9), in: .calendarDay)])
        change(&rate)
        do {
            try rate.validate()
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `a rate that makes sense passes`() {
        #expect(problem { _ in } == nil)
        #expect(problem { $0.windows = [.daily("00:00", "24:00"), .daily("22:00", "06:00")] } == nil)
        #expect(problem { $0.windows = [.daily("08:00", "08:00")] } == nil)
        #expect(problem { $0.price = .perUnit(.zero, every: .days(366)) } == nil)
    }

    @Test func `amounts are not negative`() {
        #expect(problem { $0.price = .hourly(-1) } == "price.perUnit is negative")
        #expect(problem { $0.price = .once(.of(-1)) } == "price.once is negative")
        #expect(problem { $0.price = .daily(-1) } == "price.perDay is negative")
        #expect(problem { $0.caps[0].amount = .of(-1) } == "caps[0].amount is negative")
    }

    @Test func `units are whole minutes, neither nothing nor absurd`() {
        func every(_ unit: TimeSpan) -> String? { problem { $0.price = .perUnit(.of(1), every: unit) } }
        #expect(every(.seconds(90)) == "price.every is not a whole number of minutes")
        #expect(every(.zero) == "price.every has no length")
        #expect(every(.minutes(-5)) == "price.every is negative")
        #expect(every(.days(367)) == "price.every is longer than 527040 minutes")
        #expect(every(TimeSpan(microseconds: .max)) == "price.every is longer than 527040 minutes")
    }

    @Test func `windows have days and a length`() {
        let time = LocalTime("08:00")!
        #expect(problem { $0.windows.append(.weekly(days: [], from: time, until: time)) } == "windows[1].days is empty")
        #expect(
            problem { $0.windows = [.daily("24:00", "08:00")] } == "windows[0].from is 24:00, which begins no window")
        #expect(
            problem { $0.windows.append(.on("2026-03-02", "08:00", "08:00")) }
                == "windows[1].until is not after the beginning")
        let never = LocalDateTime(microseconds: .max)
        #expect(
            problem { $0.windows = [.once(from: LocalDateTime("2026-03-02T08:00")!, until: never)] }
                == "windows[0].until lies outside the years 1 to 9999")
        #expect(
            problem { $0.windows = Array(repeating: .daily("08:00", "09:00"), count: 101) }
                == "windows has more than 100 parts")
    }

    @Test func `caps have a length`() {
        #expect(problem { $0.caps[0].period = .elapsed(.zero) } == "caps[0].per has no length")
        #expect(
            problem { $0.caps[0].period = .elapsed(.seconds(1)) } == "caps[0].per is not a whole number of minutes")
        #expect(
            problem { $0.caps[0].period = .clock(from: .endOfDay, until: .midnight) }
                == "caps[0].from is 24:00, which begins no window")
        #expect(
            problem { $0.caps = Array(repeating: Cap(.of(1), in: .calendarDay), count: 21) }
                == "caps has more than 20 parts")
    }

    @Test func `the grace is at most a day, the name not empty`() {
        #expect(problem { $0.grace = .minutes(-1) } == "grace is negative")
        #expect(problem { $0.grace = .hours(25) } == "grace is longer than 1440 minutes")
        #expect(problem { $0.name = "" } == "name is empty")
        #expect(problem { $0.name = String(repeating: "x", count: 201) } == "name has more than 200 characters")
    }
}
