import Chronology
import Money
import Tariffs
import Testing

@testable import Parking

/// What is given back of what was paid for bookings that are cancelled and permits that are revoked, by the card.
@Suite struct RefundPolicyTests {
    let eight = LocalDay.monday.at("08:00")
    let cash = PaymentMeans(.cash)

    private var terms: Terms {
        var terms = Terms.selling(.every(.month, 31))
        terms.refunds = RefundPolicy(
            bookings: [.init(before: .hours(24), basisPoints: 10_000), .init(before: .zero, basisPoints: 5_000)],
            permits: .unusedDays)
        return terms
    }

    @Test func `the policy gives the greatest share that is reached in time, rounded down`() {
        let policy = terms.refunds
        let price = Money(minorUnits: 333)
        #expect(policy.amount(of: price, cancelledBefore: .hours(25)) == price)
        #expect(policy.amount(of: price, cancelledBefore: .hours(24)) == price)
        #expect(policy.amount(of: price, cancelledBefore: .hours(23)) == Money(minorUnits: 166))
        #expect(policy.amount(of: price, cancelledBefore: .zero) == Money(minorUnits: 166))
        #expect(policy.amount(of: price, cancelledBefore: .zero - .seconds(1)) == .zero)
        #expect(RefundPolicy().amount(of: price, cancelledBefore: .days(9)) == .zero)
        #expect(RefundPolicy().amount(of: price, unused: 9, of: 10) == .zero)
        #expect(policy.amount(of: Money(minorUnits: .max), cancelledBefore: .hours(1)) == Money(minorUnits: .max / 2))
    }

