import Chronology
import Money
import Tariffs
import Testing

@testable import Parking

/// Parts of what is due, let off or given back, when something was settled before: each counts once (design rules 14 and 16).
@Suite struct PartPaymentTests {
    let cash = PaymentMeans(.cash)
    let session = SessionID(4)
    let subject = PaymentSubject.session(SessionID(4))

    private func at(_ time: String) -> Instant { LocalDay.monday.at(time) }

    /// An open garage at 3.00 an hour; Anna came in at ten, which is session 4.
    private func site(_ change: (inout GarageSettings) -> Void = { _ in }) throws -> Site {
        var site = try Site(.open(5) { change(&$0) })
        try site.send(.ratePublished(.init(.hourly("day", 3))), at: .opening + .minutes(1))
        try site.send(.seen(.anna), at: at("10:00"))
        try site.send(.opened(.plate(.anna)), at: at("10:00"))
        return site
    }

    private func pay(_ euros: Int64? = nil) -> Command {
        .pay(.init(for: subject, cash, amount: euros.map(Money.euros)))
    }
    private func refund(_ euros: Int64? = nil) -> Command {
        .refund(.init(of: subject, cash, amount: euros.map(Money.euros), .misread))
    }
    private func waive(_ euros: Int64? = nil) -> Command {
        .waive(.init(subject, amount: euros.map(Money.euros), .misread))
    }

    private func paid(_ decision: Decision) throws -> Money {
        guard case .paid(let outcome) = decision.result else { throw TariffError.overflow }
        return outcome.payment.amount
    }

    @Test(arguments: [true, false])
    func `a part of what has become due since it was settled is not asked for again`(waives: Bool) throws {
        var site = try site()
        try site.send(pay(), at: at("11:58"))
        try site.send(waives ? waive(1) : pay(1), at: at("12:14"))
        #expect(try paid(site.send(pay(), at: at("12:15"))) == Money.euros(2))
        let account = try #require(site.garage.account(of: subject))
        #expect(account.received.plus(account.waived) == Money.euros(9))
    }

    @Test func `a part of the difference of a settled stay leaves the rest of it to a person`() throws {
        var site = try site()
        try site.send(.left(.plate(.anna)), at: at("12:00"))
        try site.send(pay(), at: at("12:00"))
        try site.send(.correctPassage(.init(.entry(session), at: at("08:00"), .misread)), at: at("12:01"))
        try site.send(pay(2), at: at("12:02"))
        #expect(site.garage.bill(of: subject)?.difference == Money.euros(4))
        try site.send(waive(), at: at("12:03"))
        #expect(site.garage.exceptions.isEmpty)
        #expect(site.garage.bill(of: subject)?.total == Money.euros(12))
    }

    @Test func `a part of what is to be given back leaves the rest of it to be given back`() throws {
        var site = try site()
        try site.send(.left(.plate(.anna)), at: at("14:00"))
        try site.send(pay(), at: at("14:00"))
        try site.send(.correctPassage(.init(.entry(session), at: at("12:00"), .misread)), at: at("14:01"))
        try site.send(refund(4), at: at("14:02"))
        guard case .paymentRefunded(let part)? = site.log.last?.event else { throw TariffError.overflow }
        #expect(part.settles == Money.euros(6) && part.left == Money.euros(2))
        let exception = try #require(site.garage.exceptions.first { $0.kind == .settledDiffers })
        #expect(site.garage.amountAtRisk(by: exception, at: at("14:02")) == Money.euros(-2))
        try site.send(refund(), at: at("14:03"))
        #expect(site.garage.exceptions.isEmpty)
        #expect(site.garage.bill(of: subject)?.received == Money.euros(6))
    }

    @Test func `more than is to be given back of a part leaves nothing to pay`() throws {
        var site = try site { $0.unpaidExit = .listed }
        try site.send(.left(.plate(.anna)), at: at("14:00"))
        try site.send(pay(9), at: at("14:00"))
        try site.send(.correctPassage(.init(.entry(session), at: at("12:00"), .misread)), at: at("14:01"))
        try site.send(refund(4), at: at("14:02"))
        let bill = try #require(site.garage.bill(of: subject))
        #expect(bill.due == .zero && bill.received == .euros(5) && bill.difference == .zero)
    }

    @Test func `nothing is given back of an account that the event itself finds forgotten`() throws {
        var site = try site { $0.unpaidExit = .ignored }
        try site.send(.left(.plate(.anna)), at: at("12:00"))
        try site.send(pay(), at: at("12:00"))
        try site.send(.seen(.ben), at: at("12:00") + .days(20))
        let later = at("12:01") + .days(31)
        #expect(throws: Refusal.self) { try site.send(refund(6), at: later) }
        try site.send(.seen(.ben), at: later)
        #expect(site.garage.account(of: subject) == nil)
    }

    @Test func `what was given back as a favour is not given back again where the stay turns out to cost less`() throws
    {
        var site = try site()
        try site.send(.left(.plate(.anna)), at: at("14:00"))
        try site.send(pay(), at: at("14:00"))
        try site.send(refund(6), at: at("14:01"))
        try site.send(.correctPassage(.init(.entry(session), at: at("12:00"), .misread)), at: at("14:02"))
        #expect(site.garage.exceptions.isEmpty)
        #expect(throws: Refusal.refundAmountMissing) { try site.send(refund(), at: at("14:03")) }
    }

