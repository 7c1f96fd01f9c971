import Chronology
import Money
import Parking
import Tariffs
import TestSupport
import Testing

/// Who waits for a full day, and to whom a spot is offered that is given back or not used.
@Suite struct WaitingTests {
    let noon = LocalDay.monday.at("12:00")

    /// One bookable spot on Tuesday, which Anna has; Ben and Carla wait for it.
    private func full(_ change: (inout GarageSettings) -> Void = { _ in }) throws -> Site {
        var site = try Site(.open(1, change))
        try site.send(.reserve(.init(plate: .anna, day: .tuesday, holder: .member)), at: noon)
        try site.send(.waitForDay(.init(.ben, .tuesday)), at: noon + .minutes(1))
        try site.send(.waitForDay(.init(.carla, .tuesday)), at: noon + .minutes(2))
        return site
    }

    private func offered(_ site: Site, at now: Instant) -> [PlateID] {
        site.garage.waiting(on: .tuesday, at: now).filter { $0.offeredUntil != nil }.map(\.waiter.plate)
    }

    private func reserve(_ plate: PlateID, _ site: inout Site, at now: Instant) throws(Refusal) {
        try site.send(.reserve(.init(plate: plate, day: .tuesday, holder: .member)), at: now)
    }

    @Test func `who stops waiting behind the own offer takes nobody else's`() throws {
        var site = try full()
        let cancelled = noon + .hours(1)
        try site.send(.cancel(.init(ReservationID(2))), at: cancelled)
        let later = cancelled + .minutes(40)
        let before = site.garage.waiting(on: .tuesday, at: later).first { $0.waiter.plate == .carla }?.offeredUntil
        #expect(before != nil)
        try site.send(.stopWaiting(.init(.ben, .tuesday)), at: later)
        let all = site.garage.waiting(on: .tuesday, at: later)
        #expect(all.map(\.waiter.plate) == [.carla] && all.first?.offeredUntil == before)
        #expect(throws: Refusal.dayFull(.tuesday)) { try reserve(.dora, &site, at: later) }
        try reserve(.carla, &site, at: later)
    }

    @Test func `who was inside when the day began has come`() throws {
        var site = try full { $0.noShowAfter = LocalTime("10:00")! }
        try site.drive(.anna, at: LocalDay.monday.at("22:00"))
        try site.send(.left(.plate(.anna)), at: LocalDay.tuesday.at("09:00"))
        #expect(offered(site, at: LocalDay.tuesday.at("10:00")) == [])
    }

    @Test func `only a day that is full is waited for, and once`() throws {
        let empty = given(.open(1))
        empty.when(.waitForDay(.init(.anna, .tuesday)), at: noon).thenRefuses(.dayNotFull(.tuesday))
        empty.when(.waitForDay(.init(.anna, LocalDay.monday.previous)), at: noon)
            .thenRefuses(.dayOver(LocalDay.monday.previous))
        let garage = given(.open(1), at(noon, .reserved(.anna, .tuesday)))
        garage.when(.waitForDay(.init(.anna, .tuesday)), at: noon).thenRefuses(.alreadyReserved(ReservationID(2)))
        garage.when(.waitForDay(.init(.ben, .tuesday, .guest)), at: noon).thenRefuses(.noGuests)
        garage.when(.waitForDay(.init(.ben, .tuesday)), at: noon).then(
            .waitBegun(.init(.ben, .tuesday, .member)),
            result: .waiting(.init(WaiterID(version: 3), day: .tuesday, place: 1, repeated: false)))
        var waiting = garage
        waiting.take(at(noon, .waitBegun(.init(.ben, .tuesday, .member))))
        waiting.when(.waitForDay(.init(.ben, .tuesday)), at: noon)
            .then(result: .waiting(.init(WaiterID(version: 3), day: .tuesday, place: 1, repeated: true)))
    }

