import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Money: what is due, paid, given back and let off (design rules 5, 14 and 16).
@Suite struct PaymentTests {
    let ten = LocalDay.monday.at("10:00")
    let cash = PaymentMeans(.cash, till: TillID("kiosk"))
    let session = SessionID(4)
    let goodwill = Correction(ReasonCode("goodwill")!)

    /// An open garage at 3.00 an hour; Anna came in at ten, which is session 4.
    private func site(_ change: (inout GarageSettings) -> Void = { _ in }, _ terms: Terms? = nil) throws -> Site {
        var site = try Site(.open(5) { change(&$0) })
        if let terms {
            try site.send(.cardPublished(.init(RateCard(rates: [.hourly("day", 3)], terms: terms))), at: .opening)
        }
        try site.send(.ratePublished(.init(.hourly("day", 3))), at: .opening + .minutes(1))
        try site.send(.seen(.anna), at: ten)
        try site.send(.opened(.plate(.anna)), at: ten)
        return site
    }

    private func pay(_ amount: Money? = nil, tendered: Money? = nil) -> Command {
        .pay(.init(for: .session(session), cash, amount: amount, tendered: tendered))
    }

    private func paid(_ decision: Decision) throws -> Pay.Outcome {
        guard case .paid(let outcome) = decision.result else { throw TariffError.overflow }
        return outcome
    }

    private func left(_ decision: Decision) throws -> Departure {
        guard case .exited(.left(let departure)) = decision.result else { throw TariffError.overflow }
        return departure
    }

    private func total(_ departure: Departure) throws -> Money {
        guard case .charged(let charge) = try #require(departure.charge) else { throw TariffError.overflow }
        return charge.total
    }

    @Test(arguments: [("12:13", 600, 0), ("12:14", 900, 300)])
    func `golden 52: who has paid has a quarter of an hour to leave, and pays the difference beyond it`(
        time: String, charged: Int64, due: Int64
    ) throws {
        var site = try site()
        let payment = try paid(site.send(pay(), at: LocalDay.monday.at("11:58")))
        #expect(payment.payment.amount == Money.euros(6))
        #expect(payment.leaveBy == LocalDay.monday.at("12:13"))
        let departure = try left(site.send(.left(.plate(.anna)), at: LocalDay.monday.at(time)))
        #expect(try total(departure).minorUnits == charged)
        #expect(departure.bill?.due.minorUnits == due)
        #expect(departure.bill?.received == Money.euros(6))
        #expect(departure.bill?.total.minorUnits == charged)
    }

    @Test func `what is handed over beyond what is due is change, and receipts count without gaps`() throws {
        var site = try site()
        let first = try paid(site.send(pay(tendered: Money.euros(10)), at: ten + .minutes(30)))
        #expect(first.payment.change == Money.euros(7))
        #expect(first.payment.receipt.number == 1)
        let second = try paid(site.send(pay(), at: ten + .minutes(90)))
        #expect(second.payment.amount == Money.euros(3))
        #expect(second.payment.receipt.number == 2)
    }

    @Test func `parts add up, and the last one settles`() throws {
        var site = try site()
        let first = try paid(site.send(pay(Money.euros(1)), at: ten + .minutes(30)))
        #expect(first.due == Money.euros(2))
        #expect(first.leaveBy == nil)
        let last = try paid(site.send(pay(), at: ten + .minutes(40)))
        #expect(last.payment.amount == Money.euros(2))
        #expect(last.leaveBy == ten + .minutes(55))
    }

