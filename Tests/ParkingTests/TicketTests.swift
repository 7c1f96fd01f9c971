import Chronology
import Parking
import Tariffs
import Testing

/// Tickets for drivers without a readable plate: the rules of admission, one use each, look-up.
@Suite struct TicketTests {
    let now = LocalDay.monday.at("08:00")
    let noon = LocalDay.monday.at("12:00")
    var until: Instant { now + .seconds(90) }
    let roll = TicketID("R5")!

    private func refused(_ reason: DenialReason) -> CommandResult {
        .ticketAsked(.init(.refused(reason), repeated: false))
    }

    @Test func `a driver who asks is given a ticket that is named after its event, and a spot is held`() {
        given(.open(1)).when(.asked(), at: now)
            .then(
                .ticketIssued(.init(TicketID("T2")!, gate: .entry, until: until, read: nil)),
                result: .ticketAsked(.init(.issued(TicketID("T2")!), repeated: false)))
        let waiting = given(.open(1), at(now, .issued(roll, until: until)))
        #expect(waiting.garage.waiting(at: now) == 1 && waiting.garage.waiting(at: until) == 0)
        waiting.when(.seen(.anna, .both, .entry), at: now)
            .then(
                .entryDenied(.init(plate: .anna, gate: .both, reason: .garageFull, read: nil)),
                result: .answered(.init(.deny(.garageFull), repeated: false)))
    }

    @Test func `rule 1: a ticket may not enter a full garage by asking`() {
        given(.open(1), at(now, .entered(.anna))).when(.asked(ticket: roll, read: "a1"), at: now)
            .then(
                .ticketRefused(
                    .init(gate: .entry, reason: .garageFull, ticket: roll, read: DeviceEventID("a1")!)),
                result: refused(.garageFull))
    }

    @Test func `a ticket is no right: spots that are kept, reservations only and the public's hours hold for it`() {
        let kept = GarageSettings.open(2) { $0.fallbackSpots = 1 }
        given(kept, at(now, .entered(.anna))).when(.asked(), at: now)
            .then(.ticketRefused(.init(gate: .entry, reason: .spotsKept, read: nil)), result: refused(.spotsKept))
        given(.reserved(2)).when(.asked(), at: now)
            .then(
                .ticketRefused(.init(gate: .entry, reason: .noReservation, read: nil)), result: refused(.noReservation))
        given(.open(2) { $0.publicHours = .closed }).when(.asked(), at: now)
            .then(.ticketRefused(.init(gate: .entry, reason: .closed, read: nil)), result: refused(.closed))
    }

    @Test func `rule 12: the barrier that rises behind it rises for the ticket, and uses it up`() {
        let issued = at(now, .ticketIssued(.init(roll, gate: .entry, until: until, vehicle: .bike, read: nil)))
        for car in [nil, CarIdentity.ticket(roll)] {
            var waiting = given(.open(5), issued)
            let entry = GarageEvent.carEntered(
                .init(
                    car: .ticket(roll), gate: .entry, by: .authorisation(AuthorisationID(2)), vehicle: .bike, read: nil)
            )
            waiting.when(.opened(car), at: now + .seconds(9))
                .then(entry, result: .gateOpened(.entered(SessionID(3), repeated: false, pricedAs: .standard)))
            waiting.take(at(now + .seconds(9), entry))
            #expect(waiting.garage.waiting(at: now + .seconds(9)) == 0 && waiting.garage.inside == 1)
        }
    }

    @Test func `rule 12: in a lane for one car the ticket takes the place of what was read before it`() throws {
        var site = try Site(.open(5))
        try site.send(.seen(.anna), at: now)
        try site.send(.asked(ticket: roll), at: now + .seconds(5))
        #expect(site.garage.waiting(at: now + .seconds(5)) == 1)
        try site.send(.opened(), at: now + .seconds(9))
        #expect(site.garage.session(of: .ticket(roll)) != nil && site.garage.session(of: .anna) == nil)
    }

