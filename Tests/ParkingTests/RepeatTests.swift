import Chronology
import Parking
import Testing

/// A repeated read has no second effect: design rule 9.
@Suite struct RepeatTests {
    let now = LocalDay.monday.at("08:00")
    /// The longest that two queries are one, and a moment more.
    var within: Instant { now + .seconds(15) }
    var beyond: Instant { within + TimeSpan(microseconds: 1) }

    private func decide(_ site: inout Site, _ command: Command, _ now: Instant) throws -> CommandResult {
        let decision = try site.send(command, at: now)
        #expect(decision.facts.isEmpty)
        return decision.result
    }

    @Test(arguments: [nil, "cam-1"]) func `a plate read again at its gate is answered as before`(read: String?) throws {
        var site = try Site(.open(1))
        try site.send(.seen(.anna, read: read), at: now)
        let again = try decide(&site, .seen(.anna, read: read), within)
        #expect(again == .answered(.init(.open(.entry(.paysByTime)), repeated: true)))
    }

    @Test func `a denial is repeated too, also when a spot has become free`() throws {
        var site = try Site(.open(1))
        try site.drive(.ben, at: now - .minutes(5))
        try site.send(.seen(.anna), at: now)
        try site.send(.left(.ben), at: now + .seconds(5))
        let again = try decide(&site, .seen(.anna), within)
        #expect(again == .answered(.init(.deny(.garageFull), repeated: true)))
    }

    @Test func `the camera that reads a car under the rising barrier does not find it inside already`() throws {
        var site = try Site(.open(1))
        try site.drive(.anna, at: now)
        let again = try decide(&site, .seen(.anna), now + .seconds(8))
        #expect(again == .answered(.init(.open(.entry(.paysByTime)), repeated: true)))
    }