    @Test func `of a subscription that is revoked the days that have not begun are given back, once and by a person`()
        throws
    {
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [.hourly("day", 2)], terms: terms))), at: .opening)
        // Of 31 days, from the second of March to the first of April.
        try site.send(.subscribe(.anna, from: .monday), at: eight)
        let permit = PermitID(site.garage.version)
        let subject = PaymentSubject.permit(permit)
        try site.send(.pay(.init(for: subject, cash)), at: eight)
        let decision = try site.send(.revokePermit(.init(permit)), at: eight + .days(10))
        guard case .permitRevoked(let revoked) = decision.result else { throw TariffError.overflow }
        #expect(revoked.refundable == Money(minorUnits: 2_000), "eleven days have begun")
        let back = try site.send(.refund(.init(of: subject, cash, .misread)), at: eight + .days(10))
        guard case .refunded(let refunded) = back.result else { throw TariffError.overflow }
        #expect(refunded.refund.amount == Money(minorUnits: 2_000))
        #expect(throws: Refusal.refundAmountMissing) {
            _ = try site.garage.decide(.refund(.init(of: subject, cash, .misread)), at: eight + .days(10))
        }
    }

    @Test func `nothing is given back of what nobody paid, nor by a card that was published after the sale`() throws {
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: .selling(.every(.month, 31))))), at: .opening)
        try site.send(.subscribe(.anna, from: .monday), at: eight)
        let early = PermitID(site.garage.version)
        try site.send(.pay(.init(for: .permit(early), cash)), at: eight)
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: terms))), at: eight)
        try site.send(.subscribe(.ben, from: .monday), at: eight)
        let unpaid = PermitID(site.garage.version)
        for permit in [early, unpaid] {
            guard case .permitRevoked(let revoked) = try site.send(.revokePermit(.init(permit)), at: eight).result
            else {
                throw TariffError.overflow
            }
            #expect(revoked.refundable == nil)
        }
    }

    @Test func `a period that was sold ahead is given back whole, at what it cost`() throws {
        var site = try Site(.open(5))
        func publish(_ price: Int64, at now: Instant) throws {
            var terms = terms
            terms.subscriptions = [.every(.month, price)]
            try site.send(.cardPublished(.init(RateCard(rates: [], terms: terms))), at: now)
        }
        try publish(31, at: .opening)
        try site.send(.subscribe(.anna, from: .monday), at: eight)
        let permit = PermitID(site.garage.version)
        try publish(300, at: eight)
        try site.send(.renewPermit(.init(permit)), at: eight)
        try site.send(.pay(.init(for: .permit(permit), cash)), at: eight)
        let decision = try site.garage.decide(.revokePermit(.init(permit)), at: LocalDay("2026-04-01")!.at("12:00"))
        guard case .permitRevoked(let revoked) = decision.result else { throw TariffError.overflow }
        #expect(revoked.refundable == Money(minorUnits: 30_000))
    }

    @Test func `what nobody paid of what falls away is not owed any more`() throws {
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: terms))), at: .opening)
        try site.send(.subscribe(.anna, from: .monday), at: eight)
        let subject = PaymentSubject.permit(PermitID(site.garage.version))
        try site.send(.pay(.init(for: subject, cash, amount: Money(minorUnits: 1_500))), at: eight)
        let decision = try site.send(.revokePermit(.init(PermitID(version: subject.version))), at: eight + .days(10))
        guard case .permitRevoked(let revoked) = decision.result else { throw TariffError.overflow }
        #expect(revoked.refundable == Money(minorUnits: 400), "eleven of 31 days are kept")
        #expect(try site.garage.position(subject, at: eight + .days(10)).bill.due == .zero)
        try site.send(.refund(.init(of: subject, cash, .misread)), at: eight + .days(10))
        #expect(
            try site.garage.position(subject, at: eight + .days(10)).bill == Bill(paid: site.garage.accounts[subject]))
    }

    @Test func `the receipt of what is given back for something that is no more has its tax`() throws {
        var site = try Site(.open(5))
        var taxed = terms
        taxed.tax = Tax(name: "VAT", basisPoints: 2_400, isIncluded: true)
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: taxed))), at: .opening)
        try site.send(.subscribe(.anna, from: .wednesday), at: eight)
        let subject = PaymentSubject.permit(PermitID(site.garage.version))
        try site.send(.pay(.init(for: subject, cash)), at: eight)
        try site.send(.revokePermit(.init(PermitID(version: subject.version))), at: eight)
        #expect(site.garage.permit(PermitID(version: subject.version)) == nil)
        guard
            case .refunded(let refunded) = try site.send(.refund(.init(of: subject, cash, .misread)), at: eight).result
        else { throw TariffError.overflow }
        #expect(refunded.refund.amount == Money(minorUnits: 3_100))
        #expect(refunded.refund.tax == PaidTax(name: "VAT", basisPoints: 2_400, amount: Money(minorUnits: 600)))
    }

    @Test func `what is given back as a favour for something that is no more has the tax that was paid`() throws {
        var site = try Site(.open(5))
        var taxed = terms
        (taxed.tax, taxed.refunds) = (Tax(name: "VAT", basisPoints: 2_400, isIncluded: true), RefundPolicy())
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: taxed))), at: .opening)
        try site.send(.subscribe(.anna, from: .wednesday), at: eight)
        let subject = PaymentSubject.permit(PermitID(site.garage.version))
        try site.send(.pay(.init(for: subject, cash)), at: eight)
        try site.send(.revokePermit(.init(PermitID(version: subject.version))), at: eight)
        guard
            case .refunded(let refunded) = try site.send(
                .refund(.init(of: subject, cash, amount: .euros(31), .misread)), at: eight
            ).result
        else { throw TariffError.overflow }
        #expect(refunded.refund.tax == PaidTax(name: "VAT", basisPoints: 2_400, amount: .euros(6)))
    }

    @Test func `what is sold for a vehicle without a card of its own has the standard card's refunds and tax`() throws {
        var site = try Site(.open(5))
        var taxed = terms
        taxed.tax = Tax(name: "VAT", basisPoints: 2_400, isIncluded: true)
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: taxed))), at: .opening)
        try site.send(.subscribe(.anna, vehicle: CardID("van")!, from: .wednesday), at: eight)
        let subject = PaymentSubject.permit(PermitID(site.garage.version))
        guard case .paid(let paid) = try site.send(.pay(.init(for: subject, cash)), at: eight).result else {
            throw TariffError.overflow
        }
        #expect(paid.payment.tax == PaidTax(name: "VAT", basisPoints: 2_400, amount: Money(minorUnits: 600)))
        let decision = try site.send(.revokePermit(.init(PermitID(version: subject.version))), at: eight)
        guard case .permitRevoked(let revoked) = decision.result else { throw TariffError.overflow }
        #expect(revoked.refundable == Money(minorUnits: 3_100))
    }

    @Test func `a period that was renewed is taxed and given back by the card that it was sold by`() throws {
        var site = try Site(.open(5))
        func publish(_ basisPoints: Int64, _ policy: RefundPolicy) throws {
            var terms = Terms.selling(.every(.month, 31))
            terms.tax = Tax(name: "VAT", basisPoints: basisPoints, isIncluded: true)
            terms.refunds = policy
            try site.send(.cardPublished(.init(RateCard(rates: [], terms: terms))), at: eight)
        }
        func pay(_ subject: PaymentSubject) throws -> PaidTax? {
            guard case .paid(let paid) = try site.send(.pay(.init(for: subject, cash)), at: eight).result else {
                throw TariffError.overflow
            }
            return paid.payment.tax
        }
        try publish(2_400, RefundPolicy())
        try site.send(.subscribe(.anna, from: .monday), at: eight)
        let permit = PermitID(site.garage.version)
        #expect(try pay(.permit(permit))?.basisPoints == 2_400)
        try publish(1_000, terms.refunds)
        try site.send(.renewPermit(.init(permit)), at: eight)
        #expect(try pay(.permit(permit))?.basisPoints == 1_000)
        guard case .permitRevoked(let revoked) = try site.send(.revokePermit(.init(permit)), at: eight).result else {
            throw TariffError.overflow
        }
        #expect(revoked.refundable == Money(minorUnits: 3_100), "nothing of the first period, all of the second")
    }

    // MARK: What waits to be given back

    private func refund(_ subject: PaymentSubject, _ amount: Money? = nil) -> Command {
        .refund(.init(of: subject, cash, amount: amount, .misread))
    }

    /// Hours of Tuesday for 10.00, which Anna has booked and paid for.
    private func booked() throws -> (site: Site, subject: PaymentSubject) {
        let cell = GridCell(
            name: "any", amount: Money(minorUnits: 5_00), hours: Set((0..<24).compactMap { WeekHour(.tuesday, $0) }))
        let grid = Rate(id: RateID("grid")!, price: .weekGrid(WeekGrid([cell])))
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [grid], terms: terms))), at: .opening)
        let start = LocalDateTime(.tuesday, LocalTime("12:00")!)
        try site.send(.reserve(.init(plate: .anna, HoursBooking(start: start, hours: 2), holder: .member)), at: eight)
        let subject = PaymentSubject.reservation(ReservationID(version: site.garage.version))
        try site.send(.pay(.init(for: subject, cash)), at: eight)
        return (site, subject)
    }

    @Test func `what somebody has said not to give back is kept no longer than anything else`() throws {
        let (begun, subject) = try booked()
        var site = begun
        try site.send(.cancel(.init(ReservationID(version: subject.version))), at: eight)
        let exception = try #require(site.garage.exceptions.first)
        try site.send(.dismissException(.init(exception.id, .misread)), at: eight)
        #expect(site.garage.accounts.uneven.isEmpty)
        for days: Int64 in [32, 33] { try site.send(.seen(.ben), at: eight + .days(days)) }
        #expect(site.garage.account(of: subject) == nil)
    }

    @Test func `what is to be given back of cancelled hours is a case for a person until it was given back`() throws {
        let (begun, subject) = try booked()
        var site = begun
        try site.send(.cancel(.init(ReservationID(version: subject.version))), at: eight)
        let exception = try #require(site.garage.exceptions.first)
        #expect(exception.kind == .refundDue && exception.subject == .sold(subject) && exception.since == eight)
        #expect(site.garage.exceptions.count == 1)
        #expect(site.garage.amountAtRisk(by: exception, at: eight) == Money(minorUnits: -10_00))
        #expect(site.garage.car(of: exception) == .plate(.anna))
        #expect(site.garage.needs(of: [.anna], at: eight) == [.anna: .exception(exception.id)])
        // However long nobody sees to it.
        let later = eight + .days(100)
        try site.send(.seen(.ben), at: later)
        #expect(site.garage.exceptions == [exception])
        #expect(throws: Refusal.nothingDue(subject, leaveBy: nil, in: .open(5))) {
            try site.send(.pay(.init(for: subject, cash)), at: later)
        }
        guard case .refunded(let refunded) = try site.send(refund(subject), at: later).result else {
            throw TariffError.overflow
        }
        #expect(refunded.refund.amount == Money(minorUnits: 10_00))
        #expect(site.garage.exceptions.isEmpty)
        #expect(throws: Refusal.refundAmountMissing) { try site.send(refund(subject), at: later) }
    }

    @Test func `a subscription that is revoked is such a case, also once it is over and forgotten`() throws {
        var site = try Site(.open(5))
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: terms))), at: .opening)
        try site.send(.subscribe(.anna, from: .monday), at: eight)
        let permit = PermitID(site.garage.version)
        let subject = PaymentSubject.permit(permit)
        try site.send(.pay(.init(for: subject, cash)), at: eight)
        #expect(site.garage.exceptions.isEmpty)
        try site.send(.revokePermit(.init(permit)), at: eight)
        let exception = try #require(site.garage.exceptions.first)
        #expect(exception.subject == .sold(subject))
        for days: Int64 in [1, 40, 80] { try site.send(.seen(.ben), at: eight + .days(days)) }
        #expect(site.garage.permit(permit) == nil, "the garage has forgotten it")
        #expect(site.garage.exceptions == [exception])
        #expect(site.garage.amountAtRisk(by: exception, at: nil) == Money(minorUnits: -30_00))
        guard case .refunded(let refunded) = try site.send(refund(subject), at: eight + .days(80)).result else {
            throw TariffError.overflow
        }
        #expect(refunded.refund.amount == Money(minorUnits: 30_00))
        #expect(site.garage.exceptions.isEmpty && site.garage.accounts.uneven.isEmpty)
    }

    @Test func `where nothing was paid, or nothing falls away, there is nothing to give back`() throws {
        let (begun, subject) = try booked()
        var site = begun
        // Half an hour before them half of it is kept.
        let soon = LocalDay.tuesday.at("11:30")
        try site.send(.cancel(.init(ReservationID(version: subject.version))), at: soon)
        #expect(site.garage.refundDue(subject) == Money(minorUnits: 5_00))
        try site.send(.subscribe(.ben, from: .tuesday), at: soon)
        try site.send(.revokePermit(.init(PermitID(site.garage.version))), at: soon)
        #expect(site.garage.exceptions.map(\.subject) == [.sold(subject)])
    }

    @Test func `a policy makes sense by itself`() {
        func field(_ policy: RefundPolicy) -> String? {
            do throws(RateError) {
                try Terms(refunds: policy).validate()
                return nil
            } catch { return error.field }
        }
        func steps(_ steps: RefundPolicy.Step...) -> RefundPolicy { RefundPolicy(bookings: steps) }
        #expect(field(terms.refunds) == nil)
        #expect(field(steps(.init(before: .hours(1), basisPoints: 10_001))) == "refunds.bookings[0].percent")
        #expect(field(steps(.init(before: .days(367), basisPoints: 1))) == "refunds.bookings[0].before")
        let twice = steps(.init(before: .zero, basisPoints: 1), .init(before: .zero, basisPoints: 2))
        #expect(field(twice) == "refunds.bookings[1].before")
    }
}
