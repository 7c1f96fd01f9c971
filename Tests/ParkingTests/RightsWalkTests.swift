import Chronology
import Money
import Parking
import Tariffs
import TestSupport
import Testing

/// One walk over a car's rights: at the gate the best one wins and is named, and what it pays for, how long the car may stay and
/// what the lists say go by the same (design rules 6, 7 and 13).
@Suite struct RightsWalkTests {
    let eight = LocalDay.monday.at("08:00")
    let midnight = LocalDay.monday.at("24:00")

    private func site(_ settings: GarageSettings = .open(5)) throws -> Site {
        var site = try Site(settings)
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening)
        return site
    }

    // MARK: The best right

    @Test func `a reservation is better than a permit, and is named as what let the car in`() throws {
        var site = try site()
        try site.send(.pass(.anna), at: eight)
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: eight)
        #expect(try site.answer(to: .anna, at: eight) == .open(.entry(.reserved(4))))
        guard case .entryAuthorised(let authorised)? = site.log.last?.event else { throw TariffError.overflow }
        #expect(authorised.grounds.right == RightID(version: 4))
    }

    @Test func `who asks again is told the same right, also where another one has come since`() throws {
        var site = try site()
        try site.send(.pass(.anna), at: eight)
        #expect(try site.answer(to: .anna, at: eight) == .open(.entry(.permit(3))))
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: eight)
        #expect(try site.answer(to: .anna, at: eight + .seconds(5)) == .open(.entry(.permit(3))))
    }

    // MARK: One answer to every question

    @Test func `who buys a right when the old one has ended has overstayed, as the charge says, too`() throws {
        let late = LocalDay.tuesday.at("09:00")
        let stays = given(
            .open(5),
            at(
                .opening, .ratePublished(.init(.hourly("day", 2))),
                .termsPublished(.init(Terms(overstay: .feeAndRates(Money(minorUnits: 25_00)))))),
            at(eight, .reserved(.anna, .monday), .entered(.anna)), at(late, .reserved(.anna, .tuesday)))
        #expect(stays.garage.overstays(at: late).map(\.since) == [midnight])
        let session = try #require(stays.garage.session(of: .plate(.anna)))
        guard case .charged(let charge) = stays.garage.charge(of: session, until: late + .hours(3)) else {
            throw TariffError.overflow
        }
        #expect(charge.total == Money(minorUnits: 25_00 + 9 * 2_00), "the fee and nine hours")
    }

    @Test func `who buys the next day's right in time has not`() throws {
        var site = try site()
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: eight)
        try site.send(.opened(.plate(.anna)), at: eight)
        try site.send(.reserve(.init(plate: .anna, day: .tuesday, holder: .member)), at: midnight)
        #expect(site.garage.overstays(at: LocalDay.tuesday.at("23:59")).isEmpty)
    }

    @Test func `what lets a car be inside at an instant is what pays for it`() throws {
        var found = 0
        var random = Seeded(Seeded.seed)
        let settings = GarageSettings.open(5) {
            $0.tenants = [Tenant(id: SharedPlaceTests.firm, name: "The Firm", spots: 1, above: .pays)]
        }
        for _ in 0..<100 {
            var site = try site(settings)
            var now = eight
            for _ in 0..<30 {
                now = now + .minutes(.random(in: 1...300, using: &random))
                let plate = [PlateID.anna, .ben, .carla].randomElement(using: &random)!
                let today = ZoneRules.berlin.day(of: now)
                let command: Command =
                    switch Int.random(in: 0...5, using: &random) {
                    case 0: .reserve(.init(plate: plate, day: today, holder: .member))
                    case 1:
                        .grantPermit(
                            .init(
                                plate, .pass(firstDay: nil, lastDay: today, groups: []), of: SharedPlaceTests.firm))
                    case 2: .left(.plate(plate))
                    default: .opened(.plate(plate))
                    }
                _ = try? site.send(command, at: now)
                for session in site.garage.sessions.values {
                    let covered = session.stay(until: now + .hours(1), in: .berlin).covered
                    for minutes in stride(from: Int64(-600), to: 60, by: 37)
                    where session.enteredAt <= now + .minutes(minutes) {
                        let instant = now + .minutes(minutes)
                        let rights = session.rights(at: instant, in: .berlin)
                        #expect(
                            covered.contains { $0.contains(instant) } != rights.isEmpty,
                            "seed \(Seeded.seed) \(instant)")
                        found += rights.count
                    }
                }
            }
        }
        #expect(found > 1_000)
    }
}
