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

    @Test func `where a car has left that nobody had counted, the next one that comes in is counted`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        try site.send(count(0), at: nine)
        try site.send(.left(.anna), at: nine)
        #expect(try site.send(count(0), at: nine).result == .countCorrected(.init(0, repeated: true)))
        try site.drive(.ben, at: nine + .minutes(1))
        #expect(site.garage.inside == 1)
        #expect(site.garage.exceptions.isEmpty)
    }

    @Test func `who had come in before the count had been counted, however late the log hears of it`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        try site.send(count(2), at: nine)
        try site.send(.opened(.ben, happened: eight + .minutes(9)), at: nine + .minutes(1))
        #expect(site.garage.inside == 2)
        #expect(try site.answer(to: .carla, at: nine + .minutes(2)) != .deny(.garageFull))
        try site.send(.opened(.plate(.dora), happened: nine + .minutes(3)), at: nine + .minutes(4))
        #expect(site.garage.inside == 3)
        try site.send(.left(.ben, happened: nine + .minutes(5)), at: nine + .minutes(6))
        #expect(site.garage.inside == 2)
    }

    @Test func `who had left before the count had not been counted`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        try site.drive(.ben, at: eight + .minutes(1))
        try site.send(count(1), at: nine)
        try site.send(.left(.anna, happened: eight + .minutes(30)), at: nine + .minutes(1))
        #expect(site.garage.inside == 1)
        #expect(site.garage.exceptions.isEmpty)
        try site.send(.left(.ben), at: nine + .minutes(2))
        #expect(site.garage.inside == 0)
    }

    @Test func `a garage that begins with cars inside is empty once they have left`() throws {
        var site = try Site(.open(2))
        try site.send(count(2), at: eight)
        #expect(try site.answer(to: .carla, at: eight + .minutes(1)) == .deny(.garageFull))
        try site.send(.left(.anna), at: eight + .minutes(2))
        #expect(site.garage.inside == 1)
        try site.send(.left(.unknown), at: eight + .minutes(3))
        #expect(site.garage.inside == 0)
        try site.send(.left(.ben), at: eight + .minutes(4))
        #expect(site.garage.inside == 0)
        // The entry of the first one is told late: it had been counted, and its exit was taken off already.
        try site.send(.opened(.anna, happened: eight - .minutes(30)), at: eight + .minutes(5))
        #expect(site.garage.inside == 0)
        try site.drive(.carla, at: eight + .minutes(6))
        #expect(site.garage.inside == 1)
    }

    @Test func `a stay that is closed unseen was the one that had not been counted`() throws {
        var site = try Site(.open(5))
        for (minutes, car) in [PlateID.anna, .ben, .carla].enumerated() {
            try site.drive(car, at: eight + .minutes(Int64(minutes)))
        }
        try site.send(count(2), at: nine)
        let ghost = try #require(site.garage.session(of: .plate(.anna)))
        try site.send(.writeOff(.init(ghost.id, .misread)), at: nine + .minutes(1))
        #expect(site.garage.inside == 2)
        #expect(site.garage.exceptions.isEmpty)
        try site.send(.reopenSession(.init(ghost.id, .misread)), at: nine + .minutes(2))
        #expect(site.garage.inside == 2)
        // Where all had been counted, one of them left.
        try site.send(count(3), at: nine + .minutes(3))
        try site.send(.writeOff(.init(ghost.id, .misread)), at: nine + .minutes(4))
        #expect(site.garage.inside == 2)
    }

    @Test func `a stay that a reset closed and that goes on is counted`() throws {
        var site = try Site(.open(3))
        try site.drive(.anna, at: eight)
        try site.drive(.ben, at: eight + .minutes(1))
        let stay = try #require(site.garage.session(of: .plate(.anna)))
        try site.send(.resetInventory(.init(.misread)), at: nine)
        try site.send(.opened(.carla, happened: eight + .minutes(5)), at: nine + .minutes(1))
        #expect(site.garage.inside == 0)
        #expect(site.garage.exceptions.map(\.kind) == [.countDiffers])
        try site.send(.reopenSession(.init(stay.id, .misread)), at: nine + .minutes(2))
        #expect(site.garage.inside == 1)
        // It had left before the reset after all.
        try site.send(.endSession(.init(stay.id, at: eight + .minutes(30), .misread)), at: nine + .minutes(3))
        #expect(site.garage.inside == 0)
    }

    @Test func `no more cars are taken off than were counted away`() throws {
        var site = try Site(.open(5))
        try site.drive(.anna, at: eight)
        try site.drive(.ben, at: eight + .minutes(1))
        try site.send(count(1), at: nine)
        for (minutes, car) in [PlateID.carla, .dora].enumerated() {
            try site.drive(car, at: nine + .minutes(Int64(minutes) + 1))
        }
        try site.send(.left(.anna), at: nine + .minutes(5))
        try site.send(.left(.ben), at: nine + .minutes(6))
        #expect(site.garage.inside == 2)
        #expect(site.garage.exceptions.isEmpty)
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
        try site.send(.opened(.carla, happened: eight), at: nine + .minutes(1))
        try site.send(.left(.anna, happened: eight + .minutes(1)), at: nine + .minutes(2))
        try site.send(.left(.plate(.dora)), at: nine + .minutes(3))
        try site.send(.resetInventory(.init(.misread)), at: nine + .minutes(4))
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