    @Test func `a cancellation offers its spot to the first for a time, and nobody else gets it`() throws {
        var site = try full()
        let cancelled = noon + .hours(1)
        try site.send(.cancel(.init(ReservationID(2))), at: cancelled)
        #expect(offered(site, at: cancelled) == [.ben])
        #expect(site.garage.waiting(on: .tuesday, at: cancelled).first?.offeredUntil == cancelled + .minutes(30))
        for plate in [PlateID.carla, .dora] {
            #expect(throws: Refusal.dayFull(.tuesday)) { try reserve(plate, &site, at: cancelled + .minutes(1)) }
        }
        try reserve(.ben, &site, at: cancelled + .minutes(29))
        #expect(site.garage.waiting(on: .tuesday, at: cancelled + .minutes(29)).map(\.waiter.plate) == [.carla])
        #expect(offered(site, at: cancelled + .minutes(29)) == [])
    }

    @Test func `then to the next, and once all have let it go it is anybody's`() throws {
        var site = try full()
        let cancelled = noon + .hours(1)
        try site.send(.cancel(.init(ReservationID(2))), at: cancelled)
        #expect(offered(site, at: cancelled + .minutes(30)) == [.carla])
        #expect(throws: Refusal.dayFull(.tuesday)) { try reserve(.ben, &site, at: cancelled + .minutes(31)) }
        #expect(offered(site, at: cancelled + .minutes(60)) == [])
        try reserve(.dora, &site, at: cancelled + .minutes(60))
        // The spot is gone, also for whoever comes to wait now.
        try site.send(.waitForDay(.init(.anna, .tuesday)), at: cancelled + .minutes(61))
        #expect(offered(site, at: cancelled + .minutes(61)) == [])
    }

    @Test func `whoever stops waiting leaves the offer to the next one, for the whole time`() throws {
        var site = try full()
        let cancelled = noon + .hours(1)
        try site.send(.cancel(.init(ReservationID(2))), at: cancelled)
        let stopped = cancelled + .minutes(20)
        let decision = try site.send(.stopWaiting(.init(.ben, .tuesday)), at: stopped)
        #expect(decision.result == .waitEnded(.init(.tuesday, wasWaiting: true)))
        let next = site.garage.waiting(on: .tuesday, at: stopped)
        #expect(next.map(\.waiter.plate) == [.carla] && next.first?.offeredUntil == stopped + .minutes(30))
        let again = try site.send(.stopWaiting(.init(.ben, .tuesday)), at: stopped)
        #expect(again.result == .waitEnded(.init(.tuesday, wasWaiting: false)) && again.facts.isEmpty)
    }

