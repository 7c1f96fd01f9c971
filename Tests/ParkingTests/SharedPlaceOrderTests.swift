import Chronology
import Money
import Parking
import Tariffs
import TestSupport
import Testing

/// Who has which of the places that rights share depends on when cars came, and not on when the log heard of it (design rule 11).
@Suite struct SharedPlaceOrderTests {
    /// A car that was inside, in minutes of the days.
    struct Visit: Hashable {
        let plate: PlateID
        let minutes: Range<Int>
    }

    private static let tenant = TenantID("firm")!
    private let start = LocalDay.monday.at("06:00")

    private func visits(_ random: inout Seeded) -> [Visit] {
        (1...6).flatMap { number -> [Visit] in
            var (visits, minute): ([Visit], Int) = ([], Int.random(in: 10..<600, using: &random))
            while minute < 2_000 {
                let until = minute + Int.random(in: 20..<700, using: &random)
                visits.append(Visit(plate: PlateID(number), minutes: minute..<until))
                minute = until + Int.random(in: 20..<500, using: &random)
            }
            return visits
        }
    }

    /// A garage whose six plates share places: those of a permit, or of a tenant with two spots.
    private func site(_ isTenants: Bool) throws -> Site {
        var site = try Site(
            .open(50) { $0.tenants = [Tenant(id: Self.tenant, name: "The Firm", spots: 2)] })
        for number in 1...6 {
            let request: PermitRequest =
                isTenants || number == 1
                ? .pass(firstDay: nil, lastDay: nil, groups: []) : .further(PermitID(2))
            try site.send(
                .grantPermit(.init(PlateID(number), request, of: isTenants ? Self.tenant : nil)), at: .opening)
        }
        return site
    }

    /// When each visit was covered.
    private func covered(_ site: Site) -> [Visit: [Range<Int>]] {
        var stays: [SessionID: (Session, Instant)] = [:]
        var garage = Garage()
        for event in site.log {
            for change in garage.evolve(event) {
                switch change {
                case .stayEnded(let session, let end): stays[session.id] = (session, end.at)
                case .stayMended(let session, was: _): stays[session.id] = nil
                default: break
                }
            }
        }
        func minute(_ instant: Instant) -> Int { Int((instant - start).microseconds / 60_000_000) }
        return Dictionary(
            uniqueKeysWithValues: stays.values.map { session, exit in
                let covered = session.stay(until: exit, in: .berlin).covered
                return (
                    Visit(plate: session.plate!, minutes: minute(session.enteredAt)..<minute(exit)),
                    covered.map { minute($0.lowerBound)..<minute($0.upperBound) }
                )
            })
    }

    /// Minute by minute: of the cars inside, the first that came have the places.
    private func reckoned(_ visits: [Visit], places: Int) -> [Visit: [Range<Int>]] {
        var covered: [Visit: [Range<Int>]] = Dictionary(uniqueKeysWithValues: visits.map { ($0, []) })
        for minute in 0..<3_500 {
            let inside = visits.filter { $0.minutes.contains(minute) }.sorted {
                $0.minutes.lowerBound < $1.minutes.lowerBound
            }
            for visit in inside.prefix(places) {
                if let last = covered[visit]!.last, last.upperBound == minute {
                    covered[visit]![covered[visit]!.count - 1] = last.lowerBound..<minute + 1
                } else {
                    covered[visit]!.append(minute..<minute + 1)
                }
            }
        }
        return covered
    }

    @Test(arguments: [false, true]) func `the first that came have the places, in whatever order the log hears of them`(
        isTenants: Bool
    ) throws {
        var random = Seeded(Seeded.seed)
        for round in 0..<25 {
            let visits = visits(&random)
            // No two at one minute: who came first would be for the log to say.
            guard Set(visits.map(\.minutes.lowerBound)).count == visits.count else { continue }
            let expected = reckoned(visits, places: isTenants ? 2 : 1)
            var passages = visits.flatMap { visit in
                [
                    (
                        visit.minutes.lowerBound,
                        Command.opened(.plate(visit.plate), happened: start + .minutes(Int64(visit.minutes.lowerBound)))
                    ),
                    (
                        visit.minutes.upperBound,
                        Command.left(.plate(visit.plate), happened: start + .minutes(Int64(visit.minutes.upperBound)))
                    ),
                ]
            }.sorted { $0.0 < $1.0 }
            for isShuffled in [false, true] {
                if isShuffled { passages.shuffle(using: &random) }
                var site = try site(isTenants)
                for (minute, command) in passages {
                    try site.send(command, at: start + .minutes(isShuffled ? 3_600 : Int64(minute)))
                }
                let covered = covered(site)
                #expect(covered.keys.count == visits.count, "round \(round)")
                for visit in visits {
                    #expect(covered[visit] == expected[visit], "round \(round), \(isShuffled), \(visit)")
                }
                #expect(site.garage == Garage(replaying: site.log), "round \(round)")
            }
        }
    }
}

extension Garage {
    fileprivate init(replaying log: [RecordedEvent]) {
        self.init()
        for event in log { evolve(event) }
    }
}
