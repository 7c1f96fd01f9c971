import Chronology
import Money
@testable import Parking
import Tariffs
import TestSupport
import Testing

/// The order in which facts reach the log changes neither which stays there are nor what they cost: design rule 11.
@Suite struct OrderTests {
    let evening = LocalDay.monday.at("20:00")

    /// A car's visits of a day: its k-th is read, enters and leaves at these times.
    private func report(_ name: Substring, namingCars: Bool = true) -> Command {
        let visit = Int64(name.dropFirst())!
        let start = LocalDay.monday.at("08:00") + .hours(3 * (visit - 1))
        let car: CarIdentity? = namingCars ? .anna : nil
        return switch name.first {
        case "r": .seen(.anna, happened: start, read: "\(name)")
        case "e": .opened(car, happened: start + .seconds(8), read: "\(name)")
        default: .left(.anna, happened: start + .hours(2), read: "\(name)")
        }
    }

    private func told(_ sequence: String, namingCars: Bool = true) throws -> Site {
        var site = try Site.hourly()
        for (index, name) in sequence.split(separator: " ").enumerated() {
            try site.send(report(name, namingCars: namingCars), at: evening + .seconds(Int64(index)))
        }
        return site
    }

    @Test(arguments: [
        ("x1 e1", "e1 x1"), ("e1 e2 x1 x2", "e1 x1 e2 x2"), ("e1 x2 e2 x1", "e1 x1 e2 x2"),
        ("x2 e2 x1 e1", "e1 x1 e2 x2"),
        ("r2 e2 r1 e1 x1 x2", "r1 e1 x1 r2 e2 x2"), ("e1 r1", "r1 e1"), ("e1 x1 r1", "r1 e1 x1"),
        ("x1 e2 x2 e1", "e1 x1 e2 x2"), ("x1 x2 e1 e2", "e1 x1 e2 x2"), ("e3 x1 x3 e2 x2 e1", "e1 x1 e2 x2 e3 x3"),
        ("e1 e3 x3 e2", "e1 e2 e3 x3"), ("x3 x1 e1", "e1 x1 x3"),
    ])
    func `rule 11: what is told in another order is the same in the end`(told: String, happened: String) throws {
        for namingCars in told.contains("r") ? [true, false] : [true] {
            let (late, inOrder) = (
                try self.told(told, namingCars: namingCars), try self.told(happened, namingCars: namingCars)
            )
            #expect(Ledger(late.log).stays == Ledger(inOrder.log).stays, "naming cars: \(namingCars)")
            #expect(late.garage.inside == inOrder.garage.inside)
            #expect(late.garage.waiting(at: evening + .minutes(1)) == 0)
            // Told once more, nothing changes.
            var again = late
            for name in told.split(separator: " ") {
                #expect(try again.send(report(name, namingCars: namingCars), at: evening + .minutes(1)).facts.isEmpty)
            }
        }
    }

