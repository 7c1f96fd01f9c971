import Chronology
import Money
import Parking
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

    @Test func `200 days of two gates, fully shuffled within the lateness, are the same days`() throws {
        var random = Seeded(Seeded.seed)
        var (commands, cars) = (0, 0)
        for day in 0..<200 {
            var (inOrder, shuffled) = (try Site.hourly(), try Site.hourly())
            let reports = randomDay(&random)
            cars += reports.count { if case .gateOpen = $0.command { true } else { false } }
            // Doubled deliveries too: devices repeat what was not acknowledged.
            let told = (reports + reports.filter { _ in random.chance(10) }).shuffled(using: &random)
            for (index, report) in reports.enumerated() {
                try inOrder.send(report.command, at: evening + .seconds(Int64(index)))
            }
            for (index, report) in told.enumerated() {
                try shuffled.send(report.command, at: evening + .seconds(Int64(index)))
                commands += 1
            }
            let (right, found) = (Ledger(inOrder.log), Ledger(shuffled.log))
            let differences = found.stays.filter { right.stays[$0.key] != $0.value }
            let missing = right.stays.filter { found.stays[$0.key] != $0.value }
            try #require(
                found.stays == right.stays, "seed \(Seeded.seed), day \(day): \(differences.keys), not \(missing.keys)")
            #expect(shuffled.garage.inside == inOrder.garage.inside)
            #expect(found.total == right.total)
        }
        #expect(commands > 9_000 && cars > 2_500, "\(commands) commands, \(cars) cars")
    }

    @Test(arguments: 701...708 as ClosedRange<UInt64>)
    func `a day told by clocks that are off, its passages released at their right times, is the same day`(
        seed: UInt64
    ) throws {
        var random = Seeded(seed)
        var released = 0
        for day in 0..<10 {
            var (right, skewed) = (try Site.hourly(), try Site.hourly())
            // Up to an hour and a half, either way, and one clock that is right.
            let skews: [GateID: TimeSpan] = [
                .entry: .seconds((random.chance(50) ? 1 : -1) * Int64.random(in: 301...5_400, using: &random)),
                .exit: .seconds((random.chance(50) ? 1 : -1) * Int64.random(in: 301...5_400, using: &random)),
                .both: .seconds(Int64.random(in: -300...300, using: &random)),
            ]
            let reports = randomDay(&random)
            for (index, report) in reports.enumerated() {
                try right.send(report.command, at: evening + .seconds(Int64(index)))
            }
            for (index, report) in reports.shuffled(using: &random).enumerated() {
                let now = evening + .seconds(Int64(index))
                try skewed.send(report.command.told(by: skews, at: now), at: now)
            }
            for (index, passage) in skewed.garage.quarantined.shuffled(using: &random).enumerated() {
                // Some of them days later.
                let now = evening + .minutes(Int64(10 + index)) + .days(random.chance(30) ? 2 : 0)
                let at = try #require(passage.suggestedAt)
                try skewed.send(
                    .releasePassage(.init(passage.id, at: at, .misread)), at: max(now, skewed.garage.recordedAt))
                released += 1
            }
            let (expected, found) = (Ledger(right.log), Ledger(skewed.log))
            let differences = found.stays.filter { expected.stays[$0.key] != $0.value }
            let missing = expected.stays.filter { found.stays[$0.key] != $0.value }
            try #require(
                found.stays == expected.stays, "seed \(seed), day \(day): \(differences.keys), not \(missing.keys)")
            #expect(skewed.garage.inside == right.garage.inside && found.total == expected.total)
            #expect(skewed.garage.quarantined.isEmpty)
        }
        #expect(released > 150, "\(released)")
    }

    @Test(arguments: 701...708 as ClosedRange<UInt64>)
    func `a day told at once by a clock that is ahead, its passages released at their right times, is the same day`(
        seed: UInt64
    ) throws {
        var random = Seeded(seed)
        for day in 0..<10 {
            var (right, skewed) = (try Site.hourly(), try Site.hourly())
            let ahead = TimeSpan.seconds(Int64.random(in: 301...80_000, using: &random))
            var happened: [Int64: Instant] = [:]
            // Without the cars that wait the gates answer otherwise, so only what passed is compared.
            for report in randomDay(&random, namingCars: 100) {
                try right.send(report.command, at: report.at)
                let before = skewed.log.count
                try skewed.send(report.command.claiming(ahead), at: report.at)
                for told in skewed.log[before...] { happened[told.version] = report.at }
            }
            for passage in skewed.garage.quarantined.shuffled(using: &random) {
                let at = try #require(happened[passage.id.version])
                try skewed.send(.releasePassage(.init(passage.id, at: at, .misread)), at: evening + .hours(6))
            }
            let (expected, found) = (Ledger(right.log), Ledger(skewed.log))
            try #require(found.stays == expected.stays, "seed \(seed), day \(day)")
            #expect(skewed.garage.inside == right.garage.inside && found.total == expected.total)
        }
    }

    /// What two entries and an exit report of twelve cars on one day, in the order in which it happened.
    private func randomDay(_ random: inout Seeded, namingCars: Int = 60) -> [(at: Instant, command: Command)] {
        var reports: [(at: Instant, command: Command)] = []
        var free: [Int: Instant] = [:]
        for visit in 0..<30 {
            let gate: GateID = random.chance(50) ? .entry : .both
            // One car after the other at each gate, each at most once a minute or three.
            let read =
                LocalDay.monday.at("06:00") + .minutes(Int64(visit) * 20 + Int64.random(in: 0...10, using: &random))
            let car = Int.random(in: 1...12, using: &random)
            guard free[car, default: .earliest] < read else { continue }
            let entered = read + .seconds(Int64.random(in: 5...60, using: &random))
            let left = entered + .minutes(Int64.random(in: 3...600, using: &random))
            free[car] = left + .minutes(3)
            let isNamed = random.chance(namingCars)
            reports.append((read, .seen(PlateID(car), gate, .entry, happened: read, read: "r\(visit)")))
            reports.append(
                (
                    entered,
                    .opened(isNamed ? .plate(PlateID(car)) : nil, gate, .entry, happened: entered, read: "e\(visit)")
                ))
            // Seldom nobody sees the car leave.
            guard left < evening, random.chance(95) else { continue }
            reports.append((left, .left(.plate(PlateID(car)), happened: left, read: "x\(visit)")))
        }
        return reports.sorted { $0.at < $1.at }
    }
}

