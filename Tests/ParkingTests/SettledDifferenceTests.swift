import Chronology
import Money
import Tariffs
import Testing

@testable import Parking

/// A stay that was settled and would cost otherwise waits for a person, however long that takes (design rules 14 and 16).
@Suite struct SettledDifferenceTests {
    let cash = PaymentMeans(.cash)
    let session = SessionID(4)
    let subject = PaymentSubject.session(SessionID(4))

    private func at(_ time: String) -> Instant { LocalDay.monday.at(time) }
    /// Nothing that is told by then may change a stay of Monday.
    private var monthsLater: Instant { at("12:00") + .days(100) }

    /// At 3.00 an hour Anna came in at ten, which is session 4, left at two and paid 12.00. She had come at another hour.
    private func site(cameAt entry: String, _ unpaid: UnpaidExit) throws -> Site {
        var site = try Site(.open(5) { $0.unpaidExit = unpaid })
        try site.send(.ratePublished(.init(.hourly("day", 3))), at: .opening + .minutes(1))
        try site.send(.seen(.anna), at: at("10:00"))
        try site.send(.opened(.plate(.anna)), at: at("10:00"))
        try site.send(.left(.plate(.anna)), at: at("14:00"))
        try site.send(.pay(.init(for: subject, cash)), at: at("14:00"))
        try site.send(.correctPassage(.init(.entry(session), at: at(entry), .misread)), at: at("14:01"))
        try site.send(.seen(.ben), at: monthsLater)
        return site
    }

    @Test(arguments: [UnpaidExit.ignored, .listed])
    func `what it costs more can be collected or let off when its passages are long forgotten`(unpaid: UnpaidExit)
        throws
    {
        for waives in [false, true] {
            var site = try site(cameAt: "08:00", unpaid)
            #expect(site.garage.stays.known(session) == nil)
            let exception = try #require(site.garage.exceptions.first { $0.kind == .settledDiffers })
            #expect(site.garage.amountAtRisk(by: exception, at: monthsLater) == Money.euros(6))
            #expect(site.garage.car(of: exception) == .plate(.anna))
            try site.send(
                waives ? .waive(.init(subject, .misread)) : .pay(.init(for: subject, cash)), at: monthsLater)
            #expect(site.garage.exceptions.isEmpty && site.garage.accounts.owed.isEmpty)
        }
    }

    @Test(arguments: [UnpaidExit.ignored, .listed])
    func `what it costs less is given back without a word of how much that is`(unpaid: UnpaidExit) throws {
        var site = try site(cameAt: "12:00", unpaid)
        let exception = try #require(site.garage.exceptions.first { $0.kind == .settledDiffers })
        #expect(site.garage.amountAtRisk(by: exception, at: monthsLater) == Money.euros(-6))
        #expect(site.garage.needs(of: [.anna], at: monthsLater) == [.anna: .exception(exception.id)])
        try site.send(.refund(.init(of: subject, cash, amount: Money.euros(2), .misread)), at: monthsLater)
        #expect(site.garage.amountAtRisk(by: exception, at: monthsLater) == Money.euros(-4))
        try site.send(.refund(.init(of: subject, cash, .misread)), at: monthsLater)
        #expect(site.garage.account(of: subject)?.received == Money.euros(6))
        #expect(site.garage.exceptions.isEmpty && site.garage.accounts.owed.isEmpty)
        #expect(site.garage.needs(of: [.anna], at: monthsLater).isEmpty)
    }

    @Test func `a difference that a person has dismissed is kept no longer than its stay`() throws {
        var site = try site(cameAt: "08:00", .listed)
        let exception = try #require(site.garage.exceptions.first { $0.kind == .settledDiffers })
        try site.send(.dismissException(.init(exception.id, .misread)), at: monthsLater)
        #expect(site.garage.accounts.owed.isEmpty)
        try site.send(.seen(.ben), at: monthsLater + .days(100))
        #expect(site.garage.account(of: subject) == nil)
        #expect(throws: Refusal.self) { try site.send(.pay(.init(for: subject, cash)), at: monthsLater + .days(100)) }
    }

    @Test func `where money is looked after elsewhere, what is left of a part that was paid can be paid as long`()
        throws
    {
        var site = try Site(.open(5))
        try site.send(.ratePublished(.init(.hourly("day", 3))), at: .opening + .minutes(1))
        try site.send(.opened(.plate(.anna)), at: at("10:00"))
        let subject = PaymentSubject.session(SessionID(version: site.garage.version))
        try site.send(.left(.plate(.anna)), at: at("14:00"))
        try site.send(.pay(.init(for: subject, cash, amount: Money.euros(4))), at: at("14:00"))
        try site.send(.seen(.ben), at: monthsLater)
        #expect(site.garage.bill(of: subject)?.due == Money.euros(8))
        try site.send(.pay(.init(for: subject, cash)), at: monthsLater)
        #expect(site.garage.account(of: subject)?.received == Money.euros(12) && site.garage.accounts.owed.isEmpty)
    }

    @Test func `the exit of a lost ticket that was paid for and would cost otherwise waits as long`() throws {
        var site = try Site(
            .open(9) {
                $0.lostTicket = .claimedEntry
                $0.unpaidExit = .listed
            })
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening + .minutes(1))
        try site.send(.lostTicket(.init(Passage(gate: .exit), enteredAt: at("08:00"))), at: at("12:00"))
        let exit = ExitID(version: 3)
        try site.send(.pay(.init(for: .exit(exit), cash)), at: at("12:00"))
        try site.send(.correctPassage(.init(.exit(exit), at: at("11:00"), .misread)), at: at("12:01"))
        try site.send(.seen(.ben), at: monthsLater)
        #expect(site.garage.stays.exits[exit] == nil)
        let exception = try #require(site.garage.exceptions.first { $0.kind == .settledDiffers })
        #expect(site.garage.amountAtRisk(by: exception, at: monthsLater) == Money.euros(-2))
        try site.send(.refund(.init(of: .exit(exit), cash, .misread)), at: monthsLater)
        #expect(site.garage.exceptions.isEmpty && site.garage.accounts.lostTickets.isEmpty)
    }
}
