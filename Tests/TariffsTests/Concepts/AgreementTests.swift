import Chronology
import Money
import Testing

import Tariffs

@Suite struct AgreementTests {
    let casual = Rate("casual", .hourly(4))
    let visitors = CardID("visitors")!
    let hospital = AgreementID("hospital")!

    /// From 10:00 to 12:30.
    private func charge(_ agreement: AgreementID?, _ standard: RateCard) throws -> Charge {
        let cards = [CardID.standard: standard, visitors: RateCard(rates: [Rate("visit", .once(.of(1)))])]
        var stay = stay("2026-03-02T10:00", "2026-03-02T12:30")
        stay.agreement = agreement
        return try Tariff(cards, in: .winter).price(stay)
    }

    private func card(_ effect: Agreement.Effect, _ rate: Rate) -> RateCard {
        RateCard(rates: [rate], terms: Terms(agreements: [Agreement(id: hospital, effect: effect)]))
    }

    @Test func `it takes minutes off the beginning, and the line names it`() throws {
        let charge = try charge(hospital, card(.minutesOff(.minutes(90)), casual))
        #expect(charge.total == .of(4))
        #expect(charge.lines.map(\.reason) == [.agreement(hospital), .block])
        #expect(charge.lines.map(\.rate) == [nil, casual.id])
        #expect(charge.lines[0].version == 2, "that of the terms, which come behind the rate")
        #expect(charge.card == .standard)
    }

    @Test func `the rate's free time follows behind it`() throws {
        let charge = try charge(
            hospital, card(.minutesOff(.minutes(60)), Rate("casual", .hourly(4), free: .minutes(30))))
        #expect(charge.lines.map(\.reason) == [.agreement(hospital), .free, .block])
        #expect(charge.total == .of(4))
    }

    @Test func `it puts another card in the place of the vehicle's`() throws {
        let charge = try charge(hospital, card(.card(visitors), casual))
        #expect(charge.total == .of(1))
        #expect(charge.card == visitors)
        #expect(charge.leftOut.isEmpty)
        #expect(charge.unknownAgreement == nil)
    }

    @Test func `one that the card does not know, or whose card is missing, changes nothing and is named`() throws {
        let unknown = AgreementID("cinema")!
        let other = try charge(unknown, card(.card(visitors), casual))
        #expect(other.unknownAgreement == unknown)
        #expect(other.total == .of(12))
        let lost = try charge(hospital, card(.card(CardID("lost")!), casual))
        #expect(lost.unknownAgreement == hospital)
        #expect(lost.total == .of(12))
    }

    @Test func `it is the one known at the entry`() throws {
        let stay = stay("2026-03-02T10:00", "2026-03-02T12:30")
        var book = RateBook([casual], terms: card(.minutesOff(.hours(1)), casual).terms)
        let later = card(.minutesOff(.hours(2)), casual).terms
        book.publish(Publication(.terms(later), knownAt: stay.entry, version: 9))
        var agreed = stay
        agreed.agreement = hospital
        #expect(try Tariff(book, knownAt: stay.entry, before: 9, in: .winter).price(agreed).total == .of(8))
        #expect(try Tariff(book, knownAt: stay.entry, before: 10, in: .winter).price(agreed).total == .of(4))
    }
}
