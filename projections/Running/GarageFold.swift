import EventLog
import Parking
import ParkingJSON
import Postgres

/// A read model of one garage, at the version up to which it has taken the log in.
struct GarageFold {
    let garageID: String
    private(set) var garage = Garage()
    private var model: any ReadModel

    init(_ model: any ReadModel.Type, garage: String) {
        garageID = garage
        self.model = model.init(garage: garage)
    }

    /// The event that the fold could not take, and why.
    struct Poisoned: Error {
        let version: Int64
        let reason: String
    }

    /// Takes events in without noting rows: they are written already.
    mutating func replay(_ events: [StoredEvent], codec: EventCodec) throws(Poisoned) {
        for stored in events { garage.evolve(try decode(stored, codec)) }
    }

    /// Takes events in and notes the rows that follow; what stands before a poisoned one has been taken in when it throws.
    mutating func take(_ events: [StoredEvent], codec: EventCodec) throws(Poisoned) {
        for stored in events {
            let event = try decode(stored, codec)
            model.before(event, in: garage)
            garage.evolve(event)
            model.after(event, in: garage)
        }
    }

    /// Writes the noted rows and moves the checkpoint, all in the caller's transaction.
    ///
    /// The checkpoint is compared before it is set: where another process has moved it, this fold's rows are not wanted. It goes
    /// first, since its row is the lock that makes a second writer wait instead of meeting the first one's rows.
    mutating func write(_ session: PostgresSession, movingFrom version: Int64) throws {
        let moved =
            version == 0
            ? try session.execute(
                "insert into checkpoints (garage_id, version) values ($1, $2) on conflict (garage_id) do nothing",
                [.text(garageID), .int8(garage.version)])
            : try session.execute(
                "update checkpoints set version = $2 where garage_id = $1 and version = $3",
                [.text(garageID), .int8(garage.version), .int8(version)])
        guard moved == 1 else { throw CheckpointMoved() }
        try model.write(session)
    }

    private func decode(_ stored: StoredEvent, _ codec: EventCodec) throws(Poisoned) -> RecordedEvent {
        guard stored.version == garage.version + 1 else {
            throw Poisoned(version: garage.version + 1, reason: "the log lacks this version")
        }
        do throws(EventCodecError) {
            return RecordedEvent(
                version: stored.version, occurredAt: stored.event.occurredAt, recordedAt: stored.recordedAt,
                event: try codec.decode(
                    type: stored.event.type, schemaVersion: stored.event.schemaVersion, payload: stored.event.payload))
        } catch {
            throw Poisoned(version: stored.version, reason: "\(error)")
        }
    }
}

/// Another process has written this garage's rows meanwhile.
struct CheckpointMoved: Error {}
