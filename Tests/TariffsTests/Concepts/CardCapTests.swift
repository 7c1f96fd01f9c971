import Chronology
import Money
import Testing

import Tariffs

@Suite struct CardCapTests {
    let monday = "2026-03-02"
    let morning = Rate("morning", .hourly(6), .daily("08:00", "12:00"))
    let afternoon = Rate("afternoon", .hourly(10), .daily("12:00", "18:00"))
    let terms = Terms(caps: [Cap(.of(40), in: .calendarDay)])

    @Test func `a card's cap holds for all rates together, and its line names the terms`() throws {
        let charge = try charge(stay("\(monday)T08:00", "\(monday)T16:00"), morning, afternoon, terms: terms)
        #expect(charge.lines.map(\.amount) == [.of(24), .of(40), .of(-24)])
        #expect(charge.lines.last?.rate == nil)
        #expect(charge.lines.last?.version == 0)
        #expect(charge.lines.last?.reason == .cap(terms.caps[0]))
    }

    @Test(arguments: Rate.CardCaps.allCases)
    func `an event says whether it counts towards it`(cardCaps: Rate.CardCaps) throws {
        let event = Rate("event", .hourly(20), .on(monday, "10:00", "12:00"), tier: .event, cardCaps: cardCaps)
        let charge = try charge(stay("\(monday)T08:00", "\(monday)T16:00"), morning, afternoon, event, terms: terms)
        #expect(charge.lines.filter { !$0.isCut }.map(\.amount) == [.of(12), .of(40), .of(40)])
        #expect(charge.total == .of(cardCaps == .included ? 40 : 80))
    }

    @Test func `a rate's own cap of the same length settles first`() throws {
        var capped = morning
        capped.caps = [Cap(.of(10), in: .calendarDay)]
        let charge = try charge(stay("\(monday)T08:00", "\(monday)T16:00"), capped, afternoon, terms: terms)
        #expect(charge.lines.filter(\.isCut).map(\.amount) == [.of(-14), .of(-10)])
        #expect(charge.lines.filter(\.isCut).map(\.rate) == [capped.id, nil])
        #expect(charge.total == .of(40))
    }

    @Test func `the charge that reaches it is cut to it, the rest of the window costs nothing`() throws {
        let terms = Terms(caps: [Cap(.of(25), in: .elapsed(.hours(24)))])
        let charge = try charge(stay("2026-03-02T08:00", "2026-03-03T09:00"), morning, afternoon, terms: terms)
        #expect(charge.total == .of(25 + 6))
    }

    @Test func `rivals are compared after it`() throws {
        let terms = Terms(caps: [Cap(.of(3), in: .calendarDay)])
        let (dear, cheap) = (Rate("dear", .hourly(9)), Rate("cheap", .hourly(4)))
        let charge = try charge(stay("\(monday)T08:00", "\(monday)T10:00"), dear, cheap, terms: terms)
        #expect(charge.total == .of(3))
        #expect(charge.lines.first?.rate == dear.id, "both add 3; the one published first applies")
    }

    @Test func `it holds for an early bird too`() throws {
        let bird = Rate("early-bird", .once(.of(30)), earlyBird: .morningToAfternoon)
        let terms = Terms(caps: [Cap(.of(20), in: .calendarDay)])
        let charge = try charge(stay("\(monday)T09:00", "\(monday)T17:00"), bird, terms: terms)
        #expect(charge.candidates.map(\.total) == [.zero, .of(20)])
    }
}
