import Chronology
import Money
import Testing

import Tariffs

/// The golden cases of tariffs.md in which a stay has several prices: early birds and validations.
///
/// 2 March 2026 is a Monday.
@Suite struct GoldenCandidateTests {
    let day = Rate("day", .hourly(12), .daily("08:00", "17:00"))
    let evening = Rate("evening", .once(.of(20)), .daily("17:00", "24:00"))
    let workday = stay("2026-03-02T09:00", "2026-03-02T17:00")

    private func earlyBird(_ amount: Int64) -> Rate {
        Rate("early-bird", .once(.of(amount)), earlyBird: .morningToAfternoon)
    }

    @Test func `golden 1: an early bird prices the whole stay`() throws {
        let charge = try charge(workday, day, evening, earlyBird(24))
        #expect(charge.total == .of(24))
        #expect(charge.candidates.map(\.total) == [.of(116), .of(24)])
        #expect(charge.candidates.map(\.isChosen) == [false, true])
        #expect(charge.leftOut.map(\.reason) == [.dearer, .dearer])
    }

    @Test func `golden 2: who leaves late meets no early bird: eight hours by day and once for the evening`() throws {
        let charge = try charge(stay("2026-03-02T09:00", "2026-03-02T19:00"), day, evening, earlyBird(24))
        #expect(charge.total == .of(116))
        #expect(charge.lines.map(\.quantity) == [8, 1])
        #expect(charge.leftOut.map(\.reason) == [.conditionNotMet])
    }

    @Test func `golden 3: the cheaper counts, and an exit at 17:00 touches the window that opens at 17:00`() throws {
        let charge = try charge(workday, day, evening, earlyBird(150))
        #expect(charge.total == .of(116))
        #expect(charge.lines.map(\.amount) == [.of(96), .of(20)])
        #expect(charge.candidates.map(\.isChosen) == [true, false])
        #expect(charge.leftOut.map(\.reason) == [.dearer])
    }

    let cinema = Rate("cinema", .hourly(12), to: .validation(.cinema))
    let casual = Rate("casual", .hourly(15))

    @Test func `golden 10: a validated stay still has the early bird`() throws {
        var stay = workday
        stay.validations = [.cinema]
        let charge = try charge(stay, cinema, casual, earlyBird(36))
        #expect(charge.total == .of(36))
        #expect(charge.candidates.map(\.total) == [.of(120), .of(96), .of(36)])
    }

    @Test(arguments: [(true, 48), (false, 60)])
    func `golden 11: a validation's rate counts for who has been validated`(
        isValidated: Bool, amount: Int64
    ) throws {
        var stay = stay("2026-03-02T15:00", "2026-03-02T19:00")
        if isValidated { stay.validations = [.cinema] }
        #expect(try charge(stay, cinema, casual, earlyBird(36)).total == .of(amount))
    }

    @Test(arguments: [(true, 10), (false, 12)])
    func `golden 16: a validation goes before a group`(isValidated: Bool, amount: Int64) throws {
        var stay = stay("2026-03-02T08:00", "2026-03-02T18:00", groups: [.staff])
        if isValidated { stay.validations = [.cinema] }
        let charge = try charge(
            stay, Rate("group", .daily(12), to: .staff), Rate("casual", .daily(15)),
            Rate("cinema", .daily(10), to: .validation(.cinema)))
        #expect(charge.total == .of(amount))
    }
}
