import Chronology
import Money
import Parking
import Tariffs
import Testing

/// A car passed at another time, or pays nothing: design rule 15.
@Suite struct CorrectPassageTests {
    let eight = LocalDay.monday.at("08:00")
    let nine = LocalDay.monday.at("09:00")
    let ten = LocalDay.monday.at("10:00")
    let evening = LocalDay.monday.at("20:00")

    private func move(_ session: Int64, _ at: Instant) -> Command {
        .correctPassage(.init(.entry(SessionID(session)), at: at, .misread))
    }
    private func move(exit: Int64, _ at: Instant) -> Command {
        .correctPassage(.init(.exit(ExitID(version: exit)), at: at, .misread))
    }
    private func writeOff(_ session: Int64) -> Command { .writeOff(.init(SessionID(session), .misread)) }

    // MARK: Times

    @Test func `an entry that was at another time is paid from then on`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: nine)
        try site.send(.left(.anna), at: ten)
        try site.send(move(3, eight), at: evening)
        #expect(
            site.log.last?.event
                == .passageCorrected(.init(.entry(SessionID(3)), was: nine, .misread)))
        #expect(Ledger(site.log).stays == [.init(car: .anna, enteredAt: eight, end: .left(ten), total: 4_00): 1])
        let again = try site.send(move(3, eight), at: evening)
        #expect(again.facts.isEmpty)
        #expect(again.result == .passageCorrected(.init(.entry(SessionID(3)), repeated: true)))
    }

    @Test func `an exit that was at another time is paid up to then`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.left(.anna), at: nine)
        try site.send(move(exit: 4, ten), at: evening)
        #expect(Ledger(site.log).total == 4_00)
        #expect(
            try site.send(move(exit: 4, ten), at: evening).result
                == .passageCorrected(.init(.exit(ExitID(version: 4)), repeated: true)))
    }

    @Test func `no entry is behind its exit, and nothing is in the future`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        let stay = try #require(site.garage.sessions[SessionID(3)])
        #expect(throws: Refusal.notYet(evening, now: ten)) { try site.send(move(3, evening), at: ten) }
        try site.send(.left(.anna), at: nine)
        #expect(throws: Refusal.self) { try site.send(move(3, nine + .seconds(1)), at: ten) }
        #expect(throws: Refusal.beforeEntry(eight - .seconds(1), of: stay)) {
            try site.send(move(exit: 4, eight - .seconds(1)), at: ten)
        }
        let long = eight - .days(9)
        #expect(throws: Refusal.tooLongAgo(long, lateness: .hours(72), field: "at")) {
            try site.send(move(3, long), at: ten)
        }
    }

    @Test func `the car's other stays follow`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.left(.anna), at: nine)
        try site.send(.opened(.anna), at: ten)
        // It was the second one's exit, by a clock that was behind.
        try site.send(move(exit: 4, evening), at: evening)
        #expect(Ledger(site.log).lines[SessionID(3)]?.end == .orphaned(ten))
        #expect(Ledger(site.log).lines[SessionID(5)]?.end == .left(evening))
        #expect(Ledger(site.log).total == 20_00)
    }

    @Test func `an entry that is moved before an exit without one is ended by it`() throws {
        var site = try Site.hourly()
        try site.send(.left(.anna), at: nine)
        try site.send(.opened(.anna), at: ten)
        try site.send(move(4, eight), at: evening)
        #expect(Ledger(site.log).total == 2_00)
        #expect(site.garage.inside == 0)
    }

    // MARK: Written off

    @Test func `a stay that is written off costs nothing and its car is inside no more`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(writeOff(3), at: ten)
        #expect(site.garage.inside == 0)
        #expect(Ledger(site.log).stays == [.init(car: .anna, enteredAt: eight, end: .writtenOff(ten), total: nil): 1])
        #expect(try site.send(writeOff(3), at: ten).result == .corrected(.init(SessionID(3), repeated: true)))
        // An exit that is told later changes that no more.
        try site.send(.left(.anna, happened: nine), at: evening)
        try site.send(.opened(.anna, happened: nine + .minutes(30)), at: evening)
        #expect(Ledger(site.log).lines[SessionID(3)]?.end == .writtenOff(ten))
        #expect(site.garage.inside == 1)
    }

    @Test func `what was thought to be over is over since then when it is written off`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.anna, .both, .entry), at: nine)
        try site.send(writeOff(3), at: ten)
        #expect(site.garage.endedStay(SessionID(3))?.end == .writtenOff(at: nine))
        try site.send(.left(.unknown), at: ten)
        try site.send(writeOff(5), at: evening)
        #expect(site.garage.endedStay(SessionID(5))?.end == .writtenOff(at: ten))
    }

    @Test func `an orphan may be written off, a stay that has ended may not, and one goes on where a person says so`()
        throws
    {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.anna, .both, .entry), at: nine)
        try site.send(writeOff(3), at: ten)
        try site.send(.left(.anna), at: ten)
        #expect(throws: Refusal.self) { try site.send(writeOff(5), at: ten) }
        #expect(throws: Refusal.noStay(SessionID(99))) { try site.send(writeOff(99), at: ten) }
        try site.send(.opened(.ben), at: ten)
        try site.send(writeOff(8), at: evening)
        try site.send(.reopenSession(.init(SessionID(8), .misread)), at: evening)
        #expect(site.garage.session(of: .ben) != nil)
    }
}
