import Chronology
import Parking
import Testing

/// What does not fit is on a list that a person works off: design rule 10.
@Suite struct ExceptionTests {
    let eight = LocalDay.monday.at("08:00")
    let nine = LocalDay.monday.at("09:00")
    let ten = LocalDay.monday.at("10:00")
    let noon = LocalDay.monday.at("12:00")

    private func open(_ site: Site) -> [ExceptionKind] { site.garage.exceptions.map(\.kind) }
    private func dismiss(_ id: Int64) -> Command { .dismissException(.init(ExceptionID(version: id), .misread)) }

    // MARK: Raised

    @Test func `a car that leaves and was never seen coming in is on the list, until its entry is told`() throws {
        var site = try Site.hourly()
        try site.send(.left(.anna), at: ten)
        let exception = try #require(site.garage.exceptions.first)
        #expect(exception.kind == .exitWithoutEntry && exception.subject == .exit(ExitID(version: 3)))
        #expect(exception.id == ExceptionID(version: 3) && exception.gate == .exit)
        #expect(exception.since == ten && exception.raisedAt == ten)
        try site.send(.opened(.anna, happened: eight), at: noon)
        #expect(open(site) == [])
    }

    @Test func `a car that comes in twice has an orphan on the list, until a person says when it left`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.anna, .both, .entry), at: ten)
        #expect(open(site) == [.entryWithoutExit])
        #expect(site.garage.exceptions.first?.subject == .stay(SessionID(3)))
        try site.send(.endSession(.init(SessionID(3), at: nine, .misread)), at: noon)
        #expect(open(site) == [])
    }

    @Test func `a car that nobody can name is on the list while it is inside`() throws {
        var site = try Site.hourly()
        try site.send(.opened(), at: eight)
        #expect(open(site) == [.unknownCar])
        try site.send(.left(), at: nine)
        #expect(open(site) == [])
        try site.send(.opened(), at: ten)
        try site.send(.correctPlate(.init(SessionID(5), .anna, .misread)), at: noon)
        #expect(open(site) == [])
    }

    @Test func `a stay that an unknown car's exit was taken for is on the list, until it is known to go on`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.left(), at: nine)
        #expect(open(site) == [.assumedExit])
        try site.send(.left(.anna), at: noon)
        // Anna's own exit ends her stay; the other car's has no entry.
        #expect(open(site) == [.exitWithoutEntry])
    }

    @Test func `a count that differs from the stays is on the list until it does no more`() throws {
        var site = try Site.hourly()
        try site.send(.correctCount(.init(2, .misread)), at: eight)
        #expect(open(site) == [.countDiffers])
        try site.send(.resetInventory(.init(.misread)), at: nine)
        #expect(open(site) == [])
    }

    @Test func `a ticket that is used twice is on the list until a person dismisses it`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.ticket), at: eight)
        try site.send(.left(.ticket), at: nine)
        #expect(open(site) == [])
        try site.send(.opened(.ticket), at: ten)
        #expect(open(site) == [.ticketReused])
        try site.send(dismiss(try #require(site.garage.exceptions.first).id.version), at: noon)
        #expect(open(site) == [])
    }

    @Test func `a ticket that was another one after all was used once`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.ticket), at: eight)
        try site.send(.left(.ticket), at: nine)
        try site.send(.opened(.ticket), at: ten)
        let second = try #require(site.garage.session(of: .ticket)).id
        try site.send(.correctPlate(.init(second, .ticket(TicketID("T-2")!), .misread)), at: noon)
        #expect(open(site) == [])
    }

    @Test func `the second visit of a car that nobody can name is on the list, as the first one was`() throws {
        var site = try Site.hourly()
        try site.send(.opened(), at: eight)
        try site.send(
            .splitSession(.init(SessionID(3), leftAt: nine, returnedAt: ten, .misread)), at: noon)
        #expect(open(site) == [.unknownCar])
        #expect(site.garage.exceptions.first?.subject == .stay(SessionID(4)))
    }

    @Test func `another count that differs is another case, also when the first was dismissed`() throws {
        var site = try Site.hourly()
        try site.send(.correctCount(.init(2, .misread)), at: eight)
        try site.send(dismiss(3), at: nine)
        try site.send(.correctCount(.init(4, .misread)), at: ten)
        #expect(open(site) == [.countDiffers])
    }

    @Test func `the clock of a gate that is no more is nobody's case`() throws {
        var site = try Site.hourly()
        let told = eight + .minutes(20)
        try site.send(
            .plateSeen(.init(.anna, Passage(gate: .both, direction: .entry, occurredAt: told, sentAt: told))), at: eight
        )
        #expect(open(site) == [.clockOff])
        try site.send(.configureGarage(.init(.open(5) { $0.gates.removeLast() })), at: nine)
        try site.send(.seen(.ben), at: ten)
        #expect(open(site) == [])
    }

    @Test func `a loop that counted another number of cars is on the list until a late passage cures it`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna, happened: eight), at: nine)
        try site.send(.loopCounted(.init(2, at: .entry, from: eight - .hours(1), until: nine)), at: nine)
        #expect(open(site) == [.loopDiffers])
        try site.send(.opened(.ben, happened: eight + .minutes(10)), at: ten)
        #expect(open(site) == [])
    }

    @Test func `a passage in quarantine and the clock that told it are on the list`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna, happened: noon), at: ten)
        let waiting = try #require(site.garage.exceptions.first)
        #expect(waiting.kind == .quarantined && waiting.subject == .passage(QuarantineID(version: 3)))
        try site.send(.left(.ben, happened: ten - .minutes(1)), at: ten)
        try site.send(.releasePassage(.init(QuarantineID(version: 3), at: nine, .misread)), at: noon)
        #expect(!open(site).contains(.quarantined))
        #expect(site.garage.session(of: .anna)?.enteredAt == nine)
    }

    @Test func `a passage that nobody will put right waits no more once it is dismissed`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna, happened: noon), at: ten)
        try site.send(dismiss(3), at: ten)
        #expect(site.garage.quarantined.isEmpty)
        #expect(throws: Refusal.self) {
            try site.send(.releasePassage(.init(QuarantineID(version: 3), at: nine, .misread)), at: noon)
        }
    }

    @Test func `a clock that is off is on the list until it goes right`() throws {
        var site = try Site.hourly()
        func seen(_ plate: PlateID, sent: Instant) -> Command {
            .plateSeen(.init(plate, Passage(gate: .entry, occurredAt: sent, sentAt: sent)))
        }
        try site.send(seen(.anna, sent: eight + .minutes(20)), at: eight)
        #expect(open(site) == [.clockOff])
        #expect(site.garage.exceptions.first?.subject == .clock(.entry, .entry))
        try site.send(seen(.ben, sent: nine), at: nine)
        #expect(open(site) == [])
    }

    @Test func `a mend leaves nothing on the list that it took back itself`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna, happened: eight), at: noon)
        try site.send(.left(.anna, happened: noon), at: noon)
        try site.send(.opened(.anna, .both, .entry, happened: ten), at: noon)
        #expect(open(site) == [.entryWithoutExit])
        try site.send(.left(.anna, happened: nine), at: noon)
        #expect(open(site) == [])
    }

    // MARK: Worked off

    @Test func `who works on it is said, and said again adds nothing`() throws {
        var site = try Site.hourly()
        try site.send(.left(.anna), at: ten)
        let assign = Command.assignException(.init(ExceptionID(version: 3), to: Actor("ada")!))
        #expect(
            try site.send(assign, at: ten).result
                == .exceptionHandled(.init(ExceptionID(version: 3), repeated: false)))
        #expect(site.garage.exceptions.first?.owner == Actor("ada")!)
        #expect(try site.send(assign, at: noon).facts.isEmpty)
        try site.send(.assignException(.init(ExceptionID(version: 3), to: nil)), at: noon)
        #expect(site.garage.exceptions.first?.owner == nil)
    }

    @Test func `one that a person dismissed does not come back, unless it is another time wrong`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.anna, .both, .entry), at: ten)
        try site.send(dismiss(try #require(site.garage.exceptions.first).id.version), at: ten)
        #expect(open(site) == [])
        // The same orphan, an hour earlier.
        try site.send(.correctPassage(.init(.entry(SessionID(5)), at: nine, .misread)), at: noon)
        #expect(open(site) == [])
        // It has an exit, and then that was later.
        try site.send(.left(.anna, happened: eight + .minutes(30)), at: noon)
        let id = ExitID(version: site.garage.version)
        try site.send(.correctPassage(.init(.exit(id), at: ten, .misread)), at: noon)
        #expect(open(site) == [.entryWithoutExit])
    }

    @Test func `what nobody cured in time expires with the last chance to cure it`() throws {
        var site = try Site.hourly()
        try site.send(.left(.anna), at: ten)
        try site.send(.opened(), at: noon)
        try site.send(.opened(.ben), at: noon + .days(33))
        #expect(open(site) == [.unknownCar])
    }

    @Test func `what is not open cannot be dismissed or assigned`() throws {
        var site = try Site.hourly()
        let unknown = Refusal.unknownException(ExceptionID(version: 9))
        #expect(throws: unknown) { try site.send(dismiss(9), at: ten) }
        #expect(throws: unknown) {
            try site.send(.assignException(.init(ExceptionID(version: 9), to: nil)), at: ten)
        }
        try site.send(.left(.anna), at: ten)
        try site.send(dismiss(3), at: ten)
        #expect(throws: Refusal.unknownException(ExceptionID(version: 3))) { try site.send(dismiss(3), at: ten) }
    }

    @Test func `how it was closed is said by the event that closed it`() throws {
        var site = try Site.hourly()
        try site.send(.opened(.anna), at: eight)
        try site.send(.opened(.anna, .both, .entry), at: ten)
        var garage = site.garage
        let decision = try garage.decide(.writeOff(.init(SessionID(3), .misread)), at: noon)
        let recorded = RecordedEvent(
            version: garage.version + 1, occurredAt: noon, recordedAt: noon, event: decision.facts[0].event)
        let closed = garage.evolve(recorded).compactMap { change -> GarageException.Closing? in
            if case .exception(let exception) = change { exception.closing } else { nil }
        }
        #expect(closed.map(\.outcome) == ["session-written-off"] && closed.map(\.version) == [recorded.version])
    }
}
