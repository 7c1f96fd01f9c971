import Chronology
@testable import Parking
import TestSupport
import Testing

/// Exits that name no car lower the count in whatever order they are told: design rules 10 and 11.
@Suite struct UnnamedOrderTests {
    private struct Report: CustomStringConvertible {
        let at: Instant
        let isEntry: Bool
        let car: CarIdentity

        var description: String { "\(isEntry ? "in" : "out") \(car) \(at)" }
    }

    private let evening = LocalDay.monday.at("22:00")

    private func at(_ time: String) -> Instant { LocalDay.monday.at(time) }

    private func told(_ reports: [Report]) throws -> Site {
        var site = try Site.hourly()
        for (index, report) in reports.enumerated() {
            let read = "\(report.at.microseconds)"
            try site.send(
                report.isEntry
                    ? .opened(report.car, happened: report.at, read: read)
                    : .left(report.car, happened: report.at, read: read),
                at: evening + .seconds(Int64(index)))
        }
        return site
    }

    /// Whether nobody leaves who has not come.
    private func isDay(_ reports: [Report]) -> Bool {
        var inside: [CarIdentity] = []
        for report in reports.sorted(by: { $0.at < $1.at }) {
            if report.isEntry {
                inside.append(report.car)
            } else if report.car == .unknown {
                guard let unnamed = inside.firstIndex(of: .unknown) ?? inside.indices.first else { return false }
                inside.remove(at: unnamed)
            } else if let left = inside.firstIndex(of: report.car) {
                inside.remove(at: left)
            } else if !inside.isEmpty,
                reports.contains(where: { $0.isEntry && $0.car == report.car && $0.at < report.at })
            {
                // Its stay was taken for that of who had left unnamed, who is inside still.
                inside.removeFirst()
            } else {
                return false
            }
        }
        return true
    }

    @Test func `a car that left unnamed before its entry is told of is inside no more`() throws {
        let site = try told([
            Report(at: at("11:00"), isEntry: false, car: .unknown), Report(at: at("10:00"), isEntry: true, car: .anna),
        ])
        #expect(
            site.log.suffix(1).map(\.event) == [
                .exitLinked(.init(ExitID(version: 3), to: SessionID(4), isAssumed: true))
            ])
        #expect(site.garage.inside == 0)
        #expect(site.garage.exceptions.map(\.kind) == [.assumedExit])
    }

    @Test func `an exit that is told behind a later one ends the stay that was inside, and the later one another`()
        throws
    {
        let site = try told([
            Report(at: at("08:00"), isEntry: true, car: .anna), Report(at: at("11:00"), isEntry: false, car: .unknown),
            Report(at: at("10:00"), isEntry: true, car: .ben), Report(at: at("09:00"), isEntry: false, car: .unknown),
        ])
        #expect(
            site.log.suffix(1).map(\.event) == [
                .exitLinked(.init(ExitID(version: 4), to: SessionID(5), isAssumed: true))
            ])
        #expect(site.garage.inside == 0)
        #expect(site.garage.endedStay(SessionID(3))?.end.at == at("09:00"))
        #expect(Ledger(site.log).total == 4_00)
    }

    @Test func `a car's own exit leaves the unnamed ones to the others`() throws {
        let site = try told([
            Report(at: at("08:00"), isEntry: true, car: .anna), Report(at: at("08:30"), isEntry: true, car: .ben),
            Report(at: at("09:00"), isEntry: false, car: .unknown),
            Report(at: at("10:00"), isEntry: true, car: .carla), Report(at: at("11:00"), isEntry: false, car: .unknown),
            Report(at: at("12:00"), isEntry: false, car: .anna),
        ])
        #expect(site.garage.inside == 0)
        #expect(site.garage.endedStay(SessionID(4))?.end.at == at("09:00"))
    }

    @Test func `in whatever order a day is told, as many cars are inside as came and did not leave`() throws {
        var random = Seeded(Seeded.seed)
        var unnamed = 0
        for day in 0..<400 {
            var reports: [Report] = []
            for car in 1...Int64.random(in: 2...6, using: &random) {
                let isNamed = random.chance(60)
                let name = isNamed ? CarIdentity.plate(PlateID(Int(car))) : .unknown
                let entry = at("06:00") + .minutes(Int64.random(in: 0...59, using: &random) * 12 + car)
                reports.append(Report(at: entry, isEntry: true, car: name))
                guard random.chance(80) else { continue }
                let isSeen = isNamed && random.chance(60)
                unnamed += isSeen ? 0 : 1
                reports.append(
                    Report(
                        at: entry + .minutes(Int64.random(in: 1...14, using: &random) * 12), isEntry: false,
                        car: isSeen ? name : .unknown))
            }
            try checkShrinking(reports.shuffled(using: &random), "seed \(Seeded.seed), day \(day)") {
                reports, comment in
                // What shrinking leaves may be no day.
                guard isDay(reports) else { return }
                let inside = reports.count { $0.isEntry } - reports.count { !$0.isEntry }
                let site = try told(reports)
                #expect(site.garage.inside == inside, comment)
                #expect(site.garage.contradictions == [], comment)
            }
        }
        #expect(unnamed > 400)
    }
}