    @Test func `who has not come by the garage's hour gives the spot to whoever waits`() throws {
        var site = try full { $0.noShowAfter = LocalTime("10:00")! }
        let ten = LocalDay.tuesday.at("10:00")
        #expect(offered(site, at: ten - .seconds(1)) == [])
        #expect(offered(site, at: ten) == [.ben])
        let decision = try site.send(
            .reserve(.init(plate: .ben, day: .tuesday, holder: .member)), at: ten + .minutes(1))
        #expect(
            decision.facts.map(\.event) == [
                .reservationMissed(.init(ReservationID(2))),
                .dayReserved(.init(plate: .ben, day: .tuesday, holder: .member)),
            ])
        #expect(decision.result == .reserved(.init(ReservationID(6), day: .tuesday)))
        #expect(site.garage.allowlist(on: .tuesday).map(\.plate) == [.ben])
        #expect(offered(site, at: ten + .minutes(1)) == [])
    }

    @Test func `who came keeps the spot, also after leaving`() throws {
        var site = try full { $0.noShowAfter = LocalTime("10:00")! }
        try site.drive(.anna, at: LocalDay.tuesday.at("08:00"))
        let ten = LocalDay.tuesday.at("10:00")
        #expect(offered(site, at: ten) == [])
        try site.send(.left(.plate(.anna)), at: ten)
        #expect(offered(site, at: ten + .minutes(1)) == [])
        #expect(throws: Refusal.dayFull(.tuesday)) { try reserve(.ben, &site, at: ten + .minutes(1)) }
    }

    @Test func `who came and left early keeps it, also where no gate may be late`() throws {
        var site = try full { ($0.noShowAfter, $0.lateness) = (LocalTime("14:00")!, .zero) }
        try site.drive(.anna, at: LocalDay.tuesday.at("00:30"))
        try site.send(.left(.plate(.anna)), at: LocalDay.tuesday.at("01:00"))
        try site.drive(.dora, at: LocalDay.tuesday.at("13:00"))
        #expect(offered(site, at: LocalDay.tuesday.at("14:00")) == [])
    }

    @Test func `where settings have shrunk under a day's reservations, what falls away is offered to nobody`() throws {
        var site = try Site(.open(3) { $0.noShowAfter = LocalTime("10:00")! })
        for plate in [PlateID.anna, .ben, .carla] { try reserve(plate, &site, at: noon) }
        try site.send(.configureGarage(.init(.open(1) { $0.noShowAfter = LocalTime("10:00")! })), at: noon)
        try site.send(.waitForDay(.init(.dora, .tuesday)), at: noon)
        try site.send(.cancel(.init(ReservationID(2))), at: noon)
        #expect(offered(site, at: noon) == [])
        #expect(throws: Refusal.dayFull(.tuesday)) { try reserve(.dora, &site, at: noon) }
        // Of two that have not come, one makes up for what is reserved too much; the other's spot is there to be had.
        let ten = LocalDay.tuesday.at("10:00")
        #expect(offered(site, at: ten) == [.dora])
        try site.drive(.ben, at: LocalDay.tuesday.at("08:00"))
        #expect(offered(site, at: ten) == [])
        #expect(throws: Refusal.dayFull(.tuesday)) { try reserve(.dora, &site, at: ten) }
    }

    @Test func `where nobody waits, a reservation that is not used stands`() throws {
        var site = try Site(.open(1) { $0.noShowAfter = LocalTime("10:00")! })
        try site.send(.reserve(.init(plate: .anna, day: .tuesday, holder: .member)), at: noon)
        #expect(throws: Refusal.dayFull(.tuesday)) { try reserve(.ben, &site, at: LocalDay.tuesday.at("11:00")) }
    }

    @Test func `those who wait for guests' spots are offered those`() throws {
        var site = try Site(.open(2) { $0.guestSpots = 1 })
        try site.send(.reserve(.init(plate: .anna, day: .tuesday, holder: .member)), at: noon)
        try site.send(.reserve(.init(plate: .ben, day: .tuesday, holder: .guest)), at: noon)
        try site.send(.waitForDay(.init(.carla, .tuesday, .member)), at: noon)
        try site.send(.waitForDay(.init(.dora, .tuesday, .guest)), at: noon)
        try site.send(.cancel(.init(ReservationID(3))), at: noon)
        #expect(offered(site, at: noon) == [.dora])
    }

    @Test func `as many are offered a spot as spots are left, and each of them gets it`() throws {
        var random = Seeded(Seeded.seed)
        for round in 0..<40 {
            var site = try Site(.open(Int.random(in: 1...4, using: &random)) { $0.noShowAfter = LocalTime("09:00")! })
            var now = LocalDay.tuesday.at("07:00")
            for step in 0..<120 {
                now = now + .minutes(Int64.random(in: 0...12, using: &random))
                guard now < LocalDay.tuesday.at("23:00") else { break }
                let plate = PlateID(bytes: Array(repeating: UInt8.random(in: 1...9, using: &random), count: 16))!
                let comment: Comment = "seed \(Seeded.seed), round \(round), step \(step)"
                switch Int.random(in: 0...5, using: &random) {
                case 0:
                    let standing = site.garage.allowlist(on: .tuesday).randomElement(using: &random)
                    if let standing { _ = try? site.send(.cancel(.init(ReservationID(standing.id.version))), at: now) }
                case 1, 2: _ = try? site.send(.waitForDay(.init(plate, .tuesday)), at: now)
                case 3: _ = try? site.send(.stopWaiting(.init(plate, .tuesday)), at: now)
                case 4: _ = try? site.drive(plate, at: now)
                default: _ = try? reserve(plate, &site, at: now)
                }
                for waiting in site.garage.waiting(on: .tuesday, at: now) where waiting.offeredUntil != nil {
                    #expect(throws: Never.self, comment) {
                        try site.garage.decide(
                            .reserve(.init(plate: waiting.waiter.plate, day: .tuesday, holder: .member)), at: now)
                    }
                }
                let all = site.garage.waiting(on: .tuesday, at: now)
                #expect(Set(all.map(\.waiter.plate)).count == all.count, comment)
            }
        }
    }
}