extension Command {
    /// The same report by clocks that are off, which say what they show as they send.
    fileprivate func told(by skews: [GateID: TimeSpan], at now: Instant) -> Command {
        changing {
            let skew = skews[$0.gate] ?? .zero
            // A clock that is right enough is believed, so it must be right.
            let isOff = max(skew, .zero - skew) > .minutes(5)
            $0.occurredAt = $0.occurredAt.map { isOff ? $0 + skew : $0 }
            $0.sentAt = now + skew
        }
    }

    /// The same report by a clock that is ahead.
    fileprivate func claiming(_ ahead: TimeSpan) -> Command {
        changing { $0.occurredAt = $0.occurredAt.map { $0 + ahead } }
    }

    private func changing(_ change: (inout Passage) -> Void) -> Command {
        switch self {
        case .plateSeen(let seen): .plateSeen(.init(seen.plate, seen.passage.changed(change)))
        case .gateOpen(let opened): .gateOpen(.init(opened.car, opened.passage.changed(change), opened.remark))
        case .exit(let left): .exit(.init(left.car, left.passage.changed(change)))
        default: self
        }
    }
}

extension Passage {
    fileprivate func changed(_ change: (inout Passage) -> Void) -> Passage {
        var passage = self
        change(&passage)
        return passage
    }
}
