import EventLog
import Logging
import Parking
import Postgres

extension PostgresConnection {
    /// A garage as its log made it up to an event: from its newest snapshot that is no newer, and the events behind that.
    ///
    /// - Returns: the garage, and where in the log it stands.
    func garage(
        _ id: String, upTo version: Int64, codec: EventCodec, logger: Logger,
        stretch: Int64 = PostgresSnapshots.usualStretch
    ) async throws -> (garage: Garage, head: StreamHead) {
        let kept = try await Garage.newestSnapshot(of: id, upTo: version, codec, logger) { limit in
            try await run { try $0.snapshot(of: id, form: Garage.snapshotForm, upTo: limit) }
        }
        var garage = kept?.garage ?? Garage()
        var chain = Chain(of: id, from: kept?.head ?? .empty)
        var milestones = try await self.milestones(of: id, lacks: version - chain.head.version, stretch: stretch)
        while chain.head.version < version {
            let last = chain.head.version
            let limit = Int(min(Int64(Projector.batch), version - last))
            let events: [StoredEvent]
            do {
                events = try await run { try $0.events(of: id, after: last, limit: limit) }
            } catch let archived as ArchivedEvents {
                throw GarageFold.Poisoned(archived, behind: last)
            }
            for stored in events {
                do throws(ChainBreak) { try chain.take(stored) } catch { throw GarageFold.Poisoned(error) }
                let event: RecordedEvent
                do throws(EventCodecError) { event = try RecordedEvent(stored, codec: codec) } catch {
                    throw GarageFold.Poisoned(version: stored.version, reason: "\(error)")
                }
                garage.evolve(event)
                milestones?.pass(garage, at: chain.head)
            }
            await keep(milestones?.take() ?? [], of: id, stretch: stretch)
            guard chain.head.version > last else {
                throw GarageFold.Poisoned(version: last + 1, reason: "the log lacks this version")
            }
        }
        return (garage, chain.head)
    }
}
