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

    @Test func `an early bird owes it too`() throws {
        let bird = Rate("bird", .once(.of(1)), earlyBird: EarlyBird(exit: .daily("17:00", "19:00")))
        let charge = try charge(.feeAndRates(.of(25)), [("08:00", "16:00")], casual, bird)
        #expect(charge.candidates.map(\.total) == [.of(33), .of(26)])
    }
}
