import Chronology
import Money
import Testing

import Tariffs

@Suite struct CrossingTests {
    let monday = "2026-03-02"
    let morning = Rate("morning", .hourly(6), .daily("08:00", "10:00"))
    let day = Rate("day", .hourly(12), .daily("10:00", "18:00"))

    private func charge(_ crossing: Crossing, _ from: String, _ until: String, _ rates: Rate...) throws -> Charge {
        let book = RateBook(rates, terms: Terms(crossing: crossing))
        return try Tariff(book, in: .winter).price(stay("\(monday)T\(from)", "\(monday)T\(until)"))
    }

    @Test func `by the block each rate rounds by itself`() throws {
        let charge = try charge(.perBlock, "09:30", "11:30", morning, day)
        #expect(charge.lines.map(\.quantity) == [1, 2])
        #expect(charge.total == .of(30))
    }

    @Test func `units that run on cost what the rate asks that is in force when they begin`() throws {
        let charge = try charge(.unitStart, "09:30", "11:30", morning, day)
        #expect(charge.lines.map(\.quantity) == [1, 1])
        #expect(charge.lines.map(\.unitPrice) == [.of(6), .of(12)])
        #expect(charge.total == .of(18))
    }

    @Test func `a unit that runs on over a whole block leaves it without one`() throws {
        let lunch = Rate("lunch", .hourly(30), .on(monday, "12:10", "12:50"), tier: .event)
        let charge = try charge(.unitStart, "12:00", "13:30", day, lunch)
        #expect(charge.lines.map(\.rate) == [day.id, lunch.id, day.id])
        #expect(charge.lines.map(\.quantity) == [1, 0, 1])
    }

    @Test func `rounded on the whole each rate has its share of the time`() throws {
        let charge = try charge(.lastStepOnTotal, "09:30", "11:30", morning, day)
        #expect(charge.lines.map(\.quantity) == [1_800, 5_400])
        #expect(charge.lines.map(\.unit) == [.share(of: .hours(1)), .share(of: .hours(1))])
        #expect(charge.lines.map(\.amount) == [.of(3), .of(18)])
    }

    @Test func `what the whole is rounded up by belongs to the last rate`() throws {
        let charge = try charge(.lastStepOnTotal, "09:30", "11:01", morning, day)
        #expect(charge.lines.map(\.quantity) == [1_800, 5_400])
        #expect(charge.lines.last?.until == ZoneRules.winter.instant("\(monday)T11:01"))
        #expect(charge.total == .of(21))
    }

    @Test func `an exit that might touch a window is not rounded up twice`() throws {
        let night = Rate("night", .once(.of(9)), .daily("20:00", "24:00"))
        #expect(try charge(.lastStepOnTotal, "10:00", "11:30", day, night).total == .of(24))
    }

    @Test func `it belongs to the last moment: to the step and the cap's window of the exit`() throws {
        let steps = Price.steps([.hourly(3, lasting: .minutes(20)), Step(.of(60), every: .minutes(10))])
        #expect(try charge(.lastStepOnTotal, "10:00", "10:10", Rate("casual", steps)).total == .of(3))
        let capped = Rate("casual", .hourly(6), caps: [Cap(.of(1), in: .elapsed(.minutes(30)))])
        let charge = try charge(.lastStepOnTotal, "10:00", "10:20", capped)
        #expect(charge.total == .of(1))
        #expect(charge.lines.last?.until == ZoneRules.winter.instant("\(monday)T10:20"))
    }

    @Test func `a share is rounded half up, once a line`() throws {
        let cent = Rate("casual", .perUnit(.cents(1), every: .minutes(10)))
        let event = Rate("event", .perUnit(.cents(1), every: .minutes(20)), .on(monday, "10:05", "10:15"), tier: .event)
        let charge = try charge(.lastStepOnTotal, "10:00", "10:20", cent, event)
        #expect(charge.lines.map(\.amount) == [.cents(1), .cents(1), .cents(1)])
        #expect(try self.charge(.lastStepOnTotal, "10:00", "10:20", cent).total == .cents(2))
    }

    @Test func `steps of the same price make one line`() throws {
        let rate = Rate("casual", .steps([.hourly(6, lasting: .minutes(30)), .hourly(6)]))
        let charge = try charge(.lastStepOnTotal, "10:00", "12:00", rate)
        #expect(charge.total == .of(12))
        #expect(charge.lines.map(\.quantity) == [7_200])
        #expect(charge.lines.map(\.amount) == [.of(12)])
    }

    @Test func `rivals are compared by lines of their own, not by one that another rate has ended`() throws {
        let one = Price.perUnit(.cents(1), every: .minutes(50))
        let first = Rate("first", one)
        let rival = Rate("rival", one, .daily("10:30", "24:00"))
        let event = Rate("event", .once(.zero), .on(monday, "10:20", "10:30"), tier: .event)
        // Behind the event either costs 0.4 cents, which is none; the one published first applies.
        let charge = try charge(.lastStepOnTotal, "10:00", "10:50", first, rival, event)
        #expect(charge.lines.map(\.rate) == [first.id, event.id, first.id])
    }

    @Test func `prices that follow the clock are met or not, whatever the crossing`() throws {
        let evening = Rate("evening", .once(.of(20)), .daily("18:00", "24:00"))
        for crossing in Crossing.allCases {
            let charge = try charge(crossing, "17:00", "18:20", day, evening)
            #expect(charge.total == .of(32))
            #expect(charge.lines.map(\.rate) == [day.id, evening.id])
        }
    }
}
