public import Desks
public import EventLog
public import Parking
import Postgres
import Threads

/// A garage's past, replayed from its log.
public struct GarageHistory: Sendable {
    /// Where it is kept.
    public let log: any EventLog
    /// How it is read.
    public let codec: EventCodec
    /// Where it is asked for, and by whom it is read; nil where nobody is held up by it.
    private let desks: Desks?

    /// The past that a log tells.
    public init(log: any EventLog, codec: EventCodec, desks: Desks? = nil) {
        self.log = log
        self.codec = codec
        self.desks = desks
    }

    /// The garage as it was at a moment; nil for as it is now.
    ///
    /// - Parameter watch: sees what every event changed, and the garage that has taken it in.
    public func garage(
        _ id: GarageID, asOf: AsOf?, watch: (GarageChange, RecordedEvent, Garage) -> Void = { _, _, _ in }
    ) async throws(QueryError) -> Garage {
        var replay = Replay(of: id, asOf: asOf, codec: codec)
        do {
            try await atDesk {
                try await log.read(id.text, after: 0) { events in
                    // Who has gone needs no more of it.
                    try Task.checkCancellation()
                    return try await workOut { () throws(QueryError) in try replay.take(events, watch) }
                }
            }
        } catch let error as QueryError {
            throw error
        } catch let full as DeskFull {
            throw .deskFull(full)
        } catch {
            throw Task.isCancelled ? .givenUp : .unavailable(DatabaseTrouble(error))
        }
        let (garage, first) = (replay.garage, replay.first)
        guard garage.settings != nil else {
            guard let asOf, let first else { throw .unknownGarage }
            throw .notYet(begins: asOf.basis == .known ? first.recordedAt : first.event.occurredAt)
        }
        return garage
    }

    /// Takes a place at the desk, where there is one, until the body has ended.
    private func atDesk(_ body: () async throws -> Void) async throws {
        guard let desks else { return try await body() }
        try await desks.history.serve(body)
    }

    /// Works something out where it holds up nobody.
    func workOut<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        guard let desks else { return try body() }
        return try await desks.threads.run(body)
    }
}

/// A garage as it is made again from its log.
private struct Replay {
    let asOf: AsOf?
    let codec: EventCodec
    var garage = Garage()
    var first: StoredEvent?
    private var chain: Chain

    init(of garage: GarageID, asOf: AsOf?, codec: EventCodec) {
        (self.asOf, self.codec, chain) = (asOf, codec, Chain(of: garage.text))
    }

    /// Takes events in; whether more of them count.
    mutating func take(
        _ events: [StoredEvent], _ watch: (GarageChange, RecordedEvent, Garage) -> Void
    ) throws(QueryError) -> Bool {
        if first == nil { first = events.first }
        for stored in events {
            // The log is in the order of recording, so nothing later was known by then.
            if let asOf, asOf.basis == .known, stored.recordedAt > asOf.moment { return false }
            do throws(ChainBreak) { try chain.take(stored) } catch { throw .altered(error) }
            if let asOf, asOf.basis == .happened, stored.event.occurredAt > asOf.moment { continue }
            do throws(EventCodecError) {
                let event = try RecordedEvent(stored, codec: codec)
                for change in garage.evolve(event) { watch(change, event, garage) }
            } catch {
                throw .unreadable(version: stored.version, reason: "\(error)")
            }
        }
        return true
    }
}
