import Chronology
import JSON
import Money
import Parking
import Tariffs
import Testing

/// What a gate knows and decides by a copy of a day's list, while it cannot ask.
@Suite struct GateCopyTests {
    private static let plates: [PlateID: Plate] = [
        .anna: Plate("M-AN 1")!, .ben: Plate("M-BE 2")!, .carla: Plate("M-CA 3")!, .dora: Plate("M-DO 4")!,
    ]
    private static let morning = LocalDay.monday.at("06:00")

    private func copy(
        _ garage: Garage, _ day: LocalDay = .monday, at now: Instant = morning, tail: TimeSpan = .hours(6)
    ) throws(Refusal) -> GateCopy {
        try GateCopy(
            of: garage, named: GarageID("mitte")!, on: day, generation: garage.version, plates: Self.plates, at: now,
            tail: tail)
    }

    private static let zones: ZoneLookup = { $0 == "Europe/Berlin" ? .berlin : nil }

    /// A garage with a right of each kind.
    private func busy(_ settings: GarageSettings = .open(50)) throws -> Site {
        var site = try Site(settings)
        try site.send(.ratePublished(.init(.hourly("day", 2))), at: .opening + .minutes(1))
        try site.send(
            .cardPublished(
                .init(
                    RateCard(
                        rates: [.hourly("bike", 1)],
                        terms: Terms(
                            crossing: .perBlock,
                            subscriptions: [
                                Subscription(id: .monthly, amount: Money(minorUnits: 3_000), period: .month)
                            ])), on: CardID("bike")!)), at: .opening + .minutes(2))
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: .opening + .minutes(3))
        try site.send(.pass(.ben, .monday), at: .opening + .minutes(4))
        try site.send(.membership(.carla, [GroupID("staff")!], .monday), at: .opening + .minutes(5))
        try site.send(.subscribe(.dora, vehicle: CardID("bike")!, from: .monday), at: .opening + .minutes(6))
        return site
    }

    @Test func `a copy that is written and read again is the same, and so are its bytes`() throws {
        let copy = try copy(busy().garage)
        let read = try GateCopy(json: copy.json, zones: Self.zones)
        #expect(read == copy)
        #expect(read.json == copy.json)
        #expect(read.generation == copy.generation && read.issuedAt == Self.morning)
        #expect(read.validFrom == LocalDay.monday.at("00:00"))
        #expect(read.expiresAt == LocalDay.tuesday.at("06:00"))
    }

    @Test func `a gate decides by a copy as the service does in an empty garage`() throws {
        for settings in [GarageSettings.open(50), .reserved(50), .open(50) { $0.publicHours = .closed }] {
            let site = try busy(settings)
            let copy = try copy(site.garage)
            for (id, plate) in Self.plates.sorted(by: { $0.key.description < $1.key.description })
                + [(PlateID(99), Plate("M-XX 9")!)]
            {
                for time in ["00:00", "12:00", "23:59"] {
                    var asked = site
                    let answer = try asked.answer(to: id, at: LocalDay.monday.at(time))
                    #expect(copy.verdict(on: plate, at: LocalDay.monday.at(time)).answer == answer, "\(id) \(time)")
                }
            }
        }
    }

    @Test func `a verdict names the right that lets a car in, and until when`() throws {
        let copy = try copy(busy().garage)
        let noon = LocalDay.monday.at("12:00")
        let reserved = copy.verdict(on: Self.plates[.anna]!, at: noon)
        #expect(reserved.answer == .open(.entry(.reserved(5))))
        #expect(reserved.right?.source == .day(.member))
        #expect(reserved.until == LocalDay.tuesday.at("00:00"))
        #expect(copy.verdict(on: Self.plates[.ben]!, at: noon).right?.source == .pass)
        let stranger = copy.verdict(on: Plate("M-XX 9")!, at: noon)
        #expect(stranger.answer == .open(.entry(.paysByTime)) && stranger.right == nil && stranger.until == nil)
        // Zero for the letter O, as cameras read it.
        let alike = copy.verdict(on: Plate("M-D0 4")!, at: noon)
        #expect(alike.isLookAlike && alike.right?.source.subscription?.id == .monthly)
    }

    @Test func `a stay is priced by a copy as the garage prices it, rights and groups included`() throws {
        var site = try busy()
        let copy = try copy(site.garage)
        let (entry, exit) = (LocalDay.monday.at("08:00"), LocalDay.monday.at("11:20"))
        for (id, plate) in Self.plates { #expect(try copy.priced(plate, entry, exit) == site.priced(id, entry, exit)) }
        let bike = try copy.charge(of: nil, vehicle: CardID("bike")!, from: entry, until: exit)
        guard case .charged(let charge) = bike else { throw Unpriced() }
        #expect(charge.total == Money(minorUnits: 400))
        // A rate that was published since the copy was made is none that a stay before it knows.
        try site.send(.ratePublished(.init(.hourly("day", 9))), at: LocalDay.monday.at("09:00"))
        #expect(try copy.priced(Plate("M-XX 9")!, entry, exit) == site.priced(PlateID(99), entry, exit))
    }

    @Test func `a stay that goes on behind midnight has the rights of that day, which let nobody in before it`() throws
    {
        var site = try busy(.reserved(50))
        try site.send(.reserve(.init(plate: .anna, day: .tuesday, holder: .member)), at: .opening + .minutes(7))
        try site.send(.reserve(.init(plate: .carla, day: .tuesday, holder: .member)), at: .opening + .minutes(8))
        let copy = try copy(site.garage)
        let (entry, exit) = (LocalDay.monday.at("22:00"), LocalDay.tuesday.at("02:00"))
        for id in [PlateID.anna, .carla] {
            var asked = site
            try asked.send(.opened(.plate(id)), at: entry)
            let stay = try #require(asked.garage.session(of: .plate(id)))
            guard case .charged(let charge) = asked.garage.charge(of: stay, until: exit) else { throw Unpriced() }
            #expect(try copy.priced(Self.plates[id], entry, exit) == charge.total, "\(id)")
        }
        #expect(try copy.priced(Self.plates[.anna], entry, exit) == .zero)
        #expect(copy.verdict(on: Self.plates[.carla]!, at: entry).answer == .deny(.noReservation))
    }

    @Test func `who is kept out on the copy's day is so behind its midnight`() throws {
        var site = try busy()
        try site.send(
            .suspendPlate(
                .init(.ben, firstDay: .monday, lastDay: .wednesday, Correction(ReasonCode("blocking")!))),
            at: .opening + .minutes(7))
        let copy = try copy(site.garage)
        for instant in [LocalDay.monday.at("12:00"), LocalDay.tuesday.at("00:30")] {
            #expect(copy.verdict(on: Self.plates[.ben]!, at: instant).answer == .deny(.suspended))
        }
    }

    @Test func `rates that were published before a stay began price it, whatever came later`() throws {
        var site = try busy()
        try site.send(.ratePublished(.init(.hourly("day", 9))), at: LocalDay.monday.at("09:00"))
        let copy = try copy(site.garage, at: LocalDay.monday.at("10:00"))
        #expect(
            try copy.priced(nil, LocalDay.monday.at("08:00"), LocalDay.monday.at("10:00")) == Money(minorUnits: 400))
        #expect(
            try copy.priced(nil, LocalDay.monday.at("09:30"), LocalDay.monday.at("10:30")) == Money(minorUnits: 900))
    }

    @Test func `a copy is of use from its day's midnight until it expires, at its garage's gates`() throws {
        let copy = try copy(busy().garage)
        let midnight = LocalDay.monday.at("00:00")
        #expect(throws: GateCopyProblem.notYet(from: midnight)) {
            try copy.check(at: midnight - TimeSpan(microseconds: 1))
        }
        try copy.check(at: midnight)
        let end = LocalDay.tuesday.at("06:00")
        try copy.check(at: end - TimeSpan(microseconds: 1), at: GarageID("mitte")!)
        #expect(throws: GateCopyProblem.expired(end)) { try copy.check(at: end) }
        #expect(throws: GateCopyProblem.otherGarage(GarageID("mitte")!, wanted: GarageID("harbour")!)) {
            try copy.check(at: midnight, at: GarageID("harbour")!)
        }
        #expect(throws: GateCopyProblem.otherDay(.monday, wanted: .tuesday)) {
            try copy.charge(of: nil, from: LocalDay.tuesday.at("00:00"), until: LocalDay.tuesday.at("01:00"))
        }
        #expect(throws: GateCopyProblem.backwards) {
            try copy.charge(of: nil, from: LocalDay.monday.at("02:00"), until: LocalDay.monday.at("01:00"))
        }
    }

    @Test func `a day on which the clocks change has a copy as long as the day`() throws {
        let spring = LocalDay("2026-03-29")!
        let copy = try copy(busy().garage, spring, at: spring.at("00:30"), tail: .zero)
        #expect(copy.expiresAt - copy.validFrom == .hours(23))
    }

    @Test func `a copy is made of today and the week to come`() throws {
        let garage = try busy().garage
        #expect(throws: Refusal.dayOver(.monday.previous)) { try copy(garage, .monday.previous) }
        _ = try copy(garage, .monday.advanced(by: 7))
        #expect(throws: Refusal.self) { try copy(garage, .monday.advanced(by: 8)) }
    }

    @Test func `a plate that was erased is in no copy`() throws {
        var plates = Self.plates
        plates[.anna] = nil
        let copy = try GateCopy(
            of: busy().garage, named: GarageID("mitte")!, on: .monday, generation: 1, plates: plates, at: Self.morning)
        #expect(!String(decoding: copy.json, as: UTF8.self).contains("MAN1"))
        #expect(
            copy.verdict(on: Plate("M-AN 1")!, at: LocalDay.monday.at("12:00")).answer == .open(.entry(.paysByTime)))
    }
}

private struct Unpriced: Error {}

extension GateCopy {
    fileprivate func priced(_ plate: Plate?, _ entry: Instant, _ exit: Instant) throws -> Money {
        guard case .charged(let charge) = try charge(of: plate, from: entry, until: exit) else { throw Unpriced() }
        return charge.total
    }
}

extension Site {
    /// What a stay costs by the garage itself.
    fileprivate func priced(_ plate: PlateID, _ entry: Instant, _ exit: Instant) throws -> Money {
        var site = self
        try site.send(.opened(.plate(plate), happened: entry), at: max(entry, site.garage.recordedAt))
        guard case .exited(.left(let departure)) = try site.send(.left(.plate(plate)), at: exit).result,
            case .charged(let charge) = departure.charge
        else { throw Unpriced() }
        return charge.total
    }
}
