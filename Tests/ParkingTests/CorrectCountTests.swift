import Chronology
import Parking
import Testing

/// How many cars are inside, as a person counted them: design rule 15.
@Suite struct CorrectCountTests {
    let eight = LocalDay.monday.at("08:00")
    let nine = LocalDay.monday.at("09:00")

    private func count(_ inside: Int) -> Command { .correctCount(.init(inside, .misread)) }

    @Test func `the count is what a person counted, and goes on from there`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        let decision = try site.send(count(3), at: nine)
        #expect(decision.facts.map(\.event) == [.countCorrected(.init(counted: 3, adjustment: 2, .misread))])
        #expect(decision.result == .countCorrected(.init(3, repeated: false)))
        #expect(site.garage.inside == 3 && site.garage.sessions.count == 1)
        #expect(try site.answer(to: .ben, at: nine) == .deny(.garageFull))
        try site.send(.left(.anna), at: nine)
        #expect(site.garage.inside == 2)
        #expect(try site.send(count(2), at: nine).result == .countCorrected(.init(2, repeated: true)))
    }

    @Test func `it never falls below nothing`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        try site.drive(.ben, at: eight + .minutes(1))
        try site.send(count(0), at: nine)
        try site.send(.left(.anna), at: nine)
        #expect(site.garage.inside == 0)
        try site.send(count(1), at: nine)
        #expect(site.garage.inside == 1)
    }

    @Test func `who counts none where a car has left that nobody had counted, counts the next one`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        try site.send(count(0), at: nine)
        try site.send(.left(.anna), at: nine)
        // None are told of, and one fewer than that would be counted from here on.
        let decision = try site.send(count(0), at: nine)
        #expect(decision.facts.map(\.event) == [.countCorrected(.init(counted: 0, adjustment: 0, .misread))])
        #expect(decision.result == .countCorrected(.init(0, repeated: false)))
        #expect(try site.send(count(0), at: nine).result == .countCorrected(.init(0, repeated: true)))
        try site.drive(.ben, at: nine + .minutes(1))
        #expect(site.garage.inside == 1)
    }

    @Test func `a reset writes off all open stays, and counts from nothing`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        try site.send(.opened(.unknown), at: eight + .minutes(5))
        try site.send(count(3), at: nine)
        let decision = try site.send(.resetInventory(.init(.misread)), at: nine)
        #expect(decision.facts.map(\.event) == [.inventoryReset(.init(.misread))])
        #expect(decision.result == .inventoryReset(.init(writtenOff: 2, repeated: false)))
        #expect(site.garage.inside == 0 && site.garage.sessions.isEmpty)
        #expect(Set(Ledger(site.log).lines.values.map(\.end)) == [.writtenOff(nine)])
        let again = try site.send(.resetInventory(.init(.misread)), at: nine)
        #expect(again.facts.isEmpty && again.result == .inventoryReset(.init(writtenOff: 0, repeated: true)))
        try site.drive(.anna, at: nine + .minutes(9))
        #expect(site.garage.inside == 1)
    }

    @Test func `the changes of the count add up to it`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        try site.send(count(5), at: nine)
        try site.drive(.ben, at: nine)
        try site.send(count(1), at: nine)
        try site.send(.resetInventory(.init(.misread)), at: nine)
        var (garage, sum) = (Garage(), 0)
        for event in site.log {
            for change in garage.evolve(event) {
                switch change {
                case .stayBegan, .stayMended: sum += 1
                case .stayEnded: sum -= 1
                case .countCorrected(let difference, _): sum += difference
                default: break
                }
            }
            #expect(sum == garage.inside)
        }
    }
}
