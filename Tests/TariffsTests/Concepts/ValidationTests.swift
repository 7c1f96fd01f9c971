import Chronology
import Money
import Testing

import Tariffs

@Suite struct ValidationTests {
    let casual = Rate("casual", .hourly(15))
    let cinema = Rate("cinema", .hourly(5), .daily("18:00", "23:00"), to: .validation(.cinema))

    private func evening(_ validations: Set<ValidationID>, groups: Set<GroupID> = []) -> Stay {
        var stay = stay("2026-03-02T17:00", "2026-03-02T20:00", groups: groups)
        stay.validations = validations
        return stay
    }

    @Test func `where the validation has no rate the ordinary ones apply`() throws {
        let charge = try charge(evening([.cinema]), casual, cinema)
        #expect(charge.lines.map(\.rate) == [casual.id, cinema.id])
        #expect(charge.lines.map(\.amount) == [.of(15), .of(10)])
        #expect(charge.candidates.map(\.way) == [.layered, .validated])
        #expect(charge.candidates.map(\.total) == [.of(45), .of(25)])
    }

    @Test func `a validation that would cost more is not used`() throws {
        let dear = Rate("cinema", .hourly(50), to: .validation(.cinema))
        let charge = try charge(evening([.cinema]), casual, dear)
        #expect(charge.total == .of(45))
        #expect(charge.candidates.map(\.isChosen) == [true, false])
        #expect(charge.leftOut.map(\.reason) == [.dearer])
    }

    @Test func `it goes before a group's event`() throws {
        let event = Rate("event", .hourly(9), .on("2026-03-02", "08:00", "22:00"), to: .staff, tier: .event)
        let charge = try charge(evening([.cinema], groups: [.staff]), casual, cinema, event)
        #expect(charge.lines.map(\.rate) == [event.id, cinema.id])
    }

    @Test func `of two validations the cheaper rate applies in each stretch`() throws {
        let surgery = Rate("surgery", .hourly(7), .daily("16:00", "20:00"), to: .validation(.surgery))
        let charge = try charge(evening([.cinema, .surgery]), casual, cinema, surgery)
        #expect(charge.lines.map(\.rate) == [surgery.id, cinema.id])
        #expect(charge.total == .of(17))
    }

    @Test func `who was not validated, or by somebody else, has no such rate`() throws {
        for validations in [[], [ValidationID.surgery]] {
            let charge = try charge(evening(Set(validations)), casual, cinema)
            #expect(charge.total == .of(45))
            #expect(charge.leftOut.map(\.reason) == [.otherAudience])
        }
    }

    @Test func `a validation may have an early bird`() throws {
        let bird = Rate(
            "bird", .once(.of(3)), to: .validation(.cinema), earlyBird: EarlyBird(exit: .daily("19:00", "21:00")))
        #expect(try charge(evening([.cinema]), casual, bird).total == .of(3))
        #expect(try charge(evening([]), casual, bird).total == .of(45))
    }

    @Test func `a validation's grace makes the stay free`() throws {
        let short = Rate("shop", .hourly(5), to: .validation(.cinema), grace: .hours(4))
        let charge = try charge(evening([.cinema]), casual, short)
        #expect(charge.lines.map(\.reason) == [.grace])
        #expect(charge.candidates.map(\.total) == [.of(45), .zero])
    }
}