    @Test func `an exit that was told before its entry is paid for, and nobody is inside`() throws {
        let site = try told("x1 e1")
        #expect(Ledger(site.log).total == 4_00)
        #expect(site.garage.inside == 0)
        #expect(
            site.log.suffix(3).map(\.event) == [
                .exitWithoutEntry(.init(car: .anna, gate: .exit, read: DeviceEventID("x1"))),
                .entered(.anna, read: "e1"), .exitLinked(.init(ExitID(version: 3), to: SessionID(4))),
            ])
    }

    @Test func `a late entry splits a stay that was two`() throws {
        let site = try told("e1 x2 e2 x1")
        #expect(
            site.log.suffix(5).map(\.event) == [
                .carExited(.init(session: SessionID(3), gate: .exit, read: DeviceEventID("x2"))),
                .sessionOrphaned(.init(SessionID(3))), .entered(.anna, read: "e2"),
                .exitLinked(.init(ExitID(version: 4), to: SessionID(6))),
                .carExited(.init(session: SessionID(3), gate: .exit, read: DeviceEventID("x1"))),
            ])
        #expect(Ledger(site.log).total == 8_00)
    }

    @Test func `an exit that was taken for another visit's is without an entry until that is told`() throws {
        let site = try told("e1 x2 x1")
        #expect(
            site.log.suffix(2).map(\.event) == [
                .carExited(.init(session: SessionID(3), gate: .exit, read: DeviceEventID("x1"))),
                .exitUnlinked(.init(ExitID(version: 4))),
            ])
    }

    @Test func `at one instant a car that was inside has left before it came`() throws {
        var site = try Site.hourly()
        let ten = LocalDay.monday.at("10:00")
        try site.send(.opened(.anna, happened: ten), at: evening)
        try site.send(.left(.anna, happened: ten), at: evening)
        #expect(site.garage.inside == 0)
        try site.send(.opened(.anna, happened: ten - .hours(1)), at: evening)
        #expect(
            site.log.suffix(3).map(\.event) == [
                .sessionReopened(.init(SessionID(3))), .entered(.anna),
                .exitLinked(.init(ExitID(version: 4), to: SessionID(6))),
            ])
        #expect(site.garage.session(of: .anna)?.enteredAt == ten)
    }

    @Test func `a late read names the car that came in unknown behind it`() throws {
        let site = try told("e1 x1 r1", namingCars: false)
        #expect(
            site.log.suffix(3).map(\.event) == [
                .plateReadLate(.init(plate: .anna, gate: .entry, direction: .entry, read: DeviceEventID("r1"))),
                .carIdentified(.init(SessionID(3), .anna)),
                .exitLinked(.init(ExitID(version: 4), to: SessionID(3))),
            ])
    }

    @Test func `an end that a person named belongs to the car's last stay before it, once a late read names the car`()
        throws
    {
        var site = try Site.hourly()
        let (eight, ten, noon) = (LocalDay.monday.at("08:00"), LocalDay.monday.at("10:00"), LocalDay.monday.at("12:00"))
        try site.send(.opened(happened: eight), at: evening)
        try site.send(.endSession(.init(SessionID(3), at: noon, .misread)), at: evening)
        try site.send(.opened(.anna, happened: ten), at: evening)
        try site.send(.seen(.anna, happened: eight - .seconds(5)), at: evening)
        #expect(
            site.log.suffix(4).map(\.event) == [
                .plateReadLate(.init(plate: .anna, gate: .entry, direction: .entry, read: nil)),
                .carIdentified(.init(SessionID(3), .anna)), .sessionOrphaned(.init(SessionID(3))),
                .exitLinked(.init(ExitID(version: 4), to: SessionID(5))),
            ])
        #expect(site.garage.inside == 0)
        #expect(Ledger(site.log).total == 4_00)
    }

    @Test func `an end that a person named ends one stay only, also at the instant at which a car came in`() throws {
        var site = try Site.hourly()
        let (eight, ten) = (LocalDay.monday.at("08:00"), LocalDay.monday.at("10:00"))
        try site.send(.opened(.anna, happened: eight), at: evening)
        try site.send(.opened(happened: ten), at: evening)
        try site.send(.endSession(.init(SessionID(4), at: ten, .misread)), at: evening)
        try site.send(.seen(.anna, happened: ten - .seconds(5)), at: evening)
        #expect(
            site.log.suffix(3).map(\.event) == [
                .carIdentified(.init(SessionID(4), .anna)), .sessionReopened(.init(SessionID(4))),
                .exitLinked(.init(ExitID(version: 5), to: SessionID(3))),
            ])
        #expect(site.garage.sessions.keys.map(\.version) == [4])
        #expect(Ledger(site.log).total == 4_00)
    }

    @Test func `two stays change their ends with each other, and no exit ends both in between`() throws {
        var site = try Site.hourly()
        let (eight, ten, noon) = (LocalDay.monday.at("08:00"), LocalDay.monday.at("10:00"), LocalDay.monday.at("12:00"))
        try site.send(.opened(.anna, happened: eight), at: evening)
        try site.send(.opened(happened: ten), at: evening)
        try site.send(.endSession(.init(SessionID(4), at: ten, .misread)), at: evening)
        try site.send(.left(.anna, happened: noon), at: evening)
        try site.send(.seen(.anna, happened: ten - .seconds(5)), at: evening)
        #expect(
            site.log.suffix(4).map(\.event) == [
                .carIdentified(.init(SessionID(4), .anna)), .sessionReopened(.init(SessionID(4))),
                .exitLinked(.init(ExitID(version: 5), to: SessionID(3))),
                .exitLinked(.init(ExitID(version: 6), to: SessionID(4))),
            ])
        var garage = Garage()
        for recorded in site.log {
            garage.evolve(recorded)
            #expect(garage.contradictions == [], "behind \(recorded)")
        }
        #expect(site.garage.inside == 0)
        #expect(Ledger(site.log).total == 8_00)
    }
}
