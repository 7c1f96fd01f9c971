import EventLog
import Parking
import ParkingJSON
import Postgres

/// Brings one read model's tables up to the log, garage by garage, in the schema that its connection's `search_path` names.
struct Projector {
    let model: any ReadModel.Type
    let codec: EventCodec
    private var folds: [String: GarageFold] = [:]
    /// Garages at whose next event the model stops, until the process starts anew or the model is rebuilt.
    private(set) var poisoned: [String: GarageFold.Poisoned] = [:]
    private var faults: [String: GarageFold.Poisoned] = [:]

    init(_ model: any ReadModel.Type, codec: EventCodec) {
        self.model = model
        self.codec = codec
    }

    /// How many events are read and written at a time.
    static let batch = 5000

    /// Takes in what the log has beyond the checkpoints; returns how many events that were.
    mutating func catchUp(_ connection: PostgresConnection) async throws -> Int {
        let behind = try await connection.run { session in
            try session.query(
                """
                select garage_id, coalesce(c.version, 0) from log.streams s left join checkpoints c using (garage_id)
                where s.version > coalesce(c.version, 0)
                """
            ).map { (garage: $0.text(0), version: $0.int8(1)) }
        }
        var taken = 0
        for (garage, version) in behind where poisoned[garage] == nil {
            do {
                taken += try await advance(garage, from: version, connection)
            } catch let fault as GarageFold.Poisoned {
                folds[garage] = nil
                poisoned[garage] = fault
                faults[garage] = fault
            } catch is CheckpointMoved {
                folds[garage] = nil
            } catch {
                folds[garage] = nil
                throw error
            }
        }
        return taken
    }

    /// The faults met since this was last asked.
    mutating func takeFaults() -> [String: GarageFold.Poisoned] {
        defer { faults = [:] }
        return faults
    }

    private mutating func advance(
        _ garage: String, from checkpoint: Int64, batch: Int = Projector.batch, _ connection: PostgresConnection
    ) async throws -> Int {
        var fold = try await takeFold(of: garage, at: checkpoint, connection)
        let first = checkpoint
        var version = checkpoint
        while true {
            let last = version
            let events = try await connection.run { try $0.events(of: garage, after: last, limit: batch) }
            if events.isEmpty { break }
            var poisoned: GarageFold.Poisoned?
            do throws(GarageFold.Poisoned) { try fold.take(events, codec: codec) } catch { poisoned = error }
            if fold.garage.version > last {
                do {
                    fold = try await connection.transaction { [fold] session in
                        var fold = fold
                        try fold.write(session, movingFrom: last)
                        return fold
                    }
                } catch let error as PostgresError where error.isAboutValues {
                    // One of them leads to rows that the tables do not take; one by one it is found.
                    guard fold.garage.version > last + 1 else {
                        throw GarageFold.Poisoned(version: last + 1, reason: "\(error)")
                    }
                    return Int(last - first) + (try await advance(garage, from: last, batch: 1, connection))
                }
                version = fold.garage.version
            }
            if let poisoned { throw poisoned }
            if events.count < batch { break }
        }
        folds[garage] = fold
        return Int(version - first)
    }

    /// The fold at a checkpoint: the one in memory, or one made anew from the log.
    private mutating func takeFold(
        of garage: String, at checkpoint: Int64, _ connection: PostgresConnection
    ) async throws -> GarageFold {
        // Taken out, so that the one reference to its state changes in place.
        if let fold = folds.removeValue(forKey: garage), fold.garage.version == checkpoint { return fold }
        var fold = GarageFold(model, garage: garage)
        while fold.garage.version < checkpoint {
            let last = fold.garage.version
            let limit = min(Projector.batch, Int(checkpoint - last))
            let events = try await connection.run { try $0.events(of: garage, after: last, limit: limit) }
            guard !events.isEmpty else {
                throw GarageFold.Poisoned(version: last + 1, reason: "the checkpoint is ahead of the log")
            }
            try fold.replay(events, codec: codec)
        }
        return fold
    }
}

extension PostgresError {
    /// Whether the server refused values: it would refuse them again.
    fileprivate var isAboutValues: Bool {
        // Data exceptions and violated constraints.
        guard let sqlState else { return false }
        return sqlState.classCode == "22" || sqlState.classCode == "23"
    }
}