    @Test func `paying twice, too much, too little, in another currency or for a stay that is gone is refused`() throws
    {
        var site = try site()
        let noon = LocalDay.monday.at("12:00")
        func problem(_ command: Command, _ site: Site, at now: Instant) -> ProblemType? {
            do throws(Refusal) {
                _ = try site.garage.decide(command, at: now)
                return nil
            } catch { return error.problem.type }
        }
        #expect(problem(pay(Money.euros(7)), site, at: noon) == .moreThanDue)
        #expect(problem(pay(tendered: Money.euros(5)), site, at: noon) == .tooLittleTendered)
        let pounds = Command.pay(.init(for: .session(session), cash, currency: Currency(code: "GBP")!))
        #expect(problem(pounds, site, at: noon) == .otherCurrency)
        #expect(problem(.pay(.init(for: .session(SessionID(99)), cash)), site, at: noon) == .stayGone)
        #expect(problem(.pay(.init(for: .permit(PermitID(version: 4)), cash)), site, at: noon) == .unknownPermit)
        try site.send(pay(), at: noon)
        #expect(problem(pay(), site, at: noon + .minutes(15)) == .nothingDue)
        let refund = Command.refund(.init(of: .session(session), cash, amount: Money.euros(7), goodwill))
        #expect(problem(refund, site, at: noon) == .moreThanPaid)
        #expect(problem(.refund(.init(of: .session(session), cash, goodwill)), site, at: noon) == .refundAmountMissing)
        #expect(problem(.waive(.init(.session(session), goodwill)), site, at: noon) == .nothingDue)
    }

    @Test func `rule 14: what later facts change of a settled stay is a case for a person, and moves no money`() throws
    {
        var site = try site()
        let two = LocalDay.monday.at("14:00")
        try site.send(.left(.plate(.anna)), at: two)
        try site.send(pay(), at: two)
        #expect(site.garage.bill(of: .session(session))?.total == Money.euros(12))
        let earlier = Command.correctPassage(.init(.entry(session), at: LocalDay.monday.at("12:00"), .misread))
        try site.send(earlier, at: two + .minutes(1))
        let exception = try #require(site.garage.exceptions.first { $0.kind == .settledDiffers })
        #expect(site.garage.amountAtRisk(by: exception, at: two) == Money.euros(-6))
        #expect(site.garage.bill(of: .session(session))?.total == Money.euros(12))
        try site.send(.refund(.init(of: .session(session), cash, goodwill)), at: two + .minutes(2))
        #expect(site.garage.bill(of: .session(session))?.total == Money.euros(6))
        #expect(site.garage.exceptions.isEmpty)
    }

    @Test(arguments: [true, false])
    func `a person who makes a driver pay the difference, or lets it be, closes the case`(pays: Bool) throws {
        var site = try site()
        let noon = LocalDay.monday.at("12:00")
        try site.send(.left(.plate(.anna)), at: noon)
        try site.send(pay(), at: noon)
        let earlier = Command.correctPassage(.init(.entry(session), at: LocalDay.monday.at("09:00"), .misread))
        try site.send(earlier, at: noon + .minutes(1))
        #expect(site.garage.exceptions.map(\.kind) == [.settledDiffers])
        try site.send(pays ? pay() : .waive(.init(.session(session), goodwill)), at: noon + .minutes(2))
        #expect(site.garage.exceptions.isEmpty)
        let bill = try #require(site.garage.bill(of: .session(session)))
        #expect(bill.total == Money.euros(9) && bill.due == .zero)
        #expect(bill.received == (pays ? Money.euros(9) : Money.euros(6)))
    }

    @Test func `a favour after settling lowers what was claimed, and nothing is due for it again`() throws {
        var site = try site()
        let noon = LocalDay.monday.at("12:00")
        try site.send(.left(.plate(.anna)), at: noon)
        try site.send(pay(), at: noon)
        try site.send(.refund(.init(of: .session(session), cash, amount: Money.euros(2), goodwill)), at: noon)
        let bill = try #require(site.garage.bill(of: .session(session)))
        #expect(bill.total == Money.euros(4) && bill.due == .zero && bill.difference == .zero)
        #expect(site.garage.exceptions.isEmpty)
    }

