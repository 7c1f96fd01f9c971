import Chronology
import Money
import Parking
import Tariffs
import TestSupport
import Testing

/// Rights that share places: a permit for several plates of which one may be inside at a time, and tenants' spots.
@Suite struct SharedPlaceTests {
    let eight = LocalDay.monday.at("08:00")
    static let firm = TenantID("firm")!

    private func further(_ plate: PlateID, _ permit: Int64) -> Command {
        .grantPermit(.init(plate, .further(PermitID(permit))))
    }

    private func tenants(
        _ spots: Int, _ above: AboveQuota = .pays, _ capacity: Int = 5,
        _ change: (inout GarageSettings) -> Void = { _ in }
    ) -> GarageSettings {
        .open(capacity) {
            $0.tenants = [Tenant(id: Self.firm, name: "The Firm", spots: spots, above: above)]
            change(&$0)
        }
    }

    private func employed(_ plate: PlateID) -> Command {
        .grantPermit(.init(plate, .pass(firstDay: nil, lastDay: nil, groups: []), of: Self.firm))
    }

    /// A garage at 2.00 an hour in which ben's and carla's cars share anna's pass, which is event 3.
    private func family(_ settings: GarageSettings = .open(5)) throws -> Site {
        var site = try Site(settings)
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening)
        try site.send(.pass(.anna), at: LocalDay.monday.at("06:00"))
        try site.send(further(.ben, 3), at: LocalDay.monday.at("06:00"))
        try site.send(further(.carla, 3), at: LocalDay.monday.at("06:00"))
        return site
    }

    private func total(_ site: inout Site, _ plate: PlateID, at exit: Instant) throws -> Int64 {
        guard case .exited(.left(let departure)) = try site.send(.left(.plate(plate)), at: exit).result,
            case .charged(let charge) = departure.charge
        else { throw TariffError.overflow }
        return charge.total.minorUnits
    }

    // MARK: A permit of several plates

    @Test func `of a permit's plates the one that came first parks by it, and the others pay until it has left`() throws
    {
        var site = try family()
        #expect(try site.answer(to: .ben, at: eight) == .open(.entry(.permit(4))))
        try site.send(.opened(.plate(.ben)), at: eight)
        #expect(try site.answer(to: .anna, at: eight + .hours(1)) == .open(.entry(.paysByTime)))
        try site.send(.opened(.plate(.anna)), at: eight + .hours(1))
        #expect(try total(&site, .ben, at: eight + .hours(3)) == 0)
        #expect(
            try total(&site, .anna, at: eight + .hours(5)) == 400, "two hours beside the other car, two by the permit")
        #expect(try site.answer(to: .carla, at: eight + .hours(6)) == .open(.entry(.permit(5))))
    }

    @Test func `where a right is needed, another plate of the permit is denied, and its own car is let in again`()
        throws
    {
        var site = try family(.open(5) { $0.admission = .reservationRequired })
        try site.drive(.ben, at: eight)
        #expect(try site.answer(to: .anna, at: eight + .hours(1)) == .deny(.quotaFull))
        try site.send(.left(.plate(.ben)), at: eight + .hours(2))
        #expect(try site.answer(to: .anna, at: eight + .hours(3)) == .open(.entry(.permit(3))))
        #expect(
            try site.answer(to: .carla, at: eight + .hours(3) + .seconds(20)) == .deny(.quotaFull),
            "anna waits at the gate")
    }

    @Test func `who has reserved the day needs no place of the permit`() throws {
        var site = try family()
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: LocalDay.monday.at("07:00"))
        try site.drive(.ben, at: eight)
        #expect(try site.answer(to: .anna, at: eight + .hours(1)) == .open(.entry(.reserved(6))))
        try site.send(.opened(.plate(.anna)), at: eight + .hours(1))
        #expect(try total(&site, .anna, at: eight + .hours(3)) == 0)
    }

    @Test func `a car that stands on a right of its own leaves the permit's place to another`() throws {
        var site = try family(.open(5) { $0.admission = .reservationRequired })
        try site.send(.reserve(.init(plate: .ben, day: .monday, holder: .member)), at: LocalDay.monday.at("07:00"))
        try site.drive(.ben, at: eight)
        #expect(try site.answer(to: .anna, at: eight + .hours(1)) == .open(.entry(.permit(3))))
        try site.send(.opened(.plate(.anna)), at: eight + .hours(1))
        #expect(try total(&site, .anna, at: eight + .hours(3)) == 0)
    }

    @Test func `a plate whose share was revoked and granted anew takes one place, and not two`() throws {
        var site = try family()
        try site.drive(.ben, at: eight)
        try site.send(.revokePermit(.init(PermitID(4))), at: eight + .hours(1))
        try site.send(further(.ben, 3), at: eight + .hours(2))
        #expect(try total(&site, .ben, at: eight + .hours(5)) == 0)
    }

    @Test func `what is corrected of a stay long after its entry leaves it what it owed beside other cars`() throws {
        var site = try family()
        try site.drive(.anna, at: eight)
        try site.drive(.ben, at: eight + .hours(1))
        let stay = SessionID(version: site.garage.version)
        let entry = eight + .hours(1) + .seconds(5)
        let late = eight + .days(6)
        try site.send(.correctPassage(.init(.entry(stay), at: entry + .minutes(1), .misread)), at: late)
        #expect(site.garage.session(of: .ben)!.stay(until: late, in: .berlin).covered == [])
    }

    @Test func `who loses the place to a car that had come first must leave as one without a right`() throws {
        var site = try family(.open(5) { $0.admission = .reservationRequired })
        try site.drive(.anna, at: eight)
        #expect(site.garage.rightsEnd(of: site.garage.session(of: .anna)!) == nil)
        try site.send(.opened(.plate(.ben), happened: eight - .hours(1)), at: eight + .hours(4))
        let end = try #require(site.garage.rightsEnd(of: site.garage.session(of: .anna)!))
        #expect(end.at == LocalDay.monday.at("24:00"))
    }

    @Test func `a car that is told of late had come first, and the other one pays`() throws {
        var site = try family()
        try site.drive(.anna, at: eight + .hours(1))
        let late = Command.opened(.plate(.ben), happened: eight)
        try site.send(late, at: eight + .hours(4))
        #expect(try total(&site, .ben, at: eight + .hours(4)) == 0)
        #expect(try total(&site, .anna, at: eight + .hours(5)) == 600, "three hours beside the other")
    }

    @Test func `further plates last as long as the permit does, and one is revoked by its own number`() throws {
        var site = try family()
        try site.send(.revokePermit(.init(PermitID(4))), at: eight)
        #expect(try site.answer(to: .ben, at: eight + .hours(1)) == .open(.entry(.paysByTime)))
        #expect(try site.answer(to: .carla, at: eight + .hours(1)) == .open(.entry(.permit(5))))
        try site.send(
            .withdrawAuthorisation(.init(AuthorisationID(version: site.garage.version), .misread)),
            at: eight + .hours(1))
        try site.send(.revokePermit(.init(PermitID(3))), at: eight + .hours(2))
        #expect(try site.answer(to: .carla, at: eight + .hours(3)) == .open(.entry(.paysByTime)))
    }

    @Test func `a subscription's further plates go on with it when a machine renews it by any of them`() throws {
        var site = try Site(.open(5))
        try site.send(
            .cardPublished(.init(RateCard(rates: [.hourly("day", 2)], terms: .selling(.every(.month, 20))))),
            at: .opening)
        let morning = LocalDay.monday.at("06:00")
        try site.send(
            .grantPermit(
                .init(.anna, .subscription(.monthly, vehicle: .standard, firstDay: nil, groups: []))),
            at: morning)
        let permit = PermitID(site.garage.version)
        try site.send(further(.ben, permit.version), at: morning)
        let further = PermitID(site.garage.version)
        guard case .permitRenewed(let renewed) = try site.send(.renewPermit(.init(.plate(.ben))), at: morning).result
        else {
            throw TariffError.overflow
        }
        #expect(renewed.permit == permit)
        let nextMonth = LocalDay.monday.advanced(by: 40).at("08:00")
        #expect(try site.answer(to: .ben, at: nextMonth) == .open(.entry(.permit(further))))
    }

    @Test func `further plates are refused where they make no sense`() throws {
        var site = try family()
        let now = eight
        site.refuses(further(.dora, 99), .unknownPermit(PermitID(99)), at: now)
        site.refuses(further(.dora, 4), .permitNotShared(PermitID(4)), at: now)
        site.refuses(further(.ben, 3), .alreadyPermitted(PermitID(4), lastDay: nil), at: now)
        try site.send(.membership(.dora, [.residents]), at: now)
        let membership = PermitID(site.garage.version)
        site.refuses(further(.anna, membership.version), .permitNotShared(membership), at: now)
        for number in 100..<117 { try site.send(further(PlateID(number), 3), at: now) }
        site.refuses(further(.dora, 3), .permitFull(PermitID(3)), at: now)
        try site.send(.revokePermit(.init(PermitID(4))), at: now)
        try site.send(further(.ben, 3), at: now)
        try site.send(.revokePermit(.init(PermitID(3))), at: now)
        site.refuses(further(.dora, 3), .permitNotShared(PermitID(3)), at: now)
    }

    @Test func `a permit of several plates takes one of the spots that are kept for permits`() throws {
        var site = try family(.open(3) { $0.permanentSpots = 1 })
        try site.drive(.ben, at: eight)
        try site.drive(.anna, at: eight + .minutes(5))
        try site.drive(.dora, at: eight + .minutes(10))
        #expect(try site.answer(to: PlateID(9), at: eight + .minutes(20)) == .deny(.garageFull))
        try site.send(.left(.plate(.dora)), at: eight + .minutes(30))
        #expect(try site.answer(to: PlateID(9), at: eight + .minutes(40)) == .open(.entry(.paysByTime)))
    }

    // MARK: Tenants

    @Test func `a tenant's people share its spots, and above them pay or are denied`() throws {
        for above in AboveQuota.allCases {
            var site = try Site(tenants(2, above))
            try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening)
            for plate in [PlateID.anna, .ben, .carla] {
                try site.send(employed(plate), at: LocalDay.monday.at("06:00"))
            }
            try site.drive(.anna, at: eight)
            try site.drive(.ben, at: eight + .minutes(10))
            let answer = try site.answer(to: .carla, at: eight + .minutes(20))
            #expect(answer == (above == .pays ? .open(.entry(.paysByTime)) : .deny(.quotaFull)))
            try site.send(.left(.plate(.anna)), at: eight + .hours(1))
            #expect(try site.answer(to: .carla, at: eight + .hours(2)) == .open(.entry(.permit(5))))
        }
    }

    @Test func `who is above the quota pays until a spot of the tenant's is free, or it has more`() throws {
        var site = try Site(tenants(1))
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening)
        for plate in [PlateID.anna, .ben, .carla] { try site.send(employed(plate), at: LocalDay.monday.at("06:00")) }
        for (index, plate) in [PlateID.anna, .ben, .carla].enumerated() {
            try site.drive(plate, at: eight + .minutes(Int64(index)))
        }
        #expect(try total(&site, .anna, at: eight + .hours(2)) == 0)
        // Ben's is the first by then, and carla's the second.
        try site.send(.configureGarage(.init(tenants(2))), at: eight + .hours(3))
        #expect(try total(&site, .carla, at: eight + .hours(6)) == 600, "three hours above the quota, or a minute less")
        #expect(try total(&site, .ben, at: eight + .hours(6)) == 400)
    }

    @Test func `a tenant is known, its spots are there, and it stays while it has permits`() throws {
        var site = try Site(tenants(2))
        try site.send(employed(.anna), at: eight)
        let other = TenantID("other")!
        site.refuses(
            .grantPermit(.init(.ben, .pass(firstDay: nil, lastDay: nil, groups: []), of: other)),
            .unknownTenant(other, site.garage.settings!.tenants), at: eight)
        site.refuses(.configureGarage(.init(.open(5))), .tenantHasPermits(Self.firm, [RightID(version: 2)]), at: eight)
        site.refuses(further(.ben, 2), .permitNotShared(PermitID(2)), at: eight)
        try site.send(.revokePermit(.init(PermitID(2))), at: eight)
        site.refuses(.configureGarage(.init(.open(5))), .tenantHasPermits(Self.firm, [RightID(version: 2)]), at: eight)
        try site.send(.configureGarage(.init(.open(5))), at: eight + .days(1))
        for (field, settings) in [
            ("tenants[0].spots", tenants(6)), ("tenants[0].spots", tenants(0)),
            ("tenants", tenants(3) { $0.permanentSpots = 2 }),
            ("tenants[1].id", tenants(1) { $0.tenants += $0.tenants }),
        ] {
            #expect { try settings.validate() } throws: { ($0 as? SettingsError)?.field == field }
        }
    }

    @Test func `no permit is sold on the spots of tenants`() throws {
        let garage = given(tenants(2) { $0.permanentSpots = 2 })
        garage.when(.pass(.dora), at: eight).thenRefuses(.permanentSpotsTaken(.monday))
        #expect((try? garage.when(employed(.dora), at: eight).decision.get()) != nil)
    }
}

extension Site {
    fileprivate func refuses(
        _ command: Command, _ refusal: Refusal, at now: Instant, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: refusal, sourceLocation: sourceLocation) { _ = try garage.decide(command, at: now) }
    }
}
