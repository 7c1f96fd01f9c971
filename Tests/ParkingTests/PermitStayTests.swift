import Chronology
import Money
import Parking
import Tariffs
import Testing

/// What a stay costs whose plate has a permit, and by whose rates.
@Suite struct PermitStayTests {
    let eight = LocalDay.monday.at("08:00")
    let ten = LocalDay.monday.at("10:00")
    let residents = Rate(
        id: RateID("residents")!, audience: .group(.residents),
        price: .perUnit(Money(minorUnits: 100), every: .hours(1)))
    var rates: Moment { at(.opening, .ratePublished(.init(.hourly("day", 3))), .ratePublished(.init(residents))) }

    private func charge(_ garage: Given, until exit: Instant) throws -> Charge {
        guard case .exited(.left(let departure)) = try garage.when(.left(.anna), at: exit).decision.get().result,
            case .charged(let charge) = departure.charge
        else { throw TariffError.overflow }
        return charge
    }

    private func groups(_ moments: Moment...) throws -> Set<GroupID> {
        var garage = given(.open(5), rates)
        for moment in moments { garage.take(moment) }
        return try #require(garage.garage.session(of: .anna)).groups
    }

    @Test func `golden 31: five hours at an office cost the public 100, residents and staff nothing`() throws {
        var site = try Site(.open(5))
        let hours = Rate(
            id: RateID("office")!, price: .perUnit(Money(minorUnits: 5_000), every: .hours(1)), free: .hours(3))
        try site.send(
            .cardPublished(.init(RateCard(rates: [hours], terms: .selling(.every(.month, 3_000))))), at: .opening)
        try site.send(.subscribe(.ben), at: LocalDay.monday.at("06:00"))
        try site.send(.pass(.carla), at: LocalDay.monday.at("06:00"))
        var totals: [Int64] = []
        for plate in [PlateID.anna, .ben, .carla] { try site.drive(plate, at: eight) }
        for plate in [PlateID.anna, .ben, .carla] {
            let exit = eight + .hours(5) + .seconds(5)
            guard case .exited(.left(let departure)) = try site.send(.left(.plate(plate)), at: exit).result,
                case .charged(let charge) = departure.charge
            else { throw TariffError.overflow }
            totals.append(charge.total.minorUnits)
        }
        #expect(totals == [10_000, 0, 0])
    }

    @Test func `what is parked behind a permit's last day is paid`() throws {
        let garage = given(
            .open(5), rates, at(.opening, .pass(.anna, .monday, .monday)),
            at(LocalDay.monday.at("22:00"), .entered(.anna)))
        #expect(try charge(garage, until: LocalDay.monday.at("24:00")).lines.map(\.reason) == [.covered])
        let longer = try charge(garage, until: LocalDay.tuesday.at("01:30"))
        #expect(longer.lines.map(\.reason) == [.covered, .block])
        #expect(longer.total == Money(minorUnits: 600))
    }

    @Test func `what is parked before a permit's first day is paid, too`() throws {
        let garage = given(
            .open(5), rates, at(.opening, .pass(.anna, .tuesday)), at(LocalDay.monday.at("22:00"), .entered(.anna)))
        let charge = try charge(garage, until: LocalDay.thursday.at("12:00"))
        #expect(charge.lines.map(\.reason) == [.block, .covered])
        #expect(charge.total == Money(minorUnits: 600))
    }

    @Test func `rule 13: a permit that is granted while the car is inside pays from then on`() throws {
        var garage = given(.open(5), rates, at(LocalDay.monday.at("22:00"), .entered(.anna)))
        garage.take(at(LocalDay.tuesday.at("09:00"), .pass(.anna, .tuesday)))
        let charge = try charge(garage, until: LocalDay.tuesday.at("12:00"))
        #expect(charge.lines.map(\.reason) == [.block, .covered])
        #expect(charge.total == Money(minorUnits: 33_00))
    }

    @Test func `a day that is reserved and permitted is covered once`() throws {
        let garage = given(
            .open(5), rates, at(.opening, .pass(.anna, .monday, .tuesday), .reserved(.anna, .monday)),
            at(eight, .entered(.anna)))
        let charge = try charge(garage, until: LocalDay.wednesday.at("00:30"))
        #expect(charge.lines.map(\.reason) == [.covered, .block])
        #expect(charge.lines[0].until == LocalDay.wednesday.at("00:00"))
        #expect(charge.total == Money(minorUnits: 300))
    }

    @Test func `a revoked permit covers up to the end of the day on which it was revoked`() throws {
        let garage = given(
            .open(5), rates, at(eight, .pass(.anna, .monday)), at(eight, .entered(.anna)),
            at(ten, .permitRevoked(.init(PermitID(4), lastDay: .monday))))
        let charge = try charge(garage, until: LocalDay.tuesday.at("01:00"))
        #expect(charge.lines.map(\.reason) == [.covered, .block])
        #expect(charge.lines[0].until == LocalDay.monday.at("24:00"))
    }

    @Test func `a car that comes after a permit was revoked has nothing of it, however late that is told`() throws {
        let revoked = at(LocalDay.monday.at("09:00"), .permitRevoked(.init(PermitID(4), lastDay: .monday)))
        func total(enteredAt entry: Instant) throws -> Int64 {
            let garage = given(
                .open(5), rates, at(eight, .pass(.anna, .monday)), revoked, at(entry, recorded: ten, .entered(.anna)))
            return try charge(garage, until: LocalDay.monday.at("12:00")).total.minorUnits
        }
        #expect(try total(enteredAt: LocalDay.monday.at("08:59")) == 0)
        #expect(try total(enteredAt: LocalDay.monday.at("09:00")) == 900)
        #expect(try total(enteredAt: ten) == 600)
    }

