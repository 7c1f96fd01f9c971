import Chronology
import Money
import Parking
import Tariffs
import Testing

/// A person says how a stay ended, or that it goes on: design rule 15.
@Suite struct CorrectEndTests {
    let eight = LocalDay.monday.at("08:00")
    let nine = LocalDay.monday.at("09:00")
    let ten = LocalDay.monday.at("10:00")
    let evening = LocalDay.monday.at("20:00")

    private func end(_ session: Int64, _ at: Instant) -> Command {
        .endSession(.init(SessionID(session), at: at, .misread))
    }
    @Test func `an unknown car's exit that was taken for another unknown car's is the next one's`() throws {
        var site = try Site(.open(5))
        let eight = LocalDay.monday.at("08:00")
        try site.send(.opened(.unknown), at: eight)
        let first = SessionID(version: site.garage.version)
        try site.send(.opened(.unknown), at: eight + .hours(1))
        try site.send(.left(), at: eight + .hours(2))
        try site.send(.left(.plate(.ben)), at: eight + .hours(3))
        let bens = ExitID(version: site.garage.version)
        #expect(site.garage.inside == 1)
        try site.send(.linkExit(.init(bens, to: first, .misread)), at: eight + .hours(4))
        #expect(site.garage.inside == 0)
    }

    private func reopen(_ session: Int64) -> Command { .reopenSession(.init(SessionID(session), .misread)) }
    private func link(_ exit: Int64, _ session: Int64) -> Command {
        .linkExit(.init(ExitID(version: exit), to: SessionID(session), .misread))
    }
    private func repeats(_ session: Int64) -> CommandResult { .corrected(.init(SessionID(session), repeated: true)) }

    // MARK: Ended by hand

