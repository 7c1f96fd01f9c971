import Chronology
import Money
import Parking
import Tariffs
import Testing

/// What a car owes when it leaves, by what was known when it came in.
@Suite struct ChargeTests {
    let early = Instant.opening
    let eight = LocalDay.monday.at("08:00")
    let ten = LocalDay.monday.at("10:00")
    let exited = GarageEvent.carExited(.init(session: SessionID(3), gate: .exit, read: nil))

    private func charge(_ departure: Departure) throws -> Charge {
        guard case .charged(let charge) = try #require(departure.charge) else { throw TariffError.overflow }
        return charge
    }

    @Test func `two hours at three euros are six`() throws {
        let departure = try given(
            .open(5), at(early, .ratePublished(.init(.hourly("day", 3)))), at(eight, .entered(.anna))
        )
        .when(.left(.anna), at: ten).thenLeaves(exited)
        let charge = try charge(departure)
        #expect(charge.total == Money(minorUnits: 600))
        #expect(charge.lines.map(\.version) == [2])
    }

    @Test func `a garage without rates is free`() throws {
        let departure = try given(.open(5), at(early, .reserved(.ben, .monday)), at(eight, .entered(.anna)))
            .when(.left(.anna), at: ten).thenLeaves(exited)
        let charge = try charge(departure)
        #expect(charge.total == .zero)
        #expect(charge.lines.map(\.reason) == [.gap])
    }

    @Test func `an unknown car that can be told pays like any other`() throws {
        let departure = try given(
            .open(5), at(early, .ratePublished(.init(.hourly("day", 3)))), at(eight, .entered(.unknown))
        )
        .when(.left(), at: ten).thenLeaves(exited)
        #expect(try charge(departure).total == Money(minorUnits: 600))
    }

    @Test func `a rate published while the car is inside does not touch its stay`() throws {
        let published = at(LocalDay.monday.at("09:00"), .ratePublished(.init(.hourly("day", 1))))
        let departure = try given(
            .open(5), at(early, .ratePublished(.init(.hourly("day", 3)))), at(eight, .entered(.anna)), published
        ).when(.left(.anna), at: ten).thenLeaves(exited)
        let charge = try charge(departure)
        #expect(charge.total == Money(minorUnits: 600))
        #expect(charge.leftOut.map(\.version) == [4])
        #expect(charge.leftOut.map(\.reason) == [.publishedLater])
    }

    @Test(arguments: [1, 9]) func `nor where the entry was uploaded after the rate, dearer or cheaper`(
        euros: Int64
    ) throws {
        let departure = try given(
            .open(5), at(early, .ratePublished(.init(.hourly("day", 3)))),
            at(LocalDay.monday.at("09:00"), .ratePublished(.init(.hourly("event", euros)))),
            at(eight, recorded: LocalDay.monday.at("09:30"), .entered(.anna))
        ).when(.left(.anna), at: ten).thenLeaves(.carExited(.init(session: SessionID(4), gate: .exit, read: nil)))
        let charge = try charge(departure)
        #expect(charge.total == Money(minorUnits: 600))
        #expect(charge.leftOut.map(\.version) == [3])
        #expect(charge.leftOut.map(\.reason) == [.publishedLater])
    }

    @Test func `a rate counts from when the log took it, not from when it is said to have been published`() throws {
        let backdated = at(
            LocalDay.monday.at("07:00"), recorded: LocalDay.monday.at("09:00"), .ratePublished(.init(.hourly("day", 3)))
        )
        let departure = try given(.open(5), backdated, at(eight, recorded: ten, .entered(.anna)))
            .when(.left(.anna), at: ten).thenLeaves(exited)
        #expect(try charge(departure).total == .zero)
        #expect(try charge(departure).leftOut.map(\.reason) == [.publishedLater])
    }

