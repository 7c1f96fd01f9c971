import Chronology
import Money
import Parking
import Tariffs
import Testing

/// A stay was another car's: design rule 15.
@Suite struct CorrectPlateTests {
    let eight = LocalDay.monday.at("08:00")
    let nine = LocalDay.monday.at("09:00")
    let ten = LocalDay.monday.at("10:00")
    let evening = LocalDay.monday.at("20:00")

    private func correct(_ session: Int64, _ car: CarIdentity) -> Command {
        .correctPlate(.init(SessionID(session), car, .misread))
    }

    @Test func `the stay is the other car's, and the event says whose it was thought to be`() throws {
        given(.open(5), at(eight, .entered(.ben))).when(correct(2, .anna), at: nine).then(
            .carCorrected(.init(SessionID(2), .anna, was: .ben, .misread)), at: eight,
            result: .corrected(.init(SessionID(2), repeated: false)))
    }

    @Test func `said again, it changes nothing`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.ben), at: eight)
        try site.send(correct(3, .anna), at: nine)
        let again = try site.send(correct(3, .anna), at: ten)
        #expect(again.facts.isEmpty)
        #expect(again.result == .corrected(.init(SessionID(3), repeated: true)))
        #expect(site.garage.session(of: .anna)?.id == SessionID(3))
        #expect(site.garage.session(of: .ben) == nil)
    }

    @Test func `a stay that is not there or is forgotten is refused`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.ben), at: eight)
        #expect(throws: Refusal.noStay(SessionID(9))) { try site.send(correct(9, .anna), at: nine) }
        try site.send(.left(.ben), at: nine)
        #expect(throws: Refusal.tooOld(SessionID(3))) {
            try site.send(correct(3, .anna), at: LocalDay.monday.advanced(by: 9).at("12:00"))
        }
    }

    @Test func `the exit that nobody saw come in is the end of the misread stay`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.ben), at: eight)
        try site.send(.left(.anna), at: ten)
        #expect(site.garage.inside == 1)
        try site.send(correct(3, .anna), at: evening)
        #expect(
            site.log.suffix(2).map(\.event) == [
                .carCorrected(.init(SessionID(3), .anna, was: .ben, .misread)),
                .exitLinked(.init(ExitID(version: 4), to: SessionID(3))),
            ])
        #expect(Ledger(site.log).total == 4_00)
        #expect(site.garage.inside == 0)
    }

    @Test func `an exit under the wrong name goes with its stay`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.ben), at: eight)
        try site.send(.left(.ben), at: nine)
        try site.send(correct(3, .anna), at: ten)
        #expect(site.log.count == 5)
        #expect(Ledger(site.log).stays == [.init(car: .anna, enteredAt: eight, end: .left(nine), total: 2_00): 1])
        // Ben's own entry, told late, is not ended by it.
        try site.send(.opened(.ben, .both, .entry, happened: eight + .minutes(30)), at: ten)
        #expect(site.garage.session(of: .ben)?.id == SessionID(6))
        #expect(site.garage.inside == 1)
    }

    @Test func `an orphan that a misread entry made goes on`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.anna, .both, .entry), at: nine)
        #expect(site.garage.inside == 1)
        try site.send(correct(5, .ben), at: ten)
        #expect(site.log.last?.event == .sessionReopened(.init(SessionID(3))))
        #expect(site.garage.inside == 2)
        try site.send(.left(.anna), at: ten)
        try site.send(.left(.ben), at: ten)
        #expect(Ledger(site.log).total == 6_00)
    }

    @Test func `a stay of the right car that began before it is an orphan`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.ben), at: nine)
        try site.send(correct(4, .anna), at: ten)
        #expect(site.log.last?.event == .sessionOrphaned(.init(SessionID(3))))
        #expect(site.log.last?.occurredAt == nine)
    }

    @Test func `a car that came in unknown is named, and pays by its own rights`() throws {
        var site = try Site.hourly()
        try site.send(.opened(nil), at: eight)
        try site.send(.pass(.anna, .monday), at: eight)
        try site.send(correct(3, .anna), at: nine)
        try site.send(.left(.anna), at: ten)
        #expect(Ledger(site.log).total == 0)
        #expect(site.garage.inside == 0)
    }

    @Test func `the rights of the wrong car pay no more, and those of the right one do`() throws {
        var site = try Site.hourly()
        try site.send(.pass(.ben, .monday), at: .opening + .minutes(2))
        try site.send(.opened(.ben), at: eight)
        try site.send(.left(.ben), at: ten)
        #expect(Ledger(site.log).total == 0)
        try site.send(correct(4, .anna), at: evening)
        #expect(Ledger(site.log).total == 4_00)
        try site.send(correct(4, .ben), at: evening)
        #expect(Ledger(site.log).total == 0)
    }

    @Test func `an exit that is told later is the right car's`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.ben), at: eight)
        try site.send(correct(3, .anna), at: ten)
        try site.send(.left(.anna, happened: nine), at: evening)
        #expect(Ledger(site.log).stays == [.init(car: .anna, enteredAt: eight, end: .left(nine), total: 2_00): 1])
    }
}
