import Chronology
import Money
import Tariffs
import Testing

@testable import Parking

/// What a driver pays who had lost the ticket, where nobody knows whose stay ended.
@Suite struct LostTicketPaymentTests {
    let eight = LocalDay.monday.at("08:00")
    let noon = LocalDay.monday.at("12:00")
    let cash = PaymentMeans(.cash)
    let price = Money(minorUnits: 25_00)

    /// 2.00 an hour; a car leaves at noon whose driver has lost the ticket, which is exit 3.
    private func site(_ rule: LostTicketRule, _ unpaid: UnpaidExit = .listed) throws -> (Site, Departure) {
        var site = try Site(
            .open(9) {
                $0.lostTicket = rule
                $0.unpaidExit = unpaid
            })
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening + .minutes(1))
        let lost = try site.send(.lostTicket(.init(Passage(gate: .exit), enteredAt: eight)), at: noon)
        guard case .exited(.left(let departure)) = lost.result else { throw TariffError.overflow }
        return (site, departure)
    }

    private let exit = ExitID(version: 3)

    private func pay(_ amount: Money? = nil) -> Command { .pay(.init(for: .exit(exit), cash, amount: amount)) }

    private func paid(_ decision: Decision) throws -> Pay.Outcome {
        guard case .paid(let outcome) = decision.result else { throw TariffError.overflow }
        return outcome
    }

    @Test(arguments: [(LostTicketRule.claimedEntry, Int64(8_00)), (.price(Money(minorUnits: 25_00)), 25_00)])
    func `the exit itself is paid for: its driver's claim, or the garage's price`(
        rule: LostTicketRule, total: Int64
    ) throws {
        let (begun, departure) = try self.site(rule)
        var site = begun
        #expect(departure.session == nil && departure.exit == exit)
        #expect(departure.bill?.due == Money(minorUnits: total))
        let first = try paid(site.send(pay(Money(minorUnits: 3_00)), at: noon))
        #expect(first.due == Money(minorUnits: total - 3_00) && first.leaveBy == nil)
        #expect(try paid(site.send(pay(), at: noon)).due == .zero)
        #expect(site.garage.bill(of: .exit(exit))?.received == Money(minorUnits: total))
        #expect(throws: Refusal.nothingDue(.exit(exit), leaveBy: nil, in: .open(9))) { try site.send(pay(), at: noon) }
        let back = Command.refund(.init(of: .exit(exit), cash, amount: Money(minorUnits: 1_00), .misread))
        try site.send(back, at: noon)
        #expect(site.garage.bill(of: .exit(exit))?.received == Money(minorUnits: total - 1_00))
    }

    @Test func `what is owed for it can be paid, or let off, however long ago it was`() throws {
        for waives in [false, true] {
            var site = try self.site(.price(price)).0
            let later = noon + .days(100)
            try site.send(.seen(.ben), at: later)
            #expect(site.garage.stays.exits[exit] == nil && site.garage.accounts.lostTickets[exit] != nil)
            try site.send(waives ? .waive(.init(.exit(exit), .misread)) : pay(), at: later)
            #expect(site.garage.accounts.lostTickets.isEmpty)
            // An account that is even is forgotten.
            try site.send(.seen(.ben), at: later + .days(40))
            #expect(site.garage.account(of: .exit(exit)) == nil)
            #expect(throws: Refusal.exitGone(exit)) { try site.send(pay(), at: later + .days(40)) }
        }
    }

    @Test func `where money is looked after elsewhere nothing is asked for at the exit, and an old one is gone`() throws
    {
        let (begun, departure) = try self.site(.price(price), .ignored)
        #expect(departure.bill == nil)
        let later = noon + .days(100)
        var unpaid = begun
        try unpaid.send(.seen(.ben), at: later)
        #expect(throws: Refusal.exitGone(exit)) { try unpaid.send(pay(), at: later) }
        // Where a part was paid, what is left can be.
        var site = begun
        #expect(try paid(site.send(pay(Money(minorUnits: 5_00)), at: noon)).due == Money(minorUnits: 20_00))
        try site.send(.seen(.ben), at: later)
        #expect(try paid(site.send(pay(), at: later)).due == .zero)
        #expect(site.garage.accounts.lostTickets.isEmpty)
    }

    @Test func `who claims to have come in more than 31 days ago is looked for by a person`() throws {
        var site = try self.site(.claimedEntry).0
        func claim(_ entry: Instant) -> Command { .lostTicket(.init(Passage(gate: .exit), enteredAt: entry)) }
        let (later, days) = (noon + .days(40), TimeSpan.days(31))
        #expect(throws: Refusal.claimsTooMuch(later - days - .seconds(1))) {
            try site.send(claim(later - days - .seconds(1)), at: later)
        }
        try site.send(claim(later - days), at: later)
    }

    @Test func `a claimed stay lasts as long as any, and then costs the overstay`() throws {
        for knowsTicket in [true, false] {
            var site = try Site(
                .open(9) {
                    $0.longestStay = .hours(2)
                    $0.unpaidExit = .listed
                })
            try site.send(
                .cardPublished(
                    .init(RateCard(rates: [.hourly("day", 2)], terms: Terms(overstay: .feeAndRates(.euros(25)))))),
                at: .opening)
            if knowsTicket { try site.send(.opened(.ticket), at: eight) }
            let lost = try site.send(.lostTicket(.init(Passage(gate: .exit), enteredAt: eight)), at: noon)
            guard case .exited(.left(let departure)) = lost.result else { throw TariffError.overflow }
            #expect(departure.bill?.due == .euros(33), "\(knowsTicket)")
        }
    }

    @Test func `who has paid and then loses the ticket leaves within the time to leave`() throws {
        var site = try Site(.open(9) { $0.unpaidExit = .listed })
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening + .minutes(1))
        try site.send(.opened(.ticket), at: eight)
        let stay = try #require(site.garage.session(of: .ticket)?.id)
        try site.send(.pay(.init(for: .session(stay), cash)), at: eight + .minutes(55))
        let lost = try site.send(
            .lostTicket(.init(Passage(gate: .exit), enteredAt: eight)), at: eight + .minutes(63))
        guard case .exited(.left(let departure)) = lost.result else { throw TariffError.overflow }
        #expect(departure.bill?.due == .zero && site.garage.exceptions.allSatisfy { $0.kind != .settledDiffers })
    }

    @Test func `an exit that is no lost ticket's is told what to do instead`() throws {
        var site = try Site.hourly()
        try site.send(.left(.plate(.anna)), at: noon)
        let stray = ExitID(version: site.garage.version)
        #expect(throws: Refusal.noTicketLost(stray)) { try site.send(.pay(.init(for: .exit(stray), cash)), at: noon) }
        try site.send(.opened(.ben), at: noon)
        let session = SessionID(version: site.garage.version)
        try site.send(.left(.plate(.ben)), at: noon + .hours(1))
        let known = ExitID(version: site.garage.version)
        #expect(throws: Refusal.exitOfStay(known, session)) {
            try site.send(.pay(.init(for: .exit(known), cash)), at: noon + .hours(1))
        }
        #expect(throws: Refusal.exitGone(ExitID(version: 99))) {
            try site.send(.pay(.init(for: .exit(ExitID(version: 99)), cash)), at: noon + .hours(1))
        }
    }

    @Test func `once its stay is known what was paid counts for that, and a difference is a case for a person`() throws
    {
        var site = try self.site(.claimedEntry).0
        try site.send(pay(), at: noon)
        // A gate that was offline tells of a car that came in two hours later than its driver had said.
        try site.send(.opened(.anna, happened: eight + .hours(2)), at: noon + .minutes(30))
        let session = SessionID(version: site.garage.version)
        try site.send(.linkExit(.init(exit, to: session, .misread)), at: noon + .hours(1))
        let bill = try #require(site.garage.bill(of: .session(session)))
        #expect(bill.received == Money(minorUnits: 8_00) && bill.due == .zero)
        #expect(bill.difference == Money(minorUnits: -4_00))
        #expect(site.garage.account(of: .exit(exit)) == nil && site.garage.bill(of: .exit(exit)) == nil)
        #expect(site.garage.exceptions.map(\.kind) == [.settledDiffers])
        #expect(throws: Refusal.exitOfStay(exit, session)) { try site.send(pay(), at: noon + .hours(1)) }
        try site.send(.refund(.init(of: .session(session), cash, .misread)), at: noon + .hours(1))
        #expect(site.garage.exceptions.isEmpty)
    }

    @Test func `what two things have in their accounts adds up when they turn out to be one`() {
        var (stay, exit) = (Account(), Account())
        (stay.received, exit.received, exit.waived) = (Money(minorUnits: 2_00), Money(minorUnits: 20_00), price)
        #expect(stay.with(exit).settlement == nil)
        exit.settlement = Settlement(known: Money(minorUnits: 45_00), at: noon, leaveBy: nil)
        let sum = stay.with(exit)
        #expect(sum.received == Money(minorUnits: 22_00) && sum.waived == price)
        #expect(sum.settlement == Settlement(known: Money(minorUnits: 47_00), at: noon, leaveBy: nil))
    }

    @Test func `a lost ticket that was paid for and left at another time is a case for a person`() throws {
        var site = try self.site(.claimedEntry).0
        try site.send(pay(), at: noon)
        try site.send(
            .correctPassage(.init(.exit(exit), at: LocalDay.monday.at("11:00"), .misread)), at: noon + .minutes(5))
        let differs = try #require(site.garage.exceptions.first { $0.kind == .settledDiffers })
        #expect(differs.subject == .exit(exit))
        #expect(site.garage.amountAtRisk(by: differs, at: noon) == Money(minorUnits: -2_00))
        try site.send(.refund(.init(of: .exit(exit), cash, .misread)), at: noon + .minutes(6))
        #expect(site.garage.exceptions.map(\.kind) == [.exitWithoutEntry])
    }
}