    @Test func `at the very instant of the entry the order of the log decides`() throws {
        let before = try given(.open(5), at(eight, .ratePublished(.init(.hourly("day", 3))), .entered(.anna)))
            .when(.left(.anna), at: ten).thenLeaves(exited)
        #expect(try charge(before).total == Money(minorUnits: 600))
        let after = try given(.open(5), at(eight, .entered(.anna), .ratePublished(.init(.hourly("day", 3)))))
            .when(.left(.anna), at: ten).thenLeaves(.carExited(.init(session: SessionID(2), gate: .exit, read: nil)))
        #expect(try charge(after).total == .zero)
    }

    @Test func `a covered day is free, and what is left of the stay is paid`() throws {
        let stays = given(
            .open(5), at(early, .ratePublished(.init(.hourly("day", 3))), .reserved(.anna, .monday)),
            at(LocalDay.monday.at("22:00"), .entered(.anna)))
        let inside = try stays.when(.left(.anna), at: LocalDay.monday.at("24:00"))
            .thenLeaves(.carExited(.init(session: SessionID(4), gate: .exit, read: nil)))
        #expect(try charge(inside).total == .zero)
        #expect(try charge(inside).lines.map(\.reason) == [.covered])
        let longer = try stays.when(.left(.anna), at: LocalDay.tuesday.at("01:30"))
            .thenLeaves(.carExited(.init(session: SessionID(4), gate: .exit, read: nil)))
        #expect(try charge(longer).total == Money(minorUnits: 600))
        #expect(try charge(longer).lines.map(\.reason) == [.covered, .block])
    }

    @Test func `golden 51, rule 13: a day reserved while the car is inside pays from then on`() throws {
        let departure = try given(
            .open(5), at(early, .ratePublished(.init(.hourly("day", 3)))), at(eight, .entered(.anna)),
            at(LocalDay.monday.at("12:00"), .reserved(.anna, .monday))
        ).when(.left(.anna), at: LocalDay.monday.at("18:00")).thenLeaves(exited)
        #expect(try charge(departure).total == Money(minorUnits: 12_00))
        #expect(try charge(departure).lines.map(\.reason) == [.block, .covered])
    }

    @Test func `a reservation of a day before or after the stay pays for nothing`() throws {
        let departure = try given(
            .open(5),
            at(early, .ratePublished(.init(.hourly("day", 3)))),
            at(early, .reserved(.anna, .monday.previous), .reserved(.anna, .tuesday)), at(eight, .entered(.anna))
        ).when(.left(.anna), at: ten).thenLeaves(.carExited(.init(session: SessionID(5), gate: .exit, read: nil)))
        #expect(try charge(departure).total == Money(minorUnits: 600))
    }

    @Test func `a charge too large to be computed lets the car leave and says so`() throws {
        let absurd = Rate(
            id: RateID("absurd")!, price: .perUnit(Money(minorUnits: .max), every: .minutes(1)))
        let departure = try given(.open(5), at(early, .ratePublished(.init(absurd))), at(eight, .entered(.anna)))
            .when(.left(.anna), at: ten).thenLeaves(exited)
        #expect(departure.charge == .notPriced(.overflow))
    }

    @Test func `a stay of more than ten years is not priced, and leaves`() throws {
        let departure = try given(
            .open(5), at(early, .ratePublished(.init(.hourly("day", 3)))), at(eight, .entered(.anna))
        )
        .when(.left(.anna), at: eight + .days(3_654)).thenLeaves(exited)
        #expect(departure.charge == .notPriced(.stayTooLong))
    }

    @Test func `what a stay costs may be asked while it lasts`() throws {
        let stays = given(.open(5), at(early, .ratePublished(.init(.hourly("day", 3)))), at(eight, .entered(.anna)))
        let session = try #require(stays.garage.session(of: .anna))
        guard case .charged(let soFar) = stays.garage.charge(of: session, until: LocalDay.monday.at("08:01")) else {
            Issue.record("not priced")
            return
        }
        #expect(soFar.total == Money(minorUnits: 300))
    }
}
