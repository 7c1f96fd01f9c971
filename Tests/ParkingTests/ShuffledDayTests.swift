import Chronology
import Parking
import TestSupport
import Testing

/// Whole days in any order, and by clocks that are off, are the same days: design rules 11 and 18.
@Suite struct ShuffledDayTests {
    let evening = LocalDay.monday.at("20:00")

    /// What a device tells, and when it happened.
    private struct Report: CustomStringConvertible {
        let at: Instant
        let command: Command

        init(_ at: Instant, _ command: Command) { (self.at, self.command) = (at, command) }

        var description: String { "\(at): \(command)" }
    }

    @Test func `200 days of two gates, fully shuffled within the lateness, are the same days`() throws {
        var random = Seeded(Seeded.seed)
        var (commands, cars) = (0, 0)
        for day in 0..<200 {
            let reports = randomDay(&random)
            cars += reports.count { if case .gateOpen = $0.command { true } else { false } }
            // Doubled deliveries too: devices repeat what was not acknowledged.
            let told = (reports + reports.filter { _ in random.chance(10) }).shuffled(using: &random)
            commands += told.count
            try checkShrinking(told, "seed \(Seeded.seed), day \(day)") { told, comment in
                let (shuffled, inOrder) = (try self.told(told), try self.told(told.sorted { $0.at < $1.at }))
                expect(shuffled, toBe: inOrder, comment)
            }
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
            // Up to an hour and a half, either way, and one clock that is right.
            let skews: [GateID: TimeSpan] = [
                .entry: .seconds((random.chance(50) ? 1 : -1) * Int64.random(in: 301...5_400, using: &random)),
                .exit: .seconds((random.chance(50) ? 1 : -1) * Int64.random(in: 301...5_400, using: &random)),
                .both: .seconds(Int64.random(in: -300...300, using: &random)),
            ]
            let reports = randomDay(&random).shuffled(using: &random)
            let order = random.next()
            try checkShrinking(reports, "seed \(seed), day \(day)") { reports, comment in
                let right = try told(reports.sorted { $0.at < $1.at })
                var skewed = try told(reports) { $0.told(by: skews, at: $1) }
                var random = Seeded(order)
                for (index, passage) in skewed.garage.quarantined.shuffled(using: &random).enumerated() {
                    // Some of them days later.
                    let now = evening + .minutes(Int64(10 + index)) + .days(random.chance(30) ? 2 : 0)
                    let at = try #require(passage.suggestedAt, comment)
                    try skewed.send(
                        .releasePassage(.init(passage.id, at: at, .misread)), at: max(now, skewed.garage.recordedAt))
                    released += 1
                }
                expect(skewed, toBe: right, comment)
                #expect(skewed.garage.quarantined.isEmpty, comment)
            }
        }
        #expect(released > 150, "\(released)")
    }

    @Test(arguments: 701...708 as ClosedRange<UInt64>)
    func `a day told at once by a clock that is ahead, its passages released at their right times, is the same day`(
        seed: UInt64
    ) throws {
        var random = Seeded(seed)
        for day in 0..<10 {
            let ahead = TimeSpan.seconds(Int64.random(in: 301...80_000, using: &random))
            // Without the cars that wait the gates answer otherwise, so only what passed is compared.
            let reports = randomDay(&random, namingCars: 100)
            let order = random.next()
            try checkShrinking(reports, "seed \(seed), day \(day)") { reports, comment in
                var (right, skewed) = (try Site.hourly(), try Site.hourly())
                var happened: [Int64: Instant] = [:]
                for report in reports {
                    try right.send(report.command, at: report.at)
                    let before = skewed.log.count
                    try skewed.send(report.command.claiming(ahead), at: report.at)
                    for told in skewed.log[before...] { happened[told.version] = report.at }
                }
                var random = Seeded(order)
                for passage in skewed.garage.quarantined.shuffled(using: &random) {
                    let at = try #require(happened[passage.id.version], comment)
                    try skewed.send(.releasePassage(.init(passage.id, at: at, .misread)), at: evening + .hours(6))
                }
                expect(skewed, toBe: right, comment)
            }
        }
    }

    /// A garage that was told these reports in the evening, one a second.
    private func told(
        _ reports: [Report], _ change: (Command, Instant) -> Command = { command, _ in command }
    ) throws -> Site {
        var site = try Site.hourly()
        for (index, report) in reports.enumerated() {
            let now = evening + .seconds(Int64(index))
            try site.send(change(report.command, now), at: now)
        }
        return site
    }

    /// The same stays, cars and money.
    private func expect(_ site: Site, toBe right: Site, _ comment: Comment) {
        let (expected, found) = (Ledger(right.log), Ledger(site.log))
        let differences = found.stays.filter { expected.stays[$0.key] != $0.value }
        let missing = expected.stays.filter { found.stays[$0.key] != $0.value }
        #expect(found.stays == expected.stays, "\(differences.keys), not \(missing.keys); \(comment)")
        #expect(site.garage.inside == right.garage.inside && found.total == expected.total, comment)
    }

    /// What two entries and an exit report of twelve cars on one day, in the order in which it happened.
    private func randomDay(_ random: inout Seeded, namingCars: Int = 60) -> [Report] {
        var reports: [Report] = []
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
            reports.append(Report(read, .seen(PlateID(car), gate, .entry, happened: read, read: "r\(visit)")))
            reports.append(
                Report(
                    entered,
                    .opened(isNamed ? .plate(PlateID(car)) : nil, gate, .entry, happened: entered, read: "e\(visit)")
                ))
            // Seldom nobody sees the car leave.
            guard left < evening, random.chance(95) else { continue }
            reports.append(Report(left, .left(.plate(PlateID(car)), happened: left, read: "x\(visit)")))
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
