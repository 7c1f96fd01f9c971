import Chronology
import Money
import Parking
import Tariffs
import Testing

/// Validations and agreements, which change what an open stay costs.
@Suite struct ValidateTests {
    let now = LocalDay.monday.at("08:00")
    let ten = LocalDay.monday.at("10:00")
    let terms = Terms(agreements: [
        Agreement(id: .hospital, effect: .minutesOff(.minutes(60))),
        Agreement(id: .church, effect: .card(CardID("free")!)),
    ])
    var inside: Given {
        var cinema = Rate.hourly("cinema", 1)
        cinema.audience = .validation(.cinema)
        return given(
            .open(5),
            at(
                .opening, .ratePublished(.init(.hourly("day", 3))), .ratePublished(.init(cinema)),
                .termsPublished(.init(terms)),
                .termsPublished(.init(Terms(), on: CardID("free")!))),
            at(now, .entered(.anna), .entered(.ticket)))
    }
    let anna = SessionID(6)

    private func total(_ given: Given, _ car: CarIdentity = .anna) throws -> Int64 {
        let session = try #require(given.garage.session(of: car))
        guard case .charged(let charge) = given.garage.charge(of: session, until: ten) else {
            throw TariffError.overflow
        }
        return charge.total.minorUnits
    }

    private func total(after event: GarageEvent) throws -> Int64 {
        var after = inside
        after.take(at(ten, event))
        return try total(after)
    }

    @Test func `a stay is validated by its number, its plate or its ticket`() {
        for stay in [OpenStay.session(anna), .car(.anna)] {
            inside.when(.validate(.init(stay, .cinema)), at: ten)
                .then(
                    .sessionValidated(.init(anna, .cinema)), result: .validated(.init(anna, .cinema, repeated: false)))
        }
        inside.when(.validate(.init(.car(.ticket), .shop)), at: ten)
            .then(
                .sessionValidated(.init(SessionID(7), .shop)),
                result: .validated(.init(SessionID(7), .shop, repeated: false)))
    }

    @Test func `a validated stay pays the validation's rate`() throws {
        #expect(try total(inside) == 600)
        #expect(try total(after: .sessionValidated(.init(anna, .cinema))) == 200)
        #expect(try total(after: .sessionValidated(.init(anna, .shop))) == 600)
    }

    @Test func `a second validation by the same changes nothing, one by another is added`() {
        var validated = inside
        validated.take(at(ten, .sessionValidated(.init(anna, .cinema))))
        validated.when(.validate(.init(.car(.anna), .cinema)), at: ten)
            .then(result: .validated(.init(anna, .cinema, repeated: true)))
        validated.when(.validate(.init(.car(.anna), .shop)), at: ten)
            .then(.sessionValidated(.init(anna, .shop)), result: .validated(.init(anna, .shop, repeated: false)))
        validated.take(at(ten, .sessionValidated(.init(anna, .shop))))
        #expect(validated.garage.sessions[anna]?.validations == [.cinema, .shop])
    }

    @Test(arguments: [OpenStay.session(SessionID(2)), .session(SessionID(99)), .car(.ben), .car(.unknown)])
    func `only an open stay can be validated`(stay: OpenStay) {
        inside.when(.validate(.init(stay, .cinema)), at: ten).thenRefuses(.noOpenStay(stay))
        inside.when(.applyAgreement(.init(stay, .hospital)), at: ten).thenRefuses(.noOpenStay(stay))
    }

    @Test func `a stay that has ended is open no more`() {
        var left = inside
        left.take(at(ten, .carExited(.init(session: anna, gate: .exit, read: nil))))
        for stay in [OpenStay.session(anna), .car(.anna)] {
            left.when(.validate(.init(stay, .cinema)), at: ten).thenRefuses(.noOpenStay(stay))
        }
    }

    @Test func `an agreement takes minutes off, or puts another card in the place of the vehicle's`() throws {
        inside.when(.applyAgreement(.init(.car(.anna), .hospital)), at: ten)
            .then(
                .agreementApplied(.init(anna, .hospital)),
                result: .agreementApplied(.init(anna, .hospital, repeated: false)))
        #expect(try total(after: .agreementApplied(.init(anna, .hospital))) == 300)
        inside.when(.applyAgreement(.init(.session(anna), .church)), at: ten)
            .then(
                .agreementApplied(.init(anna, .church)),
                result: .agreementApplied(.init(anna, .church, repeated: false)))
        #expect(try total(after: .agreementApplied(.init(anna, .church))) == 0)
    }

    @Test func `a later agreement takes the place of an earlier one, the same again changes nothing`() throws {
        var agreed = inside
        agreed.take(at(ten, .agreementApplied(.init(anna, .church))))
        agreed.when(.applyAgreement(.init(.car(.anna), .church)), at: ten)
            .then(result: .agreementApplied(.init(anna, .church, repeated: true)))
        agreed.when(.applyAgreement(.init(.car(.anna), .hospital)), at: ten)
            .then(
                .agreementApplied(.init(anna, .hospital)),
                result: .agreementApplied(.init(anna, .hospital, repeated: false)))
        agreed.take(at(ten, .agreementApplied(.init(anna, .hospital))))
        #expect(try total(agreed) == 300)
    }

    @Test func `an agreement that the stay's card did not have at the entry is unknown`() {
        let stranger = AgreementID("stranger")!
        inside.when(.applyAgreement(.init(.car(.anna), stranger)), at: ten).thenRefuses(.unknownAgreement(stranger))
        var later = inside
        let new = Terms(agreements: [Agreement(id: stranger, effect: .minutesOff(.hours(9)))])
        later.take(at(LocalDay.monday.at("09:00"), .termsPublished(.init(new))))
        later.when(.applyAgreement(.init(.car(.anna), stranger)), at: ten).thenRefuses(.unknownAgreement(stranger))
        // The other way round, one that was known stays known.
        later.when(.applyAgreement(.init(.car(.anna), .hospital)), at: ten)
            .then(
                .agreementApplied(.init(anna, .hospital)),
                result: .agreementApplied(.init(anna, .hospital, repeated: false)))
    }

    @Test func `an agreement counts on the card that has it`() {
        var bikes = inside
        bikes.take(at(now, .ratePublished(.init(.hourly("bike", 1), on: .bike))))
        bikes.take(at(ten, .entered(.ben, vehicle: .bike), .entered(.carla, vehicle: CardID("van")!)))
        bikes.when(.applyAgreement(.init(.car(.ben), .hospital)), at: ten).thenRefuses(.unknownAgreement(.hospital))
        bikes.when(.applyAgreement(.init(.car(.carla), .hospital)), at: ten)
            .then(
                .agreementApplied(.init(SessionID(10), .hospital)),
                result: .agreementApplied(.init(SessionID(10), .hospital, repeated: false)))
    }

    @Test func `an agreement whose card does not exist is unknown`() {
        var later = inside
        let terms = Terms(agreements: [Agreement(id: .church, effect: .card(CardID("none")!))])
        later.take(at(now, .termsPublished(.init(terms)), .entered(.ben)))
        later.when(.applyAgreement(.init(.car(.ben), .church)), at: ten).thenRefuses(.unknownAgreement(.church))
    }
}
