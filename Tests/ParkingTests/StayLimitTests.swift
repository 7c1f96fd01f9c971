import Chronology
import Money
import Parking
import Tariffs
import Testing

/// The limits of drivers who have no right: design rule 17.
@Suite struct StayLimitTests {
    let ten = LocalDay.monday.at("10:00")

    /// 2.00 an hour, and 25.00 for an overstay beside that.
    private func rates(grace: TimeSpan = .zero) -> Moment {
        at(
            .opening, .ratePublished(.init(.hourly("day", 2))),
            .termsPublished(.init(Terms(overstay: .feeAndRates(Money(minorUnits: 2_500), grace: grace)))))
    }

    private func total(_ garage: Given, until exit: Instant) throws -> Int64 {
        guard case .exited(.left(let departure)) = try garage.when(.left(.anna), at: exit).decision.get().result,
            case .charged(let charge) = departure.charge
        else { throw TariffError.overflow }
        return charge.total.minorUnits
    }

    private func since(_ garage: Given, at now: Instant) -> [Instant] { garage.garage.overstays(at: now).map(\.since) }

    @Test func `who pays by time overstays behind the longest stay, and owes the fee`() throws {
        let garage = given(.open(5) { $0.longestStay = .hours(3) }, rates(), at(ten, .entered(.anna)))
        let end = ten + .hours(3)
        #expect(since(garage, at: end - .seconds(1)) == [])
        #expect(since(garage, at: end) == [end])
        #expect(try total(garage, until: end) == 600)
        #expect(try total(garage, until: end + .seconds(1)) == 800 + 2_500)
    }

    @Test func `within the grace nobody has overstayed`() throws {
        let garage = given(
            .open(5) { $0.longestStay = .hours(3) }, rates(grace: .minutes(10)), at(ten, .entered(.anna)))
        let end = ten + .hours(3)
        #expect(since(garage, at: end + .minutes(10)) == [])
        #expect(since(garage, at: end + .minutes(11)) == [end])
        #expect(try total(garage, until: end + .minutes(10)) == 800)
        #expect(try total(garage, until: end + .minutes(11)) == 800 + 2_500)
    }

    @Test func `in a garage for reservations the day's end is the limit of a car without one, and the fee is due`()
        throws
    {
        let garage = given(.reserved(5), rates(), at(LocalDay.monday.at("22:00"), .entered(.anna)))
        #expect(try total(garage, until: LocalDay.monday.at("24:00")) == 400)
        #expect(try total(garage, until: LocalDay.tuesday.at("01:00")) == 600 + 2_500)
    }

    @Test func `a right has no other limit than its own, and one that is bought in time takes the stay's over`() throws
    {
        let settings = GarageSettings.open(5) { $0.longestStay = .hours(3) }
        let right = given(settings, rates(), at(ten, .reserved(.anna, .monday)), at(ten, .entered(.anna)))
        #expect(since(right, at: LocalDay.monday.at("23:59")) == [])
        let bought = given(
            settings, rates(), at(ten, .entered(.anna)), at(ten + .hours(1), .reserved(.anna, .monday)))
        #expect(since(bought, at: LocalDay.monday.at("23:59")) == [])
        #expect(try total(bought, until: LocalDay.monday.at("20:00")) == 200)
        let late = given(settings, rates(), at(ten, .entered(.anna)), at(ten + .hours(4), .reserved(.anna, .monday)))
        #expect(try total(late, until: LocalDay.monday.at("20:00")) == 800 + 2_500)
    }

    @Test func `settings that change later move no stay's limit`() throws {
        var garage = given(.open(5) { $0.longestStay = .hours(3) }, rates(), at(ten, .entered(.anna)))
        garage.take(at(ten + .hours(1), .garageConfigured(.init(.open(5)))))
        #expect(since(garage, at: ten + .hours(4)) == [ten + .hours(3)])
        #expect(try total(garage, until: ten + .hours(4)) == 800 + 2_500)
    }

    @Test func `who left lately may not come back to pay by time, but by a right`() throws {
        var site = try Site(.open(5) { $0.noReturnWithin = .hours(2) })
        try site.drive(.anna, at: ten)
        try site.send(.left(.plate(.anna)), at: ten + .hours(1))
        let back = ten + .hours(2)
        #expect(try site.answer(to: .anna, at: back) == .deny(.noReturn))
        #expect(try site.answer(to: .ben, at: back) == .open(.entry(.paysByTime)))
        #expect(try site.answer(to: .anna, at: ten + .hours(3)) == .open(.entry(.paysByTime)))
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: back + .minutes(1))
    }

    @Test
    func `who is let in by hand before the time to come back pays and stays as anybody, and has overstayed by nothing`()
        throws
    {
        var site = try Site(
            .open(5) {
                $0.noReturnWithin = .hours(2)
                $0.longestStay = .hours(3)
            })
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening + .minutes(1))
        try site.drive(.anna, at: ten)
        try site.send(.left(.plate(.anna)), at: ten + .hours(1))
        let back = ten + .hours(2)
        #expect(try site.answer(to: .anna, at: back) == .deny(.noReturn))
        let opened = try site.send(.opened(.anna, remark: .boom), at: back + .minutes(1))
        guard case .gateOpened(.entered(let session, repeated: false, pricedAs: _, isReused: false)) = opened.result
        else {
            Issue.record("\(opened.result)")
            return
        }
        // The log says that she was denied and let in all the same; that is no case for anybody.
        let denials = site.log.filter { if case .entryDenied = $0.event { true } else { false } }
        #expect(denials.count == 1 && site.garage.exceptions.isEmpty)
        let entry = back + .minutes(1)
        let stay = try #require(site.garage.session(.session(session)))
        #expect(stay.enteredAt == entry && site.garage.overstays(at: entry + .hours(3) - .seconds(1)).isEmpty)
        #expect(site.garage.overstays(at: entry + .hours(3)).map(\.since) == [entry + .hours(3)])
        guard
            case .exited(.left(let left)) = try site.send(.left(.plate(.anna)), at: entry + .minutes(30)).result,
            case .charged(let charge) = left.charge
        else { throw TariffError.overflow }
        #expect(charge.total == Money(minorUnits: 2_00))
        // The time to come back begins again with this exit.
        let gone = entry + .minutes(30)
        #expect(try site.answer(to: .anna, at: gone + .hours(2) - .seconds(1)) == .deny(.noReturn))
        #expect(try site.answer(to: .anna, at: gone + .hours(2)) == .open(.entry(.paysByTime)))
    }

    @Test func `a car that an offline gate had let in before the time to come back is inside, and is judged by nobody`()
        throws
    {
        var site = try Site(.open(5) { $0.noReturnWithin = .hours(2) })
        try site.drive(.anna, at: ten)
        try site.send(.left(.plate(.anna)), at: ten + .hours(1))
        try site.send(.opened(.anna, happened: ten + .hours(2)), at: ten + .hours(5))
        #expect(site.garage.session(of: .anna)?.enteredAt == ten + .hours(2))
        #expect(site.garage.exceptions.isEmpty && site.garage.overstays(at: ten + .hours(5)).isEmpty)
    }

    @Test func `a right lets a car come back as often as it likes`() throws {
        var site = try Site(.open(5) { $0.noReturnWithin = .hours(2) })
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: ten)
        for hour: Int64 in 0..<3 {
            try site.drive(.anna, at: ten + .hours(hour))
            try site.send(.left(.plate(.anna)), at: ten + .hours(hour) + .minutes(30))
        }
        #expect(try site.answer(to: .anna, at: ten + .hours(4)) == .open(.entry(.reserved(2))))
    }
}
