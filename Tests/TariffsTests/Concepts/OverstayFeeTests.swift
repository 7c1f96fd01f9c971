import Chronology
import Money
import Testing

import Tariffs

@Suite struct OverstayFeeTests {
    let monday = "2026-03-02"
    let casual = Rate("casual", .hourly(4))

    private func charge(_ policy: OverstayPolicy, _ covered: [(String, String)], _ rates: Rate...) throws -> Charge {
        let stay = stay(
            "\(monday)T08:00", "\(monday)T18:00", covered: covered.map { ("\(monday)T\($0.0)", "\(monday)T\($0.1)") })
        return try Tariff(RateBook(rates, terms: Terms(overstay: policy)), in: .winter).price(stay)
    }

    @Test func `by the rates no fee is owed`() throws {
        let charge = try charge(.rates, [("08:00", "16:00")], casual)
        #expect(charge.lines.map(\.reason) == [.covered, .block])
        #expect(charge.total == .of(8))
    }

    @Test func `a fee is owed for the overstay and nothing else, over its whole length`() throws {
        let charge = try charge(.fee(.of(25)), [("08:00", "16:00")], casual)
        #expect(charge.lines.map(\.reason) == [.covered, .overstay])
        #expect(charge.lines[1].until == ZoneRules.winter.instant("\(monday)T18:00"))
        #expect(charge.lines[1].version == 0, "that of the terms")
        #expect(charge.total == .of(25))
        #expect(charge.leftOut.map(\.reason) == [.nothingToPay])
    }

    @Test func `beside the rates it has a line without length`() throws {
        let charge = try charge(.feeAndRates(.of(25)), [("08:00", "16:00")], casual)
        #expect(charge.lines.map(\.reason) == [.covered, .overstay, .block])
        #expect(charge.lines[1].from == charge.lines[1].until)
        #expect(charge.total == .of(33))
    }

    @Test func `time before a right is no overstay`() throws {
        let charge = try charge(.fee(.of(25)), [("10:00", "16:00")], casual)
        #expect(charge.lines.map(\.reason) == [.block, .covered, .overstay])
        #expect(charge.lines.map(\.amount) == [.of(8), .zero, .of(25)])
    }

    @Test func `each stretch behind a right owes the fee`() throws {
        let twice = [("08:00", "09:00"), ("12:00", "13:00")]
        #expect(try charge(.fee(.of(25)), twice, casual).total == .of(50))
        #expect(try charge(.feeAndRates(.of(25)), twice, casual).total == .of(50 + 4 * 8))
    }

    @Test func `who leaves with the right owes none, nor does one right that follows on another`() throws {
        #expect(try charge(.fee(.of(25)), [("08:00", "18:00")], casual).total == .zero)
        #expect(try charge(.fee(.of(25)), [("08:00", "12:00"), ("12:00", "18:00")], casual).total == .zero)
    }

    @Test func `caps do not hold for it, allowances take no part of it, a grace forgives it`() throws {
        let capped = Rate("casual", .hourly(4), caps: [Cap(.of(5), in: .calendarDay)])
        #expect(try charge(.feeAndRates(.of(25)), [("08:00", "16:00")], capped).total == .of(30))
        let free = Rate("casual", .hourly(4), free: .hours(12))
        #expect(try charge(.feeAndRates(.of(25)), [("08:00", "16:00")], free).total == .of(25))
        let graced = Rate("casual", .hourly(4), grace: .hours(11))
        #expect(try charge(.fee(.of(25)), [("08:00", "16:00")], graced).total == .zero)
    }

    @Test(arguments: [
        OverstayPolicy(.rates, grace: .hours(2)), .fee(.of(25), grace: .hours(2)),
        .feeAndRates(.of(25), grace: .hours(2)),
    ]) func `whatever is owed, a stretch no longer than the grace costs nothing`(policy: OverstayPolicy) throws {
        let charge = try charge(policy, [("08:00", "16:00")], casual)
        #expect(charge.lines.map(\.reason) == [.covered, .overstayGrace])
        #expect(charge.lines[1].version == 0, "that of the terms")
        #expect(charge.total == .zero)
        #expect(charge.leftOut.map(\.reason) == [.nothingToPay])
    }

    static let longer: [(OverstayPolicy, Int64)] = [
        (OverstayPolicy(.rates, grace: .minutes(119)), 8), (.fee(.of(25), grace: .minutes(119)), 25),
        (.feeAndRates(.of(25), grace: .minutes(119)), 33),
    ]

    @Test(arguments: longer) func `a longer one counts from the end of the right`(policy: OverstayPolicy, euros: Int64)
        throws
    {
        #expect(try charge(policy, [("08:00", "16:00")], casual).total == .of(euros))
    }

