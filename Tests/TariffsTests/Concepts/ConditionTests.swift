import Chronology
import Money
import Testing

import Tariffs

@Suite struct ConditionTests {
    let casual = Rate("casual", .hourly(15))

    private func rates(_ stay: Stay, _ conditions: StayConditions) throws -> [RateID?] {
        let long = Rate("long", .daily(99), tier: .advanced, conditions: conditions)
        return try charge(stay, casual, long).lines.map(\.rate)
    }

    @Test func `an advanced rate whose conditions are met goes first whatever it costs`() throws {
        let conditions = StayConditions(minimumStay: .hours(1), maximumStay: .hours(2))
        func applied(_ until: String) throws -> [RateID?] {
            try rates(stay("2026-03-02T09:00:00", "2026-03-02T\(until)"), conditions)
        }
        #expect(try applied("09:59:59") == [casual.id])
        #expect(try applied("10:00:00") == [RateID("long")])
        #expect(try applied("11:00:00") == [RateID("long")])
        #expect(try applied("11:00:01") == [casual.id])
    }

    @Test func `the day is that of the entry`() throws {
        let mondays = StayConditions(entryDays: [.monday])
        #expect(try rates(stay("2026-03-02T23:59", "2026-03-03T10:00"), mondays) == [RateID("long")])
        #expect(try rates(stay("2026-03-03T00:00", "2026-03-03T10:00"), mondays) == [casual.id])
    }

    @Test func `covered time counts towards the length of the stay`() throws {
        let covered = [("2026-03-02T09:00", "2026-03-02T09:30")]
        let stay = stay("2026-03-02T09:00", "2026-03-02T10:00", covered: covered)
        #expect(try rates(stay, StayConditions(minimumStay: .hours(1))) == [nil, RateID("long")])
    }
}