    @Test func `rule 5: where the garage holds unpaid cars the barrier waits, and opens once all is paid`() throws {
        var site = try site { $0.unpaidExit = .held }
        let noon = LocalDay.monday.at("12:00")
        #expect(try site.answer(to: .anna, .exit, at: noon) == .held)
        // Within the window in which a camera's second reading tells nothing new.
        #expect(try site.answer(to: .anna, .exit, at: noon + .seconds(5)) == .held)
        try site.send(pay(), at: noon + .seconds(6))
        #expect(try site.answer(to: .anna, .exit, at: noon + .seconds(8)) == .open(.leaving))
    }

    @Test func `a car whose stay was only thought to be over is held as any other`() throws {
        var site = try site { $0.unpaidExit = .held }
        try site.send(.opened(.plate(.ben)), at: ten + .minutes(5))
        try site.send(.left(), at: ten + .hours(2))
        #expect(site.garage.session(of: .plate(.anna)) == nil)
        let asked = try site.send(.seen(.anna, .exit), at: ten + .hours(4))
        guard case .answered(let answered) = asked.result else { throw TariffError.overflow }
        #expect(answered.answer == .held && answered.due == .euros(12))
    }

    @Test func `a car that is let out by hand left as the one that was held, and owes what it owed`() throws {
        var site = try site { $0.unpaidExit = .held }
        let noon = LocalDay.monday.at("12:00")
        #expect(try site.answer(to: .anna, .exit, at: noon) == .held)
        try site.send(.opened(nil, .exit, remark: Remark("In labour.")), at: noon + .seconds(20))
        let departure = try left(site.send(.left(nil), at: noon + .seconds(25)))
        #expect(departure.session == session)
        #expect(departure.bill?.due == Money.euros(9))
        // Long after late reports are accepted it can still be paid.
        let later = noon + .days(20)
        try site.send(.seen(.ben), at: later)
        #expect(try paid(site.send(pay(), at: later)).payment.amount == Money.euros(9))
    }

    @Test func `where money is looked after elsewhere nothing waits, and an old stay is gone`() throws {
        var site = try site()
        let noon = LocalDay.monday.at("12:00")
        #expect(try site.answer(to: .anna, .exit, at: noon) == .open(.leaving))
        let departure = try left(site.send(.left(.plate(.anna)), at: noon))
        #expect(departure.bill == nil)
        let later = noon + .days(20)
        try site.send(.seen(.ben), at: later)
        #expect(throws: Refusal.stayGone(session)) { try site.send(pay(), at: later) }
    }

    @Test func `a subscription is paid with each of its periods`() throws {
        var site = try Site(.open(5))
        try site.send(
            .cardPublished(.init(RateCard(rates: [.hourly("day", 3)], terms: .selling(.every(.week, 20))))),
            at: .opening + .minutes(1))
        let decision = try site.send(.subscribe(.anna, .weekly), at: ten)
        guard case .permitGranted(let granted) = decision.result else { throw TariffError.overflow }
        let pay = Command.pay(.init(for: .permit(granted.permit), cash))
        #expect(try paid(site.send(pay, at: ten)).payment.amount == Money.euros(20))
        #expect(throws: Refusal.self) { try site.send(pay, at: ten) }
        try site.send(.renewPermit(.init(granted.permit)), at: ten)
        #expect(try paid(site.send(pay, at: ten)).payment.amount == Money.euros(20))
        #expect(site.garage.bill(of: .permit(granted.permit))?.total == Money.euros(40))
    }

