import Chronology
import Parking
import Testing

/// What the loops in the lanes count, beside what is known to have passed there: design rule 10.
@Suite struct LoopCountTests {
    let eight = LocalDay.monday.at("08:00")
    let nine = LocalDay.monday.at("09:00")
    let ten = LocalDay.monday.at("10:00")

    private func counted(
        _ cars: Int, _ gate: GateID = .entry, _ direction: Direction? = nil, from: Instant? = nil,
        until: Instant? = nil, read: String? = nil
    ) -> Command {
        .loopCounted(
            .init(
                cars, at: gate, direction, from: from ?? eight, until: until ?? nine,
                read: read.map { DeviceEventID($0)! }))
    }

    private func result(_ counted: Int, _ known: Int, repeated: Bool = false) -> CommandResult {
        .loopCounted(.init(counted: counted, known: known, repeated: repeated))
    }

    @Test func `a count is a fact of the lane, beside the passages that are known, and moves no car`() {
        let inside = given(
            .open(5), at(eight, .entered(.anna)), at(eight + .minutes(1), .entered(.unknown)), at(nine, .entered(.ben)),
            at(nine + .seconds(1), .entered(.carla)))
        inside.when(counted(3, read: "l1"), at: ten)
            .then(
                .loopCounted(.init(3, at: .entry, .entry, from: eight, read: DeviceEventID("l1")!)), at: nine,
                result: result(3, 2))
        var told = inside
        told.take(at(nine, recorded: ten, .loopCounted(.init(3, at: .entry, .entry, from: eight, read: nil))))
        #expect(told.garage.loopDifferences.map(\.difference) == [1])
        #expect(told.garage.inside == 4)
    }

    @Test func `each lane of a gate has its own counts, and an exit's passages are the cars that left`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.anna, .both, .entry), at: eight + .minutes(1))
        try site.send(.left(.anna, .both), at: eight + .minutes(30))
        #expect(try site.send(counted(1, .both, .entry), at: ten).result == result(1, 1))
        #expect(try site.send(counted(2, .both, .exit), at: ten).result == result(2, 1))
        #expect(site.garage.loopDifferences.map(\.direction) == [.exit])
        given(.open(5)).when(counted(1, .both), at: ten).thenRefuses(.directionMissing(.both))
    }

    @Test func `a passage whose time is put right cures the difference`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.anna, happened: ten + .minutes(5)), at: ten + .minutes(5))
        let stay = PassageID.entry(SessionID(version: site.garage.version))
        try site.send(counted(1), at: ten + .minutes(6))
        try site.send(counted(1, from: nine, until: ten), at: ten + .minutes(6))
        #expect(site.garage.loopDifferences.map(\.difference) == [1, 1])
        try site.send(.correctPassage(.init(stay, at: eight + .minutes(50), .misread)), at: ten + .minutes(7))
        #expect(site.garage.loopDifferences.map(\.from) == [nine] && site.garage.exceptions.count == 1)
        try site.send(.correctPassage(.init(stay, at: nine + .minutes(50), .misread)), at: ten + .minutes(8))
        #expect(site.garage.loopDifferences.map(\.from) == [eight] && site.garage.exceptions.count == 1)
    }

    @Test func `rule 11: a late passage cures the difference, whatever is told first`() throws {
        let entries = (1...3).map { Command.opened(.plate(PlateID($0)), happened: eight + .minutes(Int64($0) * 10)) }
        for place in 0...3 {
            var site = try Site(.open(5))
            var commands = entries
            commands.insert(counted(3), at: place)
            for (second, command) in commands.enumerated() { try site.send(command, at: ten + .seconds(Int64(second))) }
            #expect(site.garage.loopCounts.map(\.known) == [3])
            #expect(site.garage.loopDifferences == [])
        }
    }

    @Test func `rule 9: the same count, by its device's name or its time, is told once, with what is known by now`()
        throws
    {
        var site = try Site(.open(5))
        try site.send(counted(1, read: "l1"), at: ten)
        try site.send(.opened(.anna, happened: eight + .minutes(9)), at: ten)
        for again in [counted(1), counted(1, read: "l1"), counted(1, until: nine + .minutes(1), read: "l1")] {
            let decision = try site.send(again, at: ten + .minutes(1))
            #expect(decision.facts.isEmpty && decision.result == result(1, 1, repeated: true))
        }
    }

    @Test func `counts of one lane do not overlap, but may touch`() throws {
        var site = try Site(.open(5))
        try site.send(counted(1), at: ten)
        for (from, until, cars) in [
            (eight, nine, 2), (eight - .minutes(1), eight + .seconds(1), 1), (nine - .seconds(1), ten, 1),
            (eight - .minutes(1), ten, 1), (eight + .minutes(1), eight + .minutes(2), 1),
        ] {
            #expect(throws: Refusal.loopOverlaps(site.garage.loopCounts[0])) {
                try site.garage.decide(counted(cars, from: from, until: until), at: ten)
            }
        }
        try site.send(counted(1, from: nine, until: ten), at: ten)
        try site.send(counted(1, from: eight - .hours(1), until: eight), at: ten)
        try site.send(counted(1, .both, .entry), at: ten)
        #expect(site.garage.loopCounts.count == 4)
    }

    @Test func `a count is of time that is past, at most a day of it, and not too long ago`() {
        let garage = given(.open(5))
        garage.when(counted(1, from: nine, until: nine), at: ten).thenRefuses(.countsBackwards(nine, nine))
        garage.when(counted(1, until: ten + .seconds(1)), at: ten).thenRefuses(
            .countIsAhead(ten + .seconds(1), now: ten))
        garage.when(counted(1, from: ten - .hours(25), until: ten), at: ten).thenRefuses(.countIsLong(.hours(24)))
        garage.when(counted(1), at: nine + .hours(73)).thenRefuses(
            .tooLongAgo(nine, lateness: .hours(72), field: "until"))
        garage.when(counted(1, .nowhere), at: ten).thenRefuses(.unknownGate(.nowhere))
    }

    @Test func `the passages of a day are known for as long as its count may come`() throws {
        var site = try Site(.open(5) { $0.lateness = .hours(1) })
        try site.send(.opened(.anna), at: eight)
        try site.send(.seen(.ben), at: eight + .hours(24))
        let until = eight + .hours(24) - .seconds(1)
        let day = counted(1, from: until - .hours(24), until: until)
        #expect(try site.send(day, at: eight + .hours(24)).result == result(1, 1))
        try site.send(.seen(.ben), at: eight + .hours(49))
        #expect(site.garage.loopCounts == [])
    }
}
