import Chronology
import Parking
import Testing

/// A person says that one stay was two visits: design rule 15.
@Suite struct SplitTests {
    let eight = LocalDay.monday.at("08:00")
    let nine = LocalDay.monday.at("09:00")
    let noon = LocalDay.monday.at("12:00")
    let four = LocalDay.monday.at("16:00")
    let evening = LocalDay.monday.at("20:00")

    private func split(_ session: Int64, _ left: Instant, _ returned: Instant) -> Command {
        .splitSession(.init(SessionID(session), leftAt: left, returnedAt: returned, .misread))
    }

    @Test func `a stay that was two visits costs what both cost, and its exit ends the second`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.left(.anna), at: four)
        #expect(Ledger(site.log).total == 16_00)
        let decision = try site.send(split(3, nine, noon), at: evening)
        #expect(decision.result == .split(.init(SessionID(3), SessionID(5), repeated: false)))
        #expect(
            site.log.suffix(2).map(\.event) == [
                .sessionSplit(.init(SessionID(3), leftAt: nine, .misread)),
                .exitLinked(.init(ExitID(version: 4), to: SessionID(5))),
            ])
        #expect(
            Ledger(site.log).stays == [
                .init(car: .anna, enteredAt: eight, end: .left(nine), total: 2_00): 1,
                .init(car: .anna, enteredAt: noon, end: .left(four), total: 8_00): 1,
            ])
        let again = try site.send(split(3, nine, noon), at: evening)
        #expect(again.facts.isEmpty && again.result == .split(.init(SessionID(3), SessionID(5), repeated: true)))
    }

    @Test func `one that goes on goes on as the second visit`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(split(3, nine, noon), at: four)
        #expect(site.garage.inside == 1 && site.garage.session(of: .anna)?.enteredAt == noon)
        try site.send(.left(.anna), at: four)
        #expect(Ledger(site.log).total == 10_00)
    }

    @Test func `an unknown car's two visits are told apart as well`() throws {
        var site = try Site.hourly()
        try site.send(.opened(), at: eight)
        try site.send(.left(), at: four)
        try site.send(split(3, nine, noon), at: evening)
        #expect(Ledger(site.log).total == 10_00)
        #expect(site.garage.inside == 0)
    }

    @Test func `both visits lie within the stay, in their order`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        let stay = try #require(site.garage.sessions[SessionID(3)])
        #expect(throws: Refusal.beforeEntry(eight - .minutes(1), of: stay)) {
            try site.send(split(3, eight - .minutes(1), noon), at: four)
        }
        #expect(throws: Refusal.returnsBeforeLeaving) { try site.send(split(3, noon, nine), at: four) }
        #expect(throws: Refusal.notYet(evening, now: four, field: "returnedAt")) {
            try site.send(split(3, noon, evening), at: four)
        }
        try site.send(.left(.anna), at: four)
        #expect(throws: Refusal.returnsBehindEnd(evening, of: stay, at: four)) {
            try site.send(split(3, noon, evening), at: evening)
        }
        #expect(throws: Refusal.noStay(SessionID(9))) { try site.send(split(9, nine, noon), at: evening) }
    }

    @Test func `an entry that is told later between the visits is the second one's beginning`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.left(.anna), at: four)
        try site.send(split(3, nine, noon), at: evening)
        try site.send(.opened(.anna, happened: nine + .hours(1)), at: evening)
        // The car was inside from ten on, so that nobody saw it leave before it came at noon.
        #expect(Ledger(site.log).stays[.init(car: .anna, enteredAt: noon, end: .left(four), total: 8_00)] == 1)
        #expect(site.garage.inside == 0)
    }
}