    /// Anna has a weekly subscription for 20.00, and a hundred days later nobody has paid all of it.
    private func overdue(_ unpaid: UnpaidExit, paid: Money? = nil) throws -> (site: Site, subject: PaymentSubject) {
        var site = try Site(.open(5) { $0.unpaidExit = unpaid })
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: .selling(.every(.week, 20))))), at: .opening)
        try site.send(.subscribe(.anna, .weekly), at: ten)
        let subject = PaymentSubject.permit(PermitID(version: site.garage.version))
        if let paid { try site.send(.pay(.init(for: subject, cash, amount: paid)), at: ten) }
        for days: Int64 in [40, 100] { try site.send(.seen(.ben), at: ten + .days(days)) }
        #expect(site.garage.permit(PermitID(version: subject.version)) == nil)
        return (site, subject)
    }

    @Test func `what is owed for a subscription can be paid long after it is over`() throws {
        let later = ten + .days(100)
        for (unpaid, part) in [(UnpaidExit.listed, nil), (.held, nil), (.ignored, Money.euros(5))] {
            let (begun, subject) = try overdue(unpaid, paid: part)
            var site = begun
            #expect(site.garage.needs(of: [.anna], at: later) == [.anna: .owes(subject)])
            #expect(
                try paid(site.send(.pay(.init(for: subject, cash)), at: later)).payment.amount
                    == Money.euros(part == nil ? 20 : 15))
            #expect(site.garage.needs(of: [.anna], at: later).isEmpty)
            #expect(site.garage.bill(of: subject)?.total == Money.euros(20))
        }
    }

    @Test func `an account is known for a month behind its last movement, not its first`() throws {
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: .selling(.every(.week, 20))))), at: .opening)
        try site.send(.subscribe(.anna, .weekly), at: ten)
        let permit = PermitID(version: site.garage.version)
        let pay = Command.pay(.init(for: .permit(permit), cash))
        try site.send(pay, at: ten)
        for weeks: Int64 in 1...5 {
            let now = ten + .days(7 * weeks - 1)
            try site.send(.renewPermit(.init(permit)), at: now)
            try site.send(pay, at: now)
        }
        for days: Int64 in 35...64 { try site.send(.seen(.ben), at: ten + .days(days)) }
        #expect(site.garage.permit(permit) == nil)
        try site.send(
            .refund(.init(of: .permit(permit), cash, amount: .euros(5), goodwill)), at: ten + .days(64))
        for days: Int64 in [96, 97] { try site.send(.seen(.ben), at: ten + .days(days)) }
        #expect(site.garage.account(of: .permit(permit)) == nil)
    }

    @Test func `where money is looked after elsewhere it is gone with what it was for, and the refusal says so`() throws
    {
        let (begun, subject) = try overdue(.ignored)
        var site = begun
        let problem = #expect(throws: Refusal.self) {
            try site.send(.pay(.init(for: subject, cash)), at: ten + .days(100))
        }?.problem
        #expect(problem?.type == .unknownPermit && problem?.detail.contains("looked after elsewhere") == true)
    }

    @Test func `the receipt shows the tax in what was paid, whether the card includes it or not`() throws {
        for isIncluded in [true, false] {
            let tax = Tax(name: "VAT", basisPoints: 1_900, isIncluded: isIncluded)
            var site = try Site(.open(5))
            try site.send(
                .cardPublished(.init(RateCard(rates: [.hourly("day", 3)], terms: Terms(tax: tax)))),
                at: .opening + .minutes(1))
            try site.send(.opened(.plate(.anna)), at: ten)
            let id = try #require(site.garage.session(of: .plate(.anna))?.id)
            let payment = try paid(
                site.send(.pay(.init(for: .session(id), cash)), at: ten + .minutes(30))
            ).payment
            #expect(payment.amount.minorUnits == (isIncluded ? 300 : 357))
            #expect(payment.tax?.amount.minorUnits == (isIncluded ? 48 : 57))
        }
    }

    @Test(arguments: ["4111111111111111", "4111-1111-1111-1111", "4111.1111.1111", "", "a b"])
    func `a card's number is no token`(text: String) {
        #expect(CardToken(text) == nil)
    }

    @Test(arguments: ["tok_4111111111111111", "1234", "card-7"])
    func `what a payment system calls a card is kept`(text: String) {
        #expect(CardToken(text)?.text == text)
    }
}