    @Test func `a stay whose end nobody saw ends when a person says`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        let decision = try site.send(end(3, ten), at: evening)
        #expect(decision.result == .corrected(.init(SessionID(3), repeated: false)))
        #expect(site.log.last?.event == .sessionEnded(.init(SessionID(3), .misread)))
        #expect(Ledger(site.log).stays == [.init(car: .anna, enteredAt: eight, end: .left(ten), total: 4_00): 1])
        #expect(site.garage.inside == 0)
        let again = try site.send(end(3, ten), at: evening)
        #expect(again.facts.isEmpty && again.result == repeats(3))
    }

    @Test func `it ends neither before its entry nor in the future nor twice`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        let stay = try #require(site.garage.sessions[SessionID(3)])
        #expect(throws: Refusal.notYet(evening, now: ten)) { try site.send(end(3, evening), at: ten) }
        #expect(throws: Refusal.beforeEntry(eight - .minutes(1), of: stay)) {
            try site.send(end(3, eight - .minutes(1)), at: ten)
        }
        try site.send(.left(.anna), at: nine)
        #expect(throws: Refusal.hasEnded(stay, at: nine)) { try site.send(end(3, ten), at: ten) }
        #expect(try site.send(end(3, nine), at: ten).result == repeats(3))
    }

    @Test func `an orphan is paid up to the time that a person names, before its car came again`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.anna, .both, .entry), at: ten)
        #expect(throws: Refusal.self) { try site.send(end(3, ten + .minutes(1)), at: evening) }
        try site.send(end(3, nine), at: evening)
        #expect(Ledger(site.log).total == 2_00)
        #expect(site.garage.inside == 1)
    }

    @Test func `a real exit that is told later and was earlier takes its place`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(end(3, ten), at: evening)
        try site.send(.left(.anna, happened: nine), at: evening)
        #expect(site.log.last?.event == .exitUnlinked(.init(ExitID(version: 4))))
        #expect(Ledger(site.log).total == 2_00)
    }

    @Test func `one that was later has no entry until a person links it`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(end(3, nine), at: evening)
        try site.send(.left(.anna, happened: ten), at: evening)
        #expect(Ledger(site.log).total == 2_00)
        try site.send(link(5, 3), at: evening)
        #expect(Ledger(site.log).total == 4_00)
        #expect(try site.send(link(5, 3), at: evening).result == repeats(3))
    }

    @Test func `an unknown car's stay ends too, and its end stays with it when it gets a name`() throws {
        var site = try Site.hourly()
        try site.send(.opened(nil), at: eight)
        try site.send(end(3, nine), at: evening)
        try site.send(.correctPlate(.init(SessionID(3), .anna, .misread)), at: evening)
        #expect(Ledger(site.log).stays == [.init(car: .anna, enteredAt: eight, end: .left(nine), total: 2_00): 1])
    }

    // MARK: Reopened

    @Test func `a stay that a misread exit ended goes on, and that exit never ends it again`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.left(.anna), at: nine)
        try site.send(reopen(3), at: ten)
        #expect(
            site.log.suffix(2).map(\.event) == [
                .sessionReopened(.init(SessionID(3), .misread)), .exitUnlinked(.init(ExitID(version: 4))),
            ])
        #expect(site.garage.inside == 1)
        #expect(try site.send(reopen(3), at: ten).result == repeats(3))
        // An entry that is told late mends all of its car's stays.
        try site.send(.opened(.anna, .both, .entry, happened: eight - .hours(1)), at: ten)
        #expect(site.garage.session(of: .anna)?.id == SessionID(3))
        try site.send(.left(.anna), at: evening)
        let ends = Ledger(site.log).stays.keys.map(\.end)
        #expect(Set(ends) == [.left(evening), .orphaned(eight)])
    }

    @Test func `what a person had made up is gone when the stay goes on`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(end(3, nine), at: ten)
        try site.send(reopen(3), at: ten)
        try site.send(.left(.anna), at: ten)
        #expect(Ledger(site.log).total == 4_00)
        #expect(throws: Refusal.tooOld(ExitID(version: 4))) { try site.send(link(4, 3), at: ten) }
    }

    @Test func `an orphan cannot go on while its car is known to have come again`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        let stay = try #require(site.garage.sessions[SessionID(3)])
        try site.send(.opened(.anna, .both, .entry), at: nine)
        #expect(throws: Refusal.cannotGoOn(stay)) { try site.send(reopen(3), at: ten) }
    }

    @Test func `a stay that an unknown car's exit was taken for goes on, and that goes to the next`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.ben), at: eight + .minutes(5))
        try site.send(.left(.unknown), at: nine)
        #expect(site.garage.session(of: .anna) == nil)
        try site.send(reopen(3), at: ten)
        #expect(site.garage.session(of: .anna) != nil && site.garage.session(of: .ben) == nil)
        #expect(site.log.last?.event == .exitLinked(.init(ExitID(version: 5), to: SessionID(4), isAssumed: true)))
    }

    // MARK: Linked

    @Test func `an exit under a misread plate is the end of the stay that a person names`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.left(.ben), at: ten)
        #expect(site.garage.inside == 1)
        try site.send(link(4, 3), at: evening)
        #expect(site.log.last?.event == .exitLinked(.init(ExitID(version: 4), to: SessionID(3), .misread)))
        #expect(Ledger(site.log).stays == [.init(car: .anna, enteredAt: eight, end: .left(ten), total: 4_00): 1])
        #expect(try site.send(link(4, 3), at: evening).result == repeats(3))
        // Ben's own entry of before is not ended by it.
        try site.send(.opened(.ben, happened: nine), at: evening)
        #expect(site.garage.session(of: .ben) != nil)
    }

    @Test func `another stay's exit, an unknown one and one before the entry are refused`() throws {
        var site = try Site.hourly()
        try site.send(.left(.carla), at: eight - .minutes(9))
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.ben, .both, .entry), at: eight)
        try site.send(.left(.ben), at: nine)
        let stay = try #require(site.garage.sessions[SessionID(4)])
        #expect(throws: Refusal.beforeEntry(eight - .minutes(9), of: stay)) { try site.send(link(3, 4), at: ten) }
        #expect(throws: Refusal.self) { try site.send(link(6, 4), at: ten) }
        #expect(throws: Refusal.noExit(ExitID(version: 99))) { try site.send(link(99, 4), at: ten) }
        #expect(throws: Refusal.noStay(SessionID(99))) { try site.send(link(3, 99), at: ten) }
    }

    @Test func `an unknown car's exit that was taken for another stay's is this one's`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.ben), at: eight + .minutes(5))
        try site.send(.left(.unknown), at: nine)
        try site.send(link(5, 4), at: ten)
        #expect(site.garage.session(of: .anna) != nil && site.garage.session(of: .ben) == nil)
        #expect(Ledger(site.log).total == 2_00)
    }

    @Test func `an exit of weeks ago is linked to an orphan of weeks ago`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.left(.ben), at: nine)
        try site.send(.opened(.anna), at: ten)
        try site.send(.left(.anna), at: ten + .hours(1))
        let later = LocalDay.monday.advanced(by: 14).at("12:00")
        try site.send(.opened(.carla), at: later)
        try site.send(link(4, 3), at: later)
        #expect(Ledger(site.log).total == 4_00)
        #expect(site.garage.inside == 1)
    }
}
