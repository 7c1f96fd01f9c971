import Chronology
import Parking
import Testing

/// Gates whose clocks are off, and gates that were offline.
@Suite struct LateTests {
    let now = LocalDay.wednesday.at("12:00")

    static let reports: [@Sendable (Instant?) -> Command] = [
        { .seen(.anna, happened: $0) }, { .seen(.anna, .exit, happened: $0) }, { .opened(.anna, happened: $0) },
        { .opened(.anna, .exit, happened: $0) }, { .left(.anna, happened: $0) },
    ]

    @Test(arguments: reports.indices) func `what happened up to 72 hours ago is taken, anything before is refused`(
        index: Int
    ) throws {
        let report = Self.reports[index]
        let oldest = now - .hours(72)
        let decision = try given(.open(5)).when(report(oldest), at: now).decision.get()
        #expect(decision.facts.map(\.occurredAt) == [oldest])
        let older = oldest - TimeSpan(microseconds: 1)
        given(.open(5)).when(report(older), at: now).thenRefuses(.tooLongAgo(older, lateness: .hours(72)))
    }

    @Test(arguments: reports.indices) func `a device's clock may run ahead by a day: what it tells is heard now`(
        index: Int
    ) throws {
        let report = Self.reports[index]
        for ahead in [TimeSpan.seconds(2), .days(1)] {
            let decision = try given(.open(5)).when(report(now + ahead), at: now).decision.get()
            #expect(decision.facts.map(\.occurredAt) == [now])
        }
        let tomorrow = now + .days(1) + TimeSpan(microseconds: 1)
        given(.open(5)).when(report(tomorrow), at: now).thenRefuses(.inTheFuture(tomorrow, now: now))
    }

    @Test func `a garage that accepts nothing late takes what happens now`() {
        let strict = given(.open(5) { $0.lateness = .zero })
        let past = now - .seconds(1)
        strict.when(.opened(.anna, happened: now), at: now)
            .then(.entered(.anna), result: .gateOpened(.entered(SessionID(2), repeated: false)))
        strict.when(.opened(.anna, happened: past), at: now).thenRefuses(.tooLongAgo(past, lateness: .zero))
    }

    @Test func `a session whose entry came late began when the car came in`() throws {
        let entry = now - .hours(5)
        let departure = try given(.open(5), at(entry, recorded: now, .entered(.anna))).when(.left(.anna), at: now)
            .thenLeaves(.carExited(.init(session: SessionID(2), gate: .exit, read: nil)))
        #expect(departure.enteredAt == entry)
    }

    @Test func `a plate read a moment ago is judged by the day on which it was read`() {
        let midnight = LocalDay.wednesday.at("00:00")
        given(.reserved(5), at(.opening, .reserved(.anna, .tuesday)))
            .when(.seen(.anna, happened: midnight - .seconds(30)), at: midnight + .seconds(30))
            .then(
                .authorised(.anna, .reserved(2), until: midnight + .seconds(120)), at: midnight - .seconds(30),
                result: .answered(.init(.open(.entry(.reserved(2))), repeated: false)))
    }

    @Test(arguments: [GateID.entry, .exit]) func `rule 11: a plate read when nobody waits any more is history`(
        gate: GateID
    ) {
        let late = given(.open(1), at(now, .entered(.ben)))
        let earlier = now - .seconds(91)
        late.when(.seen(.anna, gate, happened: earlier), at: now)
            .then(
                .plateReadLate(
                    .init(plate: .anna, gate: gate, direction: gate == .exit ? .exit : .entry, read: nil)),
                at: earlier, result: .answered(.init(.late, repeated: false)))
        let after = given(
            .open(1),
            at(earlier, recorded: now, .plateReadLate(.init(plate: .anna, gate: .entry, direction: .entry, read: nil))))
        #expect(after.garage.waiting(at: now) == 0)
    }

    @Test func `a late entry has the right of the day on which it happened`() throws {
        let late = given(
            .reserved(5), at(.opening, .reserved(.anna, .tuesday), .reserved(.anna, .wednesday)),
            at(LocalDay.tuesday.at("12:00"), recorded: now, .entered(.anna)))
        let session = try #require(late.garage.session(of: .anna))
        #expect(session.rights.map(\.days.first) == [.tuesday, .wednesday])
    }

    @Test func `a past day's reservation is known for as long as an entry may come late`() throws {
        var site = try Site(.reserved(5))
        try site.send(.reserve(.init(plate: .anna, day: .monday, holder: .member)), at: LocalDay.monday.at("07:00"))
        let thursday = LocalDay.thursday.at("23:00")
        // Something else happens first, so that the garage lets go of what it no longer needs.
        try site.send(.left(.ben), at: thursday)
        try site.send(.opened(.anna, happened: LocalDay.monday.at("23:30")), at: thursday)
        #expect(site.garage.session(of: .anna)?.rights.map(\.days.first) == [.monday])
    }

    @Test func `a barrier that rose hours ago does not let in the car that waits now`() {
        let waiting = given(.open(5), at(now, .authorised(.anna, until: now + .seconds(90))))
        let before = now - .hours(3)
        waiting.when(.opened(happened: before), at: now + .seconds(5))
            .then(.entered(.unknown), at: before, result: .gateOpened(.entered(SessionID(3), repeated: false)))
        // A clock that is a little behind the server's is no reason to lose the car.
        waiting.when(.opened(happened: now - .seconds(5)), at: now + .seconds(5))
            .then(
                .entered(.anna, by: .authorisation(AuthorisationID(2))), at: now - .seconds(5),
                result: .gateOpened(.entered(SessionID(3), repeated: false)))
    }

    @Test func `the clocks of no command make the decider stumble`() {
        for instant in [Instant(microseconds: .min), .earliest, .latest, Instant(microseconds: .max)] {
            for report in Self.reports {
                let outcome = given(.open(5), at(.opening, .entered(.anna))).when(report(instant), at: now)
                #expect((try? outcome.decision.get()) == nil)
            }
        }
        for day in [LocalDay(daysSinceEpoch: .min), LocalDay(daysSinceEpoch: .max)] {
            let outcome = given(.open(5)).when(.reserve(.init(plate: .anna, day: day, holder: .member)), at: now)
            #expect((try? outcome.decision.get()) == nil)
        }
    }
}