    @Test func `rule 9: the same question of a device is answered with the same ticket, at once or later`() throws {
        var site = try Site(.open(1))
        try site.send(.asked(read: "a1"), at: now)
        let again = CommandResult.ticketAsked(.init(.issued(TicketID("T2")!), repeated: true))
        #expect(try site.send(.asked(read: "a1"), at: now + .seconds(40)).result == again)
        try site.send(.opened(), at: now + .seconds(50))
        let late = try site.send(.asked(happened: now, read: "a1"), at: noon)
        #expect(late.result == again && late.facts.isEmpty)
        let other = try site.send(.asked(read: "a2"), at: noon)
        #expect(other.result == refused(.garageFull))
        #expect(
            try site.send(.asked(read: "a2"), at: noon + .minutes(9)).result
                == .ticketAsked(.init(.refused(.garageFull), repeated: true)))
    }

    @Test func `rule 9: a machine that asks twice for one number within the window gives it out once`() throws {
        var site = try Site(.open(1))
        try site.send(.asked(ticket: roll), at: now)
        let again = try site.send(.asked(ticket: roll), at: now + .seconds(15))
        #expect(again.facts.isEmpty && again.result == .ticketAsked(.init(.issued(roll), repeated: true)))
    }

    @Test func `a number that waits, is inside or was used is refused, for as long as the garage remembers`() throws {
        var site = try Site(.open(5))
        func isRefused(at instant: Instant) -> Bool {
            let refusal = #expect(throws: Refusal.self) {
                try site.garage.decide(.asked(.both, ticket: roll), at: instant)
            }
            return refusal == .ticketUsed(roll) && refusal?.problem.type == .ticketUsed
        }
        try site.send(.asked(ticket: roll), at: now)
        #expect(isRefused(at: now))
        try site.send(.opened(.ticket(roll)), at: now + .seconds(5))
        #expect(isRefused(at: noon))
        try site.send(.left(.ticket(roll)), at: noon)
        #expect(isRefused(at: noon + .hours(1)))
    }

    @Test func `a number whose driver went away may be given out again`() throws {
        var site = try Site(.open(5))
        try site.send(.asked(ticket: roll), at: now)
        #expect(
            try site.send(.asked(ticket: roll), at: until).result
                == .ticketAsked(.init(.issued(roll), repeated: false)))
    }

    @Test func `the garage passes over a number that a machine's roll has had`() {
        given(.open(5), at(now, .entered(.ticket(TicketID("T3")!)))).when(.asked(), at: now)
            .then(
                .ticketIssued(.init(TicketID("T3-1")!, gate: .entry, until: until, read: nil)),
                result: .ticketAsked(.init(.issued(TicketID("T3-1")!), repeated: false)))
    }

    @Test func `nobody waits for a ticket that is asked for late`() {
        let asked = Command.asked(happened: now)
        given(.open(5)).when(asked, at: until)
            .then(
                .ticketIssued(.init(TicketID("T2")!, gate: .entry, until: until + .seconds(90), read: nil)), at: now,
                result: .ticketAsked(.init(.issued(TicketID("T2")!), repeated: false)))
        given(.open(5)).when(asked, at: until + .seconds(1)).thenRefuses(.askedTooLate(now, .seconds(90)))
    }

    @Test func `no spot is held for a driver whose barrier has risen already`() {
        let inside = given(.open(5), at(now + .seconds(8), .entered(.unknown)))
        inside.when(.asked(happened: now), at: now + .seconds(20))
            .thenRefuses(.cameInAlready(inside.garage.sessions[SessionID(2)]!))
        inside.when(.asked(), at: now + .seconds(20))
            .then(
                .ticketIssued(.init(TicketID("T3")!, gate: .entry, until: now + .seconds(110), read: nil)),
                result: .ticketAsked(.init(.issued(TicketID("T3")!), repeated: false)))
    }

    @Test func `a ticket is asked for at an entry`() {
        given(.open(5)).when(.asked(.exit), at: now).thenRefuses(.wrongDirection(.exit, .entry))
        given(.open(5)).when(.asked(.both, .exit), at: now).thenRefuses(.wrongDirection(.both, .exit))
        given(.open(5)).when(.asked(.nowhere), at: now).thenRefuses(.unknownGate(.nowhere))
    }

    @Test func `a second entry and a second exit with one ticket are facts, and said to be another use`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.ticket(roll)), at: now)
        try site.send(.left(.ticket(roll)), at: noon)
        let entry = try site.send(.opened(.ticket(roll)), at: noon + .hours(1))
        #expect(
            entry.facts.map(\.event) == [
                .carEntered(.init(car: .ticket(roll), gate: .entry, by: .gate, read: nil, isReused: true))
            ])
        #expect(entry.result == .gateOpened(.entered(SessionID(4), repeated: false, isReused: true)))
        let exit = try site.send(.left(.ticket(roll)), at: noon + .hours(2))
        #expect(
            exit.facts.map(\.event) == [
                .carExited(.init(session: SessionID(4), gate: .exit, read: nil, isReused: true))
            ])
        guard case .exited(.left(let departure)) = exit.result else { Issue.record(); return }
        #expect(departure.isReused)
        let alone = try site.send(.left(.ticket(roll)), at: noon + .hours(3))
        #expect(
            alone.facts.map(\.event) == [
                .exitWithoutEntry(.init(car: .ticket(roll), gate: .exit, read: nil, isReused: true))
            ])
        #expect(
            site.garage.reuses(of: roll) == [
                .entry(SessionID(4)), .exit(ExitID(version: 5)), .exit(ExitID(version: 6)),
            ])
    }

    @Test func `a person's word about a stay's end is no use of its ticket`() throws {
        var site = try Site(.open(5))
        try site.send(.opened(.ticket(roll)), at: now)
        try site.send(.endSession(.init(SessionID(2), at: noon, .misread)), at: noon)
        let exit = try site.send(.left(.ticket(roll)), at: noon + .hours(1))
        #expect(
            exit.facts.map(\.event).contains(.exitWithoutEntry(.init(car: .ticket(roll), gate: .exit, read: nil)))
                || exit.facts.map(\.event).contains(.carExited(.init(session: SessionID(2), gate: .exit, read: nil))))
        #expect(site.garage.reuses(of: roll) == [])
    }

    @Test func `rule 11: which passages are another use does not depend on the order in which they are told`() throws {
        let passages: [(String, Command)] = [
            ("e1", .opened(.ticket(roll), happened: now)), ("x1", .left(.ticket(roll), happened: noon)),
            ("e2", .opened(.ticket(roll), happened: noon + .hours(1))),
            ("x2", .left(.ticket(roll), happened: noon + .hours(2))),
            ("x3", .left(.ticket(roll), happened: noon + .hours(3))),
        ]
        for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 3, 0, 2, 4], [3, 4, 2, 0, 1]] {
            var site = try Site.hourly()
            var versions: [Int64: String] = [:]
            var told = 0
            for (second, place) in order.enumerated() {
                let decision = try site.send(passages[place].1, at: noon + .hours(4) + .seconds(Int64(second)))
                for (back, fact) in decision.facts.reversed().enumerated() {
                    switch fact.event {
                    case .carEntered(let entered): told += entered.isReused ? 1 : 0
                    case .carExited(let exited): told += exited.isReused ? 1 : 0
                    case .exitWithoutEntry(let exited): told += exited.isReused ? 1 : 0
                    default: continue
                    }
                    versions[site.garage.version - Int64(back)] = passages[place].0
                }
            }
            #expect(told == 3, "\(order)")
            #expect(
                site.garage.reuses(of: roll).map { passage in
                    switch passage {
                    case .entry(let session): versions[session.version]!
                    case .exit(let exit): versions[exit.version]!
                    }
                } == ["e2", "x2", "x3"], "\(order)")
            #expect(Ledger(site.log).total == 10_00, "\(order)")
        }
    }

    @Test func `a stay is found by its ticket while it is open and while it is remembered`() throws {
        var site = try Site(.open(5))
        try site.send(.asked(ticket: roll), at: now)
        try site.send(.opened(), at: now + .seconds(5))
        #expect(site.garage.stays(of: roll).map(\.session.id) == [SessionID(3)])
        #expect(site.garage.stays(of: roll).allSatisfy { $0.end == nil })
        try site.send(.left(.ticket(roll)), at: noon)
        try site.send(.opened(.ticket(roll)), at: noon + .hours(1))
        #expect(site.garage.stays(of: roll).map { $0.end?.at } == [noon, nil])
        #expect(site.garage.stays(of: TicketID("R6")!).isEmpty)
        try site.send(.seen(.anna), at: noon + .hours(74))
        #expect(site.garage.stays(of: roll).map(\.session.id) == [SessionID(5)])
    }
}

extension Command {
    fileprivate static func asked(
        _ gate: GateID = .entry, _ direction: Direction? = nil, happened: Instant? = nil, ticket: TicketID? = nil,
        read: String? = nil
    ) -> Command {
        .ticketAsked(
            .init(
                Passage(
                    gate: gate, direction: direction, occurredAt: happened, read: read.map { DeviceEventID($0)! }),
                ticket: ticket))
    }
}

extension GarageEvent {
    fileprivate static func issued(_ ticket: TicketID, until: Instant) -> GarageEvent {
        .ticketIssued(.init(ticket, gate: .entry, until: until, read: nil))
    }
}