    @Test func `each stretch has the grace, between two rights too, but not the time before the first`() throws {
        let policy = OverstayPolicy.fee(.of(25), grace: .hours(2))
        let charge = try charge(policy, [("09:00", "11:00"), ("13:00", "16:00")], casual)
        #expect(charge.lines.map(\.reason) == [.block, .covered, .overstayGrace, .covered, .overstayGrace])
        #expect(charge.total == .of(4))
    }

    @Test func `an agreement takes nothing off what the grace forgives`() throws {
        let terms = Terms(
            overstay: .feeAndRates(.of(25), grace: .hours(1)),
            agreements: [Agreement(id: AgreementID("clinic")!, effect: .minutesOff(.hours(1)))])
        var stay = stay(
            "\(monday)T08:00", "\(monday)T18:00",
            covered: [("\(monday)T08:00", "\(monday)T10:00"), ("\(monday)T11:00", "\(monday)T16:00")])
        stay.agreement = AgreementID("clinic")
        let charge = try Tariff(RateBook([casual], terms: terms), in: .winter).price(stay)
        #expect(charge.lines.map(\.amount) == [.zero, .zero, .zero, .of(25), .zero, .of(4)])
        #expect(charge.lines[1].reason == .overstayGrace)
    }

    @Test func `an exit within the grace touches no window`() throws {
        let night = Rate("night", .once(.of(20)), .daily("18:00", "23:00"))
        #expect(try charge(.rates, [("08:00", "17:00")], night).total == .of(20))
        #expect(try charge(OverstayPolicy(.rates, grace: .hours(1)), [("08:00", "17:00")], night).total == .zero)
    }

    @Test func `time that is forgiven beside a right owes no fee, and what reaches beyond it owes all of it`() throws {
        var stay = stay(
            "\(monday)T08:00", "\(monday)T18:00", covered: [("\(monday)T09:00", "\(monday)T16:00")])
        let book = RateBook([casual], terms: Terms(overstay: .feeAndRates(.of(25))))
        stay.forgiven = [stay.entry..<stay.entry + .hours(1), stay.exit - .hours(2)..<stay.exit]
        let free = try Tariff(book, in: .winter).price(stay)
        #expect(free.lines.map(\.reason) == [.forgiven, .covered, .forgiven])
        #expect(free.total == .zero)
        stay.forgiven = stay.forgiven.map { $0.lowerBound + .seconds(1)..<$0.upperBound - .seconds(1) }
        #expect(try Tariff(book, in: .winter).price(stay).total == .of(25 + 4 * 3))
    }

    static let beyond: [(OverstayPolicy, Int64)] = [
        (.rates, 40), (.fee(.of(25)), 16 + 25), (.feeAndRates(.of(25)), 40 + 25),
    ]

    @Test(arguments: beyond) func `who has no right and stays longer than one may overstays from then on (rule 17)`(
        policy: OverstayPolicy, euros: Int64
    ) throws {
        var stay = stay("\(monday)T08:00", "\(monday)T18:00")
        stay.limit = stay.entry + .hours(4)
        let tariff = try Tariff(RateBook([casual], terms: Terms(overstay: policy)), in: .winter)
        #expect(try tariff.price(stay).total == .of(euros))
        stay.limit = stay.exit
        #expect(try tariff.price(stay).total == .of(40))
    }

    @Test func `who leaves within the grace behind that pays by the rates, and a moment later the fee beside them`()
        throws
    {
        var stay = stay("\(monday)T08:00", "\(monday)T12:15")
        stay.limit = stay.entry + .hours(4)
        let terms = Terms(overstay: .fee(.of(25), grace: .minutes(15)))
        let tariff = try Tariff(RateBook([casual], terms: terms), in: .winter)
        #expect(try tariff.price(stay).total == .of(5 * 4))
        stay.exit = stay.exit + .seconds(1)
        let charge = try tariff.price(stay)
        #expect(charge.lines.map(\.reason) == [.block, .overstay] && charge.total == .of(5 * 4 + 25))
    }

    @Test func `who has a right at first has no other limit than that`() throws {
        var stay = stay("\(monday)T08:00", "\(monday)T16:00", covered: [("\(monday)T08:00", "\(monday)T16:00")])
        stay.limit = stay.entry + .hours(1)
        let tariff = try Tariff(RateBook([casual], terms: Terms(overstay: .fee(.of(25)))), in: .winter)
        #expect(try tariff.price(stay).total == .zero)
    }

    @Test func `an early bird owes it too`() throws {
        let bird = Rate("bird", .once(.of(1)), earlyBird: EarlyBird(exit: .daily("17:00", "19:00")))
        let charge = try charge(.feeAndRates(.of(25)), [("08:00", "16:00")], casual, bird)
        #expect(charge.candidates.map(\.total) == [.of(33), .of(26)])
    }
}