    @Test func `a plate read at an exit is answered as before`() throws {
        var site = try Site(.open(1))
        try site.drive(.anna, at: now - .hours(1))
        try site.send(.seen(.anna, .exit), at: now)
        try site.send(.left(.anna), at: now + .seconds(5))
        #expect(try decide(&site, .seen(.anna, .exit), within) == .answered(.init(.open(.leaving), repeated: true)))
        try site.send(.seen(.ben, .exit), at: now)
        #expect(
            try decide(&site, .seen(.ben, .exit), within) == .answered(.init(.open(.leavingUnseen), repeated: true)))
    }

    @Test(arguments: [CarIdentity.anna, .ticket]) func `a barrier that rose twice for a car let it in once`(
        car: CarIdentity
    ) throws {
        var site = try Site(.open(5))
        try site.send(.opened(car), at: now)
        #expect(try decide(&site, .opened(car), within) == .gateOpened(.entered(SessionID(2), repeated: true)))
        #expect(site.garage.inside == 1)
    }

    @Test(arguments: [25, 90]) func `a second pulse of the barrier, while one may wait for it, is no second entry`(
        seconds: Int64
    ) throws {
        var site = try Site(.open(5))
        try site.drive(.anna, at: now)
        let pulse = now + .seconds(5) + .seconds(seconds)
        #expect(try decide(&site, .opened(.anna), pulse) == .gateOpened(.entered(SessionID(3), repeated: true)))
        #expect(site.garage.inside == 1)
    }

    @Test func `a car that left in between comes in anew, however soon`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.anna), at: now)
        try site.send(.left(.anna), at: now + .seconds(20))
        #expect(try site.send(.opened(.anna), at: now + .seconds(40)).facts.map(\.event) == [.entered(.anna)])
    }

    @Test func `a barrier that rose for the car that waited is one entry, whether it is named or not`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna), at: now)
        try site.send(.opened(), at: now + .seconds(2))
        #expect(
            try decide(&site, .opened(.anna), now + .seconds(4)) == .gateOpened(.entered(SessionID(3), repeated: true)))
    }

    @Test(arguments: [CarIdentity.anna, .ticket]) func `a car that left twice left once`(car: CarIdentity) throws {
        var site = try Site(.open(5))
        try site.send(.opened(car), at: now - .hours(1))
        try site.send(.left(car), at: now)
        #expect(try decide(&site, .left(car), within) == .exited(.repeated(SessionID(2))))
    }

    @Test func `an exit without an entry is one, too`() throws {
        var site = try Site(.open(5))
        try site.send(.left(.anna), at: now)
        #expect(try decide(&site, .left(.anna), within) == .exited(.repeated(nil)))
    }

    @Test func `what a device calls its reading repeats it as long as it may be delivered late`() throws {
        var site = try Site(.open(5))
        let reports: [(Command, CommandResult)] = [
            (.seen(.anna, read: "1"), .answered(.init(.open(.entry(.paysByTime)), repeated: true))),
            (.opened(read: "2"), .gateOpened(.entered(SessionID(3), repeated: true))),
            (.opened(read: "3"), .gateOpened(.entered(SessionID(4), repeated: true))),
            (.seen(.anna, .exit, read: "4"), .answered(.init(.open(.leaving), repeated: true))),
            (.opened(nil, .exit, read: "5"), .gateOpened(.exitOpened(repeated: true))),
            (.left(.anna, read: "6"), .exited(.repeated(SessionID(3)))),
            (.left(read: "7"), .exited(.repeated(SessionID(4)))),
            (.left(.ben, read: "8"), .exited(.repeated(nil))),
        ]
        for (index, report) in reports.enumerated() { try site.send(report.0, at: now + .minutes(Int64(index))) }
        let later = now + .hours(72)
        // Something else happens, so that the garage lets go of what it no longer needs.
        try site.send(.seen(.carla), at: later)
        for (command, result) in reports { #expect(try decide(&site, command, later) == result) }
    }

    @Test func `outside the window a reading is a new one`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna), at: now)
        #expect(try site.send(.seen(.anna), at: beyond).facts.count == 1)
        try site.send(.opened(.ben), at: now)
        let again = now + .seconds(90) + TimeSpan(microseconds: 1)
        #expect(
            try site.send(.opened(.ben), at: again).facts.map(\.event)
                == [.sessionOrphaned(.init(SessionID(4))), .entered(.ben)])
        try site.send(.left(.anna), at: now + .minutes(1))
        #expect(
            try site.send(.left(.anna), at: now + .minutes(2)).facts.map(\.event)
                == [.exitWithoutEntry(.init(car: .anna, gate: .exit, read: nil))])
    }

    @Test func `another gate, another way and another plate are other queries`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna), at: now)
        for command in [Command.seen(.anna, .both, .entry), .seen(.anna, .both, .exit), .seen(.ben)] {
            #expect(try site.send(command, at: within).facts.count == 1)
        }
    }

    @Test func `a device that calls the reading and the barrier the same has both told once`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna, read: "car-1"), at: now)
        try site.send(.opened(.anna, read: "car-1"), at: now + .seconds(5))
        #expect(site.garage.inside == 1)
        let seen = try decide(&site, .seen(.anna, read: "car-1"), now + .minutes(5))
        #expect(seen == .answered(.init(.open(.entry(.paysByTime)), repeated: true)))
        let opened = try decide(&site, .opened(.anna, read: "car-1"), now + .minutes(5))
        #expect(opened == .gateOpened(.entered(SessionID(3), repeated: true)))
    }

    @Test func `two gates that count their queries alike are told apart`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna, .entry, read: "17"), at: now)
        #expect(try site.send(.seen(.ben, .both, .entry, read: "17"), at: now).facts.count == 1)
        try site.send(.seen(.anna, .exit, read: "18"), at: now)
        #expect(
            try site.send(.seen(.anna, .both, .entry, read: "18"), at: now).result
                == .answered(.init(.open(.entry(.paysByTime)), repeated: false)))
    }

    @Test func `an event delivered hours late is repeated like any other`() throws {
        var site = try Site(.open(5))
        let eight = LocalDay.monday.at("08:00")
        let afternoon = LocalDay.monday.at("16:00")
        try site.send(.opened(.anna, happened: eight), at: afternoon)
        let again = try decide(&site, .opened(.anna, happened: eight + .seconds(3)), afternoon + .seconds(1))
        #expect(again == .gateOpened(.entered(SessionID(2), repeated: true)))
        try site.send(.left(.anna, happened: eight + .hours(1)), at: afternoon + .minutes(1))
        // Long enough for the garage to let go of older queries.
        try site.send(.seen(.carla), at: afternoon + .minutes(30))
        let exit = try decide(&site, .left(.anna, happened: eight + .hours(1)), afternoon + .minutes(31))
        #expect(exit == .exited(.repeated(SessionID(2))))
    }

    @Test func `a plate read late is answered as before, as nobody waits for the answer`() throws {
        var site = try Site(.open(5))
        let afternoon = LocalDay.monday.at("16:00")
        try site.send(.seen(.anna, happened: now), at: afternoon)
        let again = try decide(&site, .seen(.anna, happened: now), afternoon + .minutes(5))
        #expect(again == .answered(.init(.late, repeated: true)))
    }

    @Test func `a spot that is held no longer is not promised again`() throws {
        var site = try Site(.open(1) { ($0.duplicateReadWindow, $0.authorisationWait) = (.minutes(5), .seconds(30)) })
        try site.send(.seen(.anna), at: now)
        #expect(try site.answer(to: .ben, at: now + .seconds(30)) == .open(.entry(.paysByTime)))
        #expect(try site.answer(to: .anna, at: now + .seconds(40)) == .deny(.garageFull))
    }
}
