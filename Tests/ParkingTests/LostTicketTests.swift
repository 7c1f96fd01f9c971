import Chronology
import Money
import Parking
import Tariffs
import Testing

/// A driver at the exit who has lost the ticket: by the garage's choice a price, or what the claimed entry costs.
@Suite struct LostTicketTests {
    let eight = LocalDay.monday.at("08:00")
    let nine = LocalDay.monday.at("09:00")
    let noon = LocalDay.monday.at("12:00")
    let lost = TicketID("R5")!
    let price = Money(minorUnits: 25_00)

    /// 2.00 an hour; tickets R4 of seven, R5 of eight and R6 of nine, and Anna since six are inside.
    private func site(_ rule: LostTicketRule = .claimedEntry) throws -> Site {
        var site = try Site(.open(9) { $0.lostTicket = rule })
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening + .minutes(1))
        try site.send(.opened(.anna), at: eight - .hours(2))
        for hour in 0...2 {
            let ticket = CarIdentity.ticket(TicketID("R\(4 + hour)")!)
            try site.send(.opened(ticket), at: eight + .hours(Int64(hour) - 1))
        }
        return site
    }

    private func claim(_ entry: Instant?, happened: Instant? = nil, read: String? = nil) -> Command {
        .lostTicket(
            .init(
                Passage(gate: .exit, occurredAt: happened, read: read.map { DeviceEventID($0)! }), enteredAt: entry))
    }

    private func found(_ session: Int64, remark: Remark? = nil) -> Command {
        .lostTicket(.init(Passage(gate: .exit), of: SessionID(session), reason: ReasonCode("lost")!, remark: remark))
    }

    private func departure(_ decision: Decision) throws -> Departure {
        guard case .exited(.left(let departure)) = decision.result else { throw Unexpected() }
        return departure
    }

    private func charge(_ departure: Departure) throws -> Charge {
        guard case .charged(let charge) = departure.charge else { throw Unexpected() }
        return charge
    }

    private struct Unexpected: Error {}

    @Test func `the ticket whose entry is nearest to the claim ends, which is assumed, and the claim is charged`()
        throws
    {
        var site = try site()
        let claimed = eight + .minutes(20)
        let decision = try site.send(claim(claimed, read: "x1"), at: noon)
        #expect(
            decision.facts.map(\.event) == [
                .carExited(
                    .init(session: SessionID(5), gate: .exit, read: DeviceEventID("x1")!, isAssumed: true)),
                .ticketLost(.init(ExitID(version: 7), LostTicket(claimedEntry: claimed))),
            ])
        let departure = try departure(decision)
        #expect(departure.session == SessionID(5) && departure.isAssumed && departure.claimedEntry == claimed)
        let charge = try charge(departure)
        #expect(charge.total == Money(minorUnits: 8_00))
        #expect(charge.lines.map(\.reason) == [.lostTicket, .block])
        #expect(charge.lines[0].from == claimed && charge.lines[0].until == claimed && charge.lines[0].amount == .zero)
        #expect(site.garage.inside == 3)
        // The log makes the same charge again.
        #expect(Ledger(site.log).total == 8_00)
    }

    @Test func `a garage with a price for it asks that, however long the stay was`() throws {
        var site = try site(.price(price))
        for (command, session) in [(claim(nine), Int64(6)), (claim(nil), 4), (found(5), 5)] {
            let departure = try departure(try site.send(command, at: noon + .seconds(session)))
            #expect(departure.session == SessionID(session))
            let charge = try charge(departure)
            #expect(charge.total == price && charge.lines.map(\.reason) == [.lostTicket])
            #expect(charge.lines[0].until == departure.exitedAt && charge.lines[0].unit == .once)
        }
        #expect(Ledger(site.log).total == 75_00)
    }

    @Test func `the price has the card's tax in it, or it comes on top, as with all its prices`() throws {
        for (isIncluded, total, tax) in [(true, Int64(25_00), Int64(3_99)), (false, 29_75, 4_75)] {
            var site = try Site(.open(9) { $0.lostTicket = .price(price) })
            let terms = Terms(tax: Tax(name: "VAT", basisPoints: 1_900, isIncluded: isIncluded))
            try site.send(.cardPublished(.init(RateCard(rates: [], terms: terms))), at: .opening)
            let charge = try charge(try departure(try site.send(claim(nil), at: noon)))
            #expect(charge.total == Money(minorUnits: total) && charge.tax?.amount == Money(minorUnits: tax))
        }
    }

    @Test func `a stay that an operator has found ends by its own charge`() throws {
        var site = try site()
        let decision = try site.send(found(6, remark: .boom), at: noon)
        #expect(
            decision.facts.map(\.event) == [
                .carExited(.init(session: SessionID(6), gate: .exit, read: nil)),
                .ticketLost(
                    .init(ExitID(version: 7), LostTicket(), reason: ReasonCode("lost")!, remark: .boom)),
            ])
        let departure = try departure(decision)
        #expect(!departure.isAssumed && departure.claimedEntry == nil)
        #expect(try charge(departure).lines.map(\.reason) == [.block])
        #expect(Ledger(site.log).total == 6_00)
    }

    @Test func `where no car without a plate is inside it is an exit without an entry, and the claim is charged`()
        throws
    {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        let decision = try site.send(claim(nine), at: noon)
        #expect(
            decision.facts.map(\.event) == [
                .exitWithoutEntry(.init(car: .unknown, gate: .exit, read: nil)),
                .ticketLost(.init(ExitID(version: 4), LostTicket(claimedEntry: nine))),
            ])
        let departure = try departure(decision)
        #expect(departure.session == nil && !departure.isAssumed)
        #expect(try charge(departure).total == Money(minorUnits: 6_00))
    }

    @Test func `what a claim costs goes by the rates that were known at the claimed entry`() throws {
        var site = try site()
        try site.send(.ratePublished(.init(.hourly("day", 5))), at: eight + .minutes(30))
        #expect(try charge(try departure(try site.send(claim(eight), at: noon))).total == Money(minorUnits: 8_00))
        #expect(try charge(try departure(try site.send(claim(nine), at: noon))).total == Money(minorUnits: 15_00))
    }

    @Test func `rule 10: when the ticket is found and used, the lost one's exit goes to the next nearest stay`() throws
    {
        var site = try site()
        try site.send(claim(eight + .minutes(20)), at: noon)
        let own = try site.send(.left(.ticket(lost)), at: noon + .hours(1))
        #expect(
            own.facts.map(\.event) == [
                .carExited(.init(session: SessionID(5), gate: .exit, read: nil)),
                .exitLinked(.init(ExitID(version: 7), to: SessionID(6), isAssumed: true)),
            ])
        // Five hours by the ticket's own times, and still the claim's four for whoever had lost one.
        #expect(Ledger(site.log).total == 10_00 + 8_00)
        #expect(site.garage.reuses(of: lost) == [])
    }

    @Test func `rule 11: a ticket that is told to have come in before finds the exit of the driver who had lost it`()
        throws
    {
        for order in [[0, 1], [1, 0]] {
            var site = try Site.hourly()
            let commands: [Command] = [.opened(.ticket(lost), happened: eight), claim(eight, happened: noon)]
            for place in order { try site.send(commands[place], at: noon + .hours(1)) }
            #expect(site.garage.inside == 0)
            #expect(Ledger(site.log).total == 8_00)
        }
    }

    @Test func `a person who links the exit to a stay says when the car came in, so the claim is charged no more`()
        throws
    {
        var site = try site()
        try site.send(claim(eight + .minutes(20)), at: noon)
        try site.send(.linkExit(.init(ExitID(version: 7), to: SessionID(4), .misread)), at: noon + .hours(1))
        #expect(site.garage.sessions[SessionID(5)] != nil)
        #expect(Ledger(site.log).total == 10_00)
    }

    @Test func `rule 9: the same report has no second effect`() throws {
        var site = try site()
        try site.send(claim(nine, read: "x1"), at: noon)
        #expect(try site.send(claim(nine, read: "x1"), at: noon + .hours(1)).result == .exited(.repeated(SessionID(6))))
        try site.send(found(5), at: noon)
        let again = try site.send(found(5), at: noon + .seconds(9))
        #expect(again.facts.isEmpty && again.result == .exited(.repeated(SessionID(5))))
    }

    @Test func `a claim is needed where it is what is charged, and lies before the exit`() throws {
        let garage = given(.open(5))
        garage.when(claim(nil), at: noon).thenRefuses(.entryMustBeClaimed)
        garage.when(claim(noon + .seconds(1)), at: noon).thenRefuses(.claimsEntryBehind(noon + .seconds(1), exit: noon))
        garage.when(.lostTicket(.init(Passage(gate: .entry), enteredAt: nine)), at: noon)
            .thenRefuses(.wrongDirection(.entry, .exit))
        garage.when(found(7), at: noon).thenRefuses(.noStay(SessionID(7)))
        var site = try site()
        try site.send(.left(.ticket(lost)), at: nine)
        let stay = site.garage.stays(of: lost)[0].session
        #expect(throws: Refusal.hasEnded(stay, at: nine)) { try site.garage.decide(found(5), at: noon) }
    }
}