    @Test func `one that is revoked before its first day covers nothing`() throws {
        let garage = given(
            .open(5), rates, at(eight, .pass(.anna, .tuesday)), at(eight, .entered(.anna)),
            at(ten, .permitRevoked(.init(PermitID(4), lastDay: .monday))))
        #expect(garage.garage.session(of: .anna)?.rights.isEmpty == true)
        #expect(try charge(garage, until: LocalDay.tuesday.at("08:00")).total == Money(minorUnits: 7_200))
    }

    @Test func `a membership gives the rates of its groups, and nothing for free`() throws {
        let garage = given(
            .open(5), rates, at(eight, .membership(.anna, [.residents])), at(eight, .entered(.anna)))
        #expect(try charge(garage, until: ten).total == Money(minorUnits: 200))
        let stranger = given(.open(5), rates, at(eight, .membership(.ben, [.residents])), at(eight, .entered(.anna)))
        #expect(try charge(stranger, until: ten).total == Money(minorUnits: 600))
    }

    @Test func `groups are those of the entry: what is granted later does not count`() throws {
        let member = GarageEvent.membership(.anna, [.residents])
        #expect(try groups(at(eight, member), at(ten, .entered(.anna))) == [.residents])
        #expect(try groups(at(eight, .entered(.anna)), at(ten, member)) == [])
        #expect(try groups(at(eight, member, .entered(.anna))) == [.residents])
        #expect(try groups(at(eight, .entered(.anna), member)) == [])
    }

    @Test func `nor where the log heard of the entry after the grant`() throws {
        let member = at(LocalDay.monday.at("09:00"), .membership(.anna, [.residents]))
        #expect(try groups(member, at(eight, recorded: ten, .entered(.anna))) == [])
        let before = at(LocalDay.monday.at("07:00"), .membership(.anna, [.residents]))
        #expect(try groups(before, at(eight, recorded: ten, .entered(.anna))) == [.residents])
        let garage = given(.open(5), rates, member, at(eight, recorded: ten, .entered(.anna)))
        #expect(try charge(garage, until: ten).total == Money(minorUnits: 600))
    }

    @Test func `groups are those of the day, and stay with the session`() throws {
        let tuesday = at(eight, .membership(.anna, [.residents], .tuesday, .tuesday))
        #expect(try groups(tuesday, at(eight, .entered(.anna))) == [])
        #expect(try groups(tuesday, at(LocalDay.tuesday.at("23:59"), .entered(.anna))) == [.residents])
        #expect(try groups(tuesday, at(LocalDay.wednesday.at("00:00"), .entered(.anna))) == [])
        let garage = given(.open(5), rates, tuesday, at(LocalDay.tuesday.at("23:00"), .entered(.anna)))
        #expect(try charge(garage, until: LocalDay.wednesday.at("02:00")).total == Money(minorUnits: 300))
    }

    @Test func `a membership that is revoked counts for who came before`() throws {
        let revoked = at(eight, .membership(.anna, [.residents]), .permitRevoked(.init(PermitID(4), lastDay: .monday)))
        #expect(try groups(revoked, at(ten, .entered(.anna))) == [])
        let later = at(LocalDay.monday.at("09:00"), .permitRevoked(.init(PermitID(4), lastDay: .monday)))
        let member = at(eight, .membership(.anna, [.residents]))
        #expect(
            try groups(member, later, at(LocalDay.monday.at("08:30"), recorded: ten, .entered(.anna))) == [.residents])
        #expect(try groups(revoked, at(LocalDay.tuesday.at("08:00"), .entered(.anna))) == [])
        let inside = at(eight, .membership(.anna, [.residents]), .entered(.anna))
        #expect(try groups(inside, at(ten, .permitRevoked(.init(PermitID(4), lastDay: .monday)))) == [.residents])
    }

    @Test func `a stay that goes on keeps the groups of its entry, whatever came at that very instant`() throws {
        let goesOn = at(
            ten, .carExited(.init(session: SessionID(5), gate: nil, read: nil)),
            .sessionReopened(.init(SessionID(5), .misread)))
        let (member, entry) = (GarageEvent.membership(.anna, [.residents]), GarageEvent.entered(.anna))
        #expect(try groups(at(eight, .entered(.ben), entry, member), goesOn) == [])
        let revoked = GarageEvent.permitRevoked(.init(PermitID(4), lastDay: .monday))
        #expect(try groups(at(eight, member, entry, revoked), goesOn) == [.residents])
    }

    @Test func `a pass's groups and those of several memberships add up`() throws {
        let all = at(
            eight, .pass(.anna, .monday, .monday, groups: [.staff]), .membership(.anna, [.residents]),
            .membership(.ben, [GroupID("guests")!]))
        #expect(try groups(all, at(ten, .entered(.anna))) == [.staff, .residents])
    }

    @Test func `behind a pass's last day its groups' rates hold`() throws {
        let garage = given(
            .open(5), rates, at(eight, .pass(.anna, .monday, .monday, groups: [.residents])),
            at(LocalDay.monday.at("22:00"), .entered(.anna)))
        #expect(try charge(garage, until: LocalDay.tuesday.at("02:00")).total == Money(minorUnits: 200))
    }
}
