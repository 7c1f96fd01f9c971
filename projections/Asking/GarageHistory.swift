public import EventLog
public import Parking
import Postgres

/// A garage's past, replayed from its log.
public struct GarageHistory: Sendable {
    /// Where it is kept.
    public let log: any EventLog
    /// How it is read.
    public let codec: EventCodec

    /// The past that a log tells.
    public init(log: any EventLog, codec: EventCodec) {
        self.log = log
        self.codec = codec
    }

    /// The garage as it was at a moment; nil for as it is now.
    ///
    /// - Parameter watch: sees what every event changed, and the garage that has taken it in.
    public func garage(
        _ id: GarageID, asOf: AsOf?, watch: (GarageChange, RecordedEvent, Garage) -> Void = { _, _, _ in }
    ) async throws(QueryError) -> Garage {
        var garage = Garage()
        var fault: QueryError?
        var first: StoredEvent?
        do {
            try await log.read(id.text, after: 0) { events in
                if first == nil { first = events.first }
                for stored in events {
                    // The log is in the order of recording, so nothing later was known by then.
                    if let asOf, asOf.basis == .known, stored.recordedAt > asOf.moment { return false }
                    if let asOf, asOf.basis == .happened, stored.event.occurredAt > asOf.moment { continue }
                    do throws(EventCodecError) {
                        let event = try RecordedEvent(stored, codec: codec)
                        for change in garage.evolve(event) { watch(change, event, garage) }
                    } catch {
                        fault = .unreadable(version: stored.version, reason: "\(error)")
                        return false
                    }
                }
                return true
            }
        } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
        if let fault { throw fault }
        guard garage.settings != nil else {
            guard let asOf, let first else { throw .unknownGarage }
            throw .notYet(begins: asOf.basis == .known ? first.recordedAt : first.event.occurredAt)
        }
        return garage
    }
}
