import Chronology
import Money
import Parking
import Tariffs
import TestSupport
import Testing

/// Plates that are erased, and those that their garage still needs.
@Suite struct ErasePlateTests {
    let noon = LocalDay.monday.at("12:00")
    let blocking = Correction(ReasonCode("blocking")!)

    private func refused(_ garage: Given, _ plate: PlateID = .anna, at instant: Instant? = nil) -> String? {
        do throws(Refusal) {
            _ = try garage.when(.erasePlate(.init([plate])), at: instant ?? noon + .hours(2)).decision.get()
            return nil
        } catch {
            #expect(error.problem.type == .plateNeeded)
            return error.problem.detail
        }
    }

    @Test func `a plate that nothing needs is erased, and the fact says whose events are nobody's now`() {
        let garage = given(
            .open(5), at(noon, .entered(.anna)),
            at(noon + .hours(1), .carExited(.init(session: SessionID(version: 2), gate: .exit, read: nil))))
        garage.when(.erasePlate(.init([.anna])), at: noon + .hours(2))
            .then(.platesErased(.init([.anna])), result: .plateErased(.init(erased: 1)))
    }

    @Test func `of a plate that the vault does not know nothing is erased, and nothing is logged`() {
        given(.open(5)).when(.erasePlate(.init([])), at: noon).then(result: .plateErased(.init(erased: 0)))
        Given().when(.erasePlate(.init([.anna])), at: noon).thenRefuses(.unknownGarage)
    }

    @Test func `a car inside needs its plate, and is said to be inside`() {
        let garage = given(.open(5), at(noon, .entered(.anna)))
        #expect(refused(garage)?.contains("session 2") == true)
        #expect(refused(garage, .ben) == nil)
    }

    @Test func `a day to come needs its plate until it is over`() {
        let garage = given(.reserved(5), at(noon, .reserved(.anna, .tuesday)))
        #expect(refused(garage)?.contains("reservation 2 for 2026-03-03") == true)
        #expect(refused(garage, at: LocalDay.tuesday.at("23:59")) != nil)
        #expect(refused(garage, at: LocalDay.wednesday.at("00:00")) == nil)
    }

    @Test func `what is owed for hours or a subscription that are over needs its plate`() throws {
        var site = try Site(.open(5) { $0.unpaidExit = .listed })
        try site.send(.cardPublished(.init(RateCard(rates: [], terms: .selling(.every(.week, 20))))), at: .opening)
        try site.send(.subscribe(.anna, .weekly), at: noon)
        let subject = PaymentSubject.permit(PermitID(version: site.garage.version))
        let later = noon + .days(8)
        #expect(site.garage.needs(of: [.anna], at: later) == [.anna: .owes(subject)])
        try site.send(.pay(.init(for: subject, PaymentMeans(.cash))), at: later)
        #expect(site.garage.needs(of: [.anna], at: later).isEmpty)
    }

    @Test func `a permit needs its plate until it has ended`() {
        let garage = given(.open(5), at(noon, .pass(.anna, .monday)))
        #expect(refused(garage)?.contains("permit 2") == true)
        #expect(refused(garage, at: LocalDay.monday.advanced(by: 300).at("12:00")) != nil)
    }

    @Test func `a suspension needs its plate until it is over or lifted`() {
        var garage = given(
            .open(5), at(noon, .plateSuspended(.init(.anna, firstDay: .monday, lastDay: nil, blocking))))
        #expect(refused(garage)?.contains("lift-suspension") == true)
        garage.take(at(noon, .suspensionLifted(.init(.anna, blocking))))
        #expect(refused(garage) == nil)
    }

    @Test func `who waits for a day is known by the plate`() {
        var garage = given(.reserved(5), at(noon, .waitBegun(.init(.anna, .tuesday, .member))))
        #expect(refused(garage)?.contains("2026-03-03") == true)
        garage.take(at(noon, .waitEnded(.init(.anna, .tuesday))))
        #expect(refused(garage) == nil)
    }

    @Test func `what nobody has looked at yet needs its plate until somebody has`() {
        var garage = given(.open(5), at(noon, .exitWithoutEntry(.init(car: .anna, gate: .exit, read: nil))))
        #expect(refused(garage)?.contains("Exception 2") == true)
        garage.take(at(noon, .exceptionDismissed(.init(ExceptionID(version: 2), blocking))))
        #expect(refused(garage) == nil)
    }

    @Test func `of many those that are needed are left out, and counted`() {
        let garage = given(.open(5), at(noon, .entered(.anna)))
        garage.when(.erasePlate(.init([.anna, .ben, .carla], isSparing: true)), at: noon + .hours(1))
            .then(.platesErased(.init([.ben, .carla])), result: .plateErased(.init(erased: 2, kept: 1)))
        garage.when(.erasePlate(.init([.anna], isSparing: true)), at: noon + .hours(1))
            .then(result: .plateErased(.init(erased: 0, kept: 1)))
    }

    @Test func `nothing but the version of a garage is another one for it`() {
        var garage = given(
            .open(5), at(noon, .entered(.anna)),
            at(noon + .hours(1), .carExited(.init(session: SessionID(version: 2), gate: .exit, read: nil))))
        let before = garage.garage
        garage.take(at(noon + .hours(1), .platesErased(.init([.anna]))))
        #expect(garage.garage.sessions == before.sessions)
        #expect(garage.garage.inside == before.inside)
        #expect(garage.garage.exceptions == before.exceptions)
    }
}
