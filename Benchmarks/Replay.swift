import CAllocationCount
import Chronology
import Money
import Parking

/// A garage's log as it is stored, read again as a host does on loading: every payload decoded, every event taken in.
struct Replay {
    private let stored: [Stored]
    private let codec: EventCodec

    private struct Stored {
        let recorded: RecordedEvent
        let payload: [UInt8]
    }

    init(_ log: [RecordedEvent], _ zone: ZoneRules) {
        codec = EventCodec(zones: { _ in zone })
        stored = log.map { [codec] in
            Stored(recorded: $0, payload: codec.encode($0.event, currency: Currency(code: "EUR")!))
        }
    }

    func measure(rounds: Int) throws {
        var (decoding, evolving, both): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<rounds {
            decoding.append(try perSecond { for event in stored { _ = try decode(event) } })
            evolving.append(
                try perSecond {
                    var garage = Garage()
                    for event in stored { garage.evolve(event.recorded) }
                })
            both.append(
                try perSecond {
                    var garage = Garage()
                    for event in stored { garage.evolve(try decode(event)) }
                })
        }
        print(
            "replay of \(stored.count) events, events/s: decode \(median(decoding)), evolve \(median(evolving)),",
            "both \(median(both)) (\(rounds) rounds, the slowest \(Int(both.min()!)))")
    }

    /// How long the garage's snapshot takes to write and to read, and how large it is.
    func measureSnapshot(rounds: Int) throws {
        var garage = Garage()
        for event in stored { garage.evolve(event.recorded) }
        var (writing, reading, size): ([Double], [Double], Int) = ([], [], 0)
        for _ in 0..<rounds {
            let started = ContinuousClock.now
            let snapshot = garage.snapshot
            let written = ContinuousClock.now
            let restored = try Garage(snapshot: snapshot, zones: codec.zones)
            reading.append((ContinuousClock.now - written) / .milliseconds(1))
            writing.append((written - started) / .milliseconds(1))
            size = snapshot.count
            guard restored == garage else { throw SnapshotError.damaged }
        }
        print(
            "snapshot of \(rounded(Double(size) / 1_048_576)) MiB, ms: written \(rounded(writing.sorted()[rounds / 2])),",
            "read \(rounded(reading.sorted()[rounds / 2]))")
    }

    /// What the garage takes in memory once its log has been read.
    func state() throws -> (bytes: UInt64, inside: Int) {
        let before = allocated_bytes()
        var garage = Garage()
        for event in stored { garage.evolve(try decode(event)) }
        return withExtendedLifetime(garage) { (allocated_bytes() - before, garage.inside) }
    }

    private func decode(_ event: Stored) throws(EventCodecError) -> RecordedEvent {
        RecordedEvent(
            version: event.recorded.version, occurredAt: event.recorded.occurredAt,
            recordedAt: event.recorded.recordedAt,
            event: try codec.decode(
                type: event.recorded.event.typeName, schemaVersion: event.recorded.event.schemaVersion,
                payload: event.payload))
    }

    private func perSecond(_ body: () throws -> Void) throws -> Double {
        let started = ContinuousClock.now
        try body()
        return Double(stored.count) / ((ContinuousClock.now - started) / .seconds(1))
    }

    private func median(_ figures: [Double]) -> Int { Int(figures.sorted()[figures.count / 2]) }
}
