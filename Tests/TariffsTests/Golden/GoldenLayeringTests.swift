import Chronology
import Money
import Testing

import Tariffs

/// The golden cases of tariffs.md about which rate is in force: groups, events, long-term parking, what is published
/// when.
///
/// 2 March 2026 is a Monday.
@Suite struct GoldenLayeringTests {
    @Test func `golden 4: a group pays its own rate`() throws {
        let stay = stay("2026-03-02T08:00", "2026-03-02T10:00", groups: [.staff])
        let charge = try charge(stay, Rate("casual", .hourly(15)), Rate("group", .hourly(5), to: .staff))
        #expect(charge.total == .of(10))
        #expect(charge.leftOut.map(\.reason) == [.outranked])
    }

    @Test func `golden 5: an event goes before the casual rate`() throws {
        let event = Rate("event", .hourly(25), .on("2026-03-02", "15:00", "18:00"), tier: .event)
        let charge = try charge(
            stay("2026-03-02T13:00", "2026-03-02T17:00"), Rate("casual", .hourly(15)), event)
        #expect(charge.total == .of(80))
        #expect(charge.lines.map(\.amount) == [.of(30), .of(50)])
    }

    @Test(arguments: [12, 40]) func `golden 6: a group's event goes first whatever it costs`(price: Int64) throws {
        let window = Window.on("2026-03-02", "13:00", "15:00")
        let charge = try charge(
            stay("2026-03-02T13:00", "2026-03-02T14:00", groups: [.staff]),
            Rate("event", .hourly(30), window, tier: .event),
            Rate("group-event", .hourly(price), window, to: .staff, tier: .event))
        #expect(charge.total == .of(price))
    }

    let advanced = Rate("long-term", .daily(30), tier: .advanced)
    let casual = Rate("casual", .hourly(12))
    let thursday = Rate("concert", .hourly(30), .on("2026-03-05", "13:00", "15:00"), tier: .event)
    let week = stay("2026-03-02T08:00", "2026-03-06T16:00")

    @Test func `golden 7: five days by an advanced rate`() throws {
        let charge = try charge(week, advanced, casual)
        #expect(charge.total == .of(150))
        #expect(charge.lines.map(\.quantity) == [5])
        #expect(charge.leftOut.map(\.rate) == [casual.id])
        #expect(charge.leftOut.map(\.reason) == [.outranked])
    }

    @Test func `golden 8: the day stays charged beside the event`() throws {
        let charge = try charge(week, advanced, casual, thursday)
        #expect(charge.total == .of(210))
        #expect(charge.lines.map(\.quantity) == [4, 2, 1])
    }

    @Test(arguments: [3, 900]) func `golden 9: an event published on Tuesday leaves Monday's stay alone`(
        version: Int64
    ) throws {
        var book = RateBook([advanced, casual])
        book.publish(
            Publication(.rate(thursday), knownAt: ZoneRules.winter.instant("2026-03-03T09:00"), version: 500))
        let tariff = try Tariff(book, knownAt: week.entry, before: version, in: .winter)
        let charge = try tariff.price(week)
        #expect(charge.total == .of(150))
        #expect(charge.leftOut.last?.version == 500)
        #expect(charge.leftOut.last?.reason == .publishedLater)
    }

    @Test func `golden 14: the group's rate in a garage that has a public one`() throws {
        let stay = stay("2026-03-02T13:00", "2026-03-02T15:00", groups: [.staff])
        let group = Rate("group", .hourly(12), to: .staff)
        #expect(try charge(stay, group, Rate("casual", .hourly(25))).total == .of(24))
    }

    @Test func `golden 15: where the group has no rate the public one applies`() throws {
        let stay = stay("2026-03-02T09:00", "2026-03-02T21:00", groups: [.staff])
        let group = Rate("group", .hourly(5), .daily("08:00", "18:00"), to: .staff)
        let charge = try charge(stay, casual, group)
        #expect(charge.total == .of(81))
        #expect(charge.lines.map(\.amount) == [.of(45), .of(36)])
    }
}