    @Test func `a payment before the entry, as it turns out, is a difference and not without a price`() throws {
        var site = try site()
        try site.send(pay(), at: at("10:30"))
        try site.send(.correctPassage(.init(.entry(session), at: at("10:40"), .misread)), at: at("10:45"))
        try site.send(.left(.plate(.anna)), at: at("10:42"))
        let bill = try #require(site.garage.bill(of: subject))
        #expect(bill.received == .euros(3) && bill.difference == .euros(-3))
        #expect(site.garage.exceptions.map(\.kind) == [.settledDiffers])
    }

    @Test func `the taxes of parts are that of the whole, and what is given back takes its own out`() throws {
        let tax = Tax(name: "VAT", basisPoints: 1_900, isIncluded: true)
        var site = try Site(.open(5))
        try site.send(
            .cardPublished(.init(RateCard(rates: [.hourly("day", 10)], terms: Terms(tax: tax)))), at: .opening)
        try site.send(.opened(.plate(.anna)), at: at("10:00"))
        let subject = PaymentSubject.session(SessionID(version: site.garage.version))
        var taxes: [Int64] = []
        for cents in [333, 333, 334] as [Int64] {
            let part = Command.pay(.init(for: subject, cash, amount: Money(minorUnits: cents)))
            guard case .paid(let paid) = try site.send(part, at: at("10:30")).result else { throw TariffError.overflow }
            taxes.append(paid.payment.tax?.amount.minorUnits ?? 0)
        }
        #expect(taxes == [53, 53, 54])
        let back = Command.refund(.init(of: subject, cash, amount: Money(minorUnits: 334), .misread))
        guard case .refunded(let refunded) = try site.send(back, at: at("10:31")).result else {
            throw TariffError.overflow
        }
        #expect(refunded.refund.tax?.amount.minorUnits == 54)
    }

    @Test func `nothing is to be given back of what nobody paid`() throws {
        var site = try site()
        try site.send(.left(.plate(.anna)), at: at("14:00"))
        try site.send(waive(), at: at("14:00"))
        try site.send(.correctPassage(.init(.entry(session), at: at("12:00"), .misread)), at: at("14:02"))
        #expect(site.garage.exceptions.isEmpty)
    }

    @Test func `a stay that was paid for when it was over, and goes on, is paid up to then and no longer`() throws {
        var site = try site { $0.unpaidExit = .held }
        try site.send(.opened(nil, .exit), at: at("12:00"))
        try site.send(.endSession(.init(session, at: at("12:00"), .misread)), at: at("12:01"))
        #expect(try paid(site.send(pay(), at: at("12:02"))) == Money.euros(6))
        try site.send(.reopenSession(.init(session, .misread)), at: at("12:03"))
        #expect(site.garage.holds(try #require(site.garage.sessions[session]), at: at("15:00")) == Money.euros(9))
        #expect(try paid(site.send(pay(), at: at("15:00"))) == Money.euros(9))
        #expect(try site.answer(to: .anna, .exit, at: at("15:01")) == .open(.leaving))
    }

    @Test func `a right that goes after a stay has ended changes nothing of what that costs, however it ended`() throws
    {
        for car in [CarIdentity.plate(.anna), .unknown] {
            var site = try Site(.open(5) { $0.unpaidExit = .listed })
            try site.send(.ratePublished(.init(.hourly("day", 3))), at: .opening + .minutes(1))
            try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: at("09:00"))
            try site.send(.opened(.plate(.anna)), at: at("10:00"))
            try site.send(.left(car), at: at("12:00"))
            try site.send(.cancel(.init(ReservationID(version: 3))), at: at("13:00"))
            let stay = try #require(site.garage.endedStay(SessionID(4)))
            guard case .left(let exit) = stay.end else { throw TariffError.overflow }
            #expect(site.garage.bill(of: stay.session, by: exit)?.due == .zero)
        }
    }

    @Test func `a stay that was paid for as over and goes on as its exit was another's owes what comes behind that`()
        throws
    {
        var site = try site { $0.unpaidExit = .held }
        try site.send(.opened(.plate(.ben)), at: at("10:30"))
        let bens = SessionID(version: site.garage.version)
        try site.send(.left(.unknown), at: at("12:00"))
        let exit = ExitID(version: site.garage.version)
        #expect(try paid(site.send(pay(), at: at("12:02"))) == Money.euros(6))
        try site.send(.linkExit(.init(exit, to: bens, .misread)), at: at("12:05"))
        let annas = try #require(site.garage.sessions[session])
        #expect(site.garage.holds(annas, at: at("15:00")) == Money.euros(9))
        #expect(try paid(site.send(pay(), at: at("15:00"))) == Money.euros(9))
    }

    @Test func `a stay that a right had covered costs nothing where its entry is corrected when that was given back`()
        throws
    {
        var site = try Site(.open(5) { $0.unpaidExit = .listed })
        try site.send(.ratePublished(.init(.hourly("day", 3))), at: .opening + .minutes(1))
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: at("09:00"))
        try site.send(.opened(.plate(.anna)), at: at("10:00"))
        try site.send(.left(.plate(.anna)), at: at("12:00"))
        try site.send(.cancel(.init(ReservationID(version: 3))), at: at("13:00"))
        try site.send(.correctPassage(.init(.entry(session), at: at("10:05"), .misread)), at: at("14:00"))
        let stay = try #require(site.garage.endedStay(session))
        guard case .left(let exit) = stay.end else { throw TariffError.overflow }
        #expect(site.garage.bill(of: stay.session, by: exit)?.due == .zero)
    }
}
