import Chronology
import Testing

@testable import Parking

/// What an import may leave: stays of one car that another system's records have at the same time. The car's next passage, told by
/// a gate, puts them right (design rule 11).
@Suite struct OverlappingImportTests {
    private let three = LocalDay.monday.at("15:00")

    private func at(_ hour: Int) -> Instant { LocalDay.monday.at("08:00") + .hours(Int64(hour - 8)) }

    /// How Anna's stays end that were imported in this order, from an hour until another or without an end, when a gate has told
    /// at three what it saw.
    private func ends(of stays: [(from: Int, until: Int?)], then command: Command) throws -> Set<Ledger.End> {
        var (garage, log) = (Garage(), [RecordedEvent]())
        func take(_ event: GarageEvent, _ occurredAt: Instant, recorded: Instant) {
            let recorded = RecordedEvent(
                version: garage.version + 1, occurredAt: occurredAt, recordedAt: recorded, event: event)
            garage.evolve(recorded)
            log.append(recorded)
        }
        take(.garageConfigured(.init(.open(5))), .opening, recorded: .opening)
        for stay in stays {
            take(.entered(.anna, nil, by: .imported), at(stay.from), recorded: three)
            guard let until = stay.until else { continue }
            let exit = CarExited(session: SessionID(garage.version), gate: nil, read: nil)
            take(.carExited(exit), at(until), recorded: three)
        }
        for fact in try garage.decide(command, at: three).facts { take(fact.event, fact.occurredAt, recorded: three) }
        #expect(garage.contradictions == [])
        return Set(Ledger(log).lines.values.map(\.end))
    }

    @Test func `of two that never ended the exit ends the later one, and the other is an orphan`() throws {
        #expect(
            try ends(of: [(10, nil), (11, nil)], then: .left(.anna)) == [.orphaned(at(11)), .left(three)])
    }

    @Test func `one that never ended is an orphan of the one that began after it, also where that has ended`() throws {
        #expect(
            try ends(of: [(10, nil), (11, 12)], then: .opened(.anna)) == [.orphaned(at(11)), .left(at(12)), .inside])
    }

    @Test func `an exit ends the stay that it follows, and no other`() throws {
        #expect(try ends(of: [(10, 14), (11, nil)], then: .left(.anna)) == [.orphaned(at(11)), .left(at(14))])
    }

    @Test func `an exit that follows another has no entry`() throws {
        #expect(
            try ends(of: [(10, 14), (11, 12)], then: .opened(.anna)) == [.orphaned(at(11)), .left(at(12)), .inside])
    }
}
