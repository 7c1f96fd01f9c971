import Chronology
import Money
import Parking
import Tariffs
import TestSupport
import Testing

/// Reservations that ended early while a car was here of which nobody knew yet: it has what it had when it came (design rule 11).
@Suite struct GivenBackTests {
    private let day = LocalDay.tuesday
    private let reservation = ReservationID(3)

    private func at(_ time: String) -> Instant { day.at(time) }

    /// A garage of three euros an hour that Anna has reserved a day of, and Ben waits for it.
    private func site() throws -> Site {
        var site = try Site(.open(1) { ($0.unpaidExit, $0.noShowAfter) = (.listed, LocalTime("10:00")!) })
        try site.send(.ratePublished(.init(.hourly("day", 3))), at: .opening + .minutes(1))
        try site.send(.reserve(.init(plate: .anna, day: day, holder: .member)), at: LocalDay.monday.at("09:00"))
        try site.send(.waitForDay(.init(.ben, day)), at: LocalDay.monday.at("09:01"))
        return site
    }

    private func charge(_ site: Site) throws -> Money? {
        let entry = try #require(site.log.last { if case .carEntered = $0.event { true } else { false } })
        let stay = try #require(site.garage.endedStay(SessionID(version: entry.version)))
        guard case .left(let exit) = stay.end else { return nil }
        return site.garage.bill(of: stay.session, by: exit)?.due
    }

    private func stayed(_ site: inout Site, from entry: String, until exit: String, told: String) throws {
        try site.send(.opened(.plate(.anna), happened: at(entry)), at: at(told))
        try site.send(.left(.plate(.anna), happened: at(exit)), at: at(told) + .minutes(1))
    }

    @Test func `a stay whose entry is told when its day was given back is covered as it was`() throws {
        var site = try site()
        try site.send(.cancel(.init(reservation)), at: at("11:00"))
        try stayed(&site, from: "08:00", until: "10:30", told: "11:30")
        #expect(try charge(site) == .zero)
    }

    @Test func `a stay whose entry is told when its spot was given away is covered as it was`() throws {
        var site = try site()
        try site.send(.reserve(.init(plate: .ben, day: day, holder: .member)), at: at("10:01"))
        try stayed(&site, from: "08:00", until: "12:00", told: "12:30")
        #expect(try charge(site) == .zero)
    }

    @Test func `who comes when the day was given back pays`() throws {
        var site = try site()
        try site.send(.cancel(.init(reservation)), at: at("07:00"))
        try stayed(&site, from: "08:00", until: "10:00", told: "10:30")
        #expect(try charge(site) == .euros(6))
    }

    @Test func `a day that was given back before it began covers nobody`() throws {
        var site = try site()
        try site.send(.cancel(.init(reservation)), at: LocalDay.monday.at("12:00"))
        try site.send(.opened(.plate(.anna), happened: LocalDay.monday.at("23:00")), at: at("01:00"))
        try site.send(.left(.plate(.anna), happened: at("02:00")), at: at("02:01"))
        #expect(try charge(site) == .euros(9))
    }

    @Test func `a car that turns out to be another one has what was given back since it came`() throws {
        var site = try site()
        try site.send(.opened(.plate(.dora), happened: at("08:00")), at: at("08:00"))
        try site.send(.cancel(.init(reservation)), at: at("09:00"))
        let stay = try #require(site.garage.session(of: .plate(.dora))?.id)
        try site.send(.correctPlate(.init(stay, .anna, .misread)), at: at("09:30"))
        try site.send(.left(.plate(.anna)), at: at("12:00"))
        #expect(try charge(site) == .zero)
    }

    @Test func `a stay of many weeks keeps the rights it had when its entry is corrected or its end taken back`() throws
    {
        for corrects in [true, false] {
            var site = try Site(.open(5))
            try site.send(
                .cardPublished(.init(RateCard(rates: [.hourly("day", 1)], terms: .selling(.every(.week, 20))))),
                at: .opening)
            try site.send(.subscribe(.anna, .weekly, from: day), at: at("07:00"))
            try site.send(.opened(.plate(.anna)), at: at("08:00"))
            let id = try #require(site.garage.session(of: .plate(.anna))?.id)
            let (later, left) = (at("08:00") + .days(45), at("08:00") + .days(46))
            for days: Int64 in [20, 40, 44] { try site.send(.seen(.ben), at: at("08:00") + .days(days)) }
            if corrects {
                try site.send(.correctPassage(.init(.entry(id), at: at("08:01"), .misread)), at: later)
            } else {
                try site.send(.left(), at: later)
                try site.send(.reopenSession(.init(id, .misread)), at: later + .minutes(1))
            }
            try site.send(.left(.plate(.anna)), at: left)
            // Seven days of it are covered.
            #expect(try charge(site) == .euros(39 * 24 + 8), "\(corrects)")
        }
    }

    @Test(arguments: [false, true])
    func `a stay that was only thought to be over has what its car was given in the meantime`(isDoubted: Bool) throws {
        var site = try Site(.open(3) { $0.unpaidExit = .listed })
        try site.send(.ratePublished(.init(.hourly("day", 3))), at: .opening + .minutes(1))
        try site.send(.opened(.plate(.anna)), at: at("08:00"))
        if isDoubted { try site.send(.left(.unknown), at: at("09:00")) }
        try site.send(.reserve(.init(plate: .anna, day: day, holder: .member)), at: at("09:30"))
        try site.send(.left(.plate(.anna)), at: at("11:00"))
        // It covers the stay from when it was made.
        #expect(try charge(site) == .euros(6))
    }

    @Test func `what was given back is no right at the gate, and frees its spot`() throws {
        var site = try site()
        try site.send(.cancel(.init(reservation)), at: at("09:00"))
        #expect(site.garage.allowlist(on: day).isEmpty)
        #expect(throws: Refusal.unknownReservation(reservation)) {
            try site.send(.cancel(.init(reservation)), at: at("09:01"))
        }
        try site.send(.reserve(.init(plate: .ben, day: day, holder: .member)), at: at("09:02"))
    }
}
