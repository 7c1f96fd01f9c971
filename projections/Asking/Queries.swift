public import Chronology
public import Desks
public import EventLog
public import Parking
public import Postgres

/// Answers questions about garages: about now from the read models, about the past from the log.
public struct Queries: Sendable {
    let pool: PostgresPool
    let clock: @Sendable () -> Instant
    /// The garage as this process serves it, up to the end of its log.
    let live: @Sendable (GarageID) async throws(QueryError) -> Garage
    /// The garage as this process has it in memory, up to an event that it cannot take in.
    let sound: @Sendable (GarageID) async -> Garage?
    /// A garage's past.
    public let history: GarageHistory
    /// How far the read models are.
    let progress: Progress
    /// Whether answers name plates.
    private(set) var showsPlates = true
    /// Where answers that lack an event say so; nil where there is nobody to say it to, and no answer.
    private(set) var note: StopNote?

    /// Questions to the read models of a database and to its log.
    ///
    /// - Parameters:
    ///   - progress: tells when the read models have moved; who waits for them asks seldom where nobody tells.
    ///   - desks: where the past is asked for, and where work is done; nil for a process without gates.
    ///   - looked: told of what was read of a log, and what did not fit there.
    ///   - sound: gives a garage as it is before an event that cannot be taken in.
    ///   - current: gives a garage as the log has it now.
    public init(
        pool: PostgresPool, log: any EventLog, codec: EventCodec, progress: Progress = Progress(),
        clock: @escaping @Sendable () -> Instant, desks: Desks? = nil,
        looked: @escaping @Sendable (GarageID, LogLook) -> Void = { _, _ in },
        sound: @escaping @Sendable (GarageID) async -> Garage? = { _ in nil },
        current: @escaping @Sendable (GarageID) async throws(QueryError) -> Garage
    ) {
        self.pool = pool
        self.progress = progress
        self.clock = clock
        (live, self.sound) = (current, sound)
        history = GarageHistory(
            log: log, codec: codec, snapshots: PostgresSnapshots(pool), desks: desks, looked: looked)
    }

    /// The same questions, whose answers name no plate.
    public var withoutPlates: Queries {
        var queries = self
        queries.showsPlates = false
        return queries
    }

    /// The same questions, whose answers may lack events where something has stopped, and say so.
    func noting() -> Queries {
        var queries = self
        queries.note = StopNote()
        return queries
    }

    /// What the server's clock shows.
    public var now: Instant { clock() }

    /// The settings of a garage.
    public func settings(_ garage: GarageID) async throws(QueryError) -> GarageSettings {
        guard let settings = try await current(garage).settings else { throw .unknownGarage }
        return settings
    }

    /// The garage as it is, or as it was at a moment.
    public func garage(_ id: GarageID, asOf: AsOf? = nil) async throws(QueryError) -> Garage {
        guard let asOf else { return try await current(id) }
        return try await history.garage(id, asOf: asOf)
    }

    /// Works something out where it holds up no gate.
    public func workOut<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await history.workOut(body)
    }

    /// Asks the read models.
    func rows<Value: Sendable>(
        _ body: @Sendable (PostgresSession) throws -> Value
    ) async throws(QueryError) -> Value {
        do {
            return try await pool.run(body)
        } catch let error as UnreadableRow {
            throw .unreadableRow(error)
        } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
    }

    /// The plates of ids, as far as the vault still has them and they may be named.
    public func plates(_ ids: [PlateID], of garage: GarageID) async throws(QueryError) -> [PlateID: Plate] {
        guard showsPlates, !ids.isEmpty else { return [:] }
        do {
            let entries = try await history.log.vaultEntries(of: garage.text, plateIDs: ids.map(\.bytes))
            var plates: [PlateID: Plate] = [:]
            for entry in entries { plates[PlateID(bytes: entry.plateID)!] = Plate(entry.plate) }
            return plates
        } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
    }

    /// Those of some events whose commands an actor had sent.
    public func made(
        by actor: Actor, among versions: [Int64], of garage: GarageID
    ) async throws(QueryError) -> Set<Int64> {
        try await rows { session in
            let rows = try session.query(
                """
                select version from log.events where garage_id = $1 and version = any ($2) and actor = $3
                union all
                select version from log.archived_reservations where garage_id = $1 and version = any ($2) and actor = $3
                """,
                [.text(garage.text), .int8s(versions), .text(actor.text)])
            return Set(rows.map { $0.int8(0) })
        }
    }

    /// What events call a plate; nil where none has named it, or it was erased.
    func id(of plate: Plate, in garage: GarageID) async throws(QueryError) -> PlateID? {
        do {
            let entries = try await history.log.vaultEntries(of: garage.text, plates: [plate.characters])
            return entries.first.flatMap { PlateID(bytes: $0.plateID) }
        } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
    }

    /// A garage's events behind a version.
    public func events(
        of garage: GarageID, after version: Int64, limit: Int
    ) async throws(QueryError) -> [StoredEvent] {
        do {
            let events = try await history.log.events(of: garage.text, after: version, limit: limit)
            if events.isEmpty, try await history.log.head(of: garage.text).version == 0 {
                throw QueryError.unknownGarage
            }
            return events
        } catch let error as QueryError {
            throw error
        } catch let archived as ArchivedEvents {
            throw .archived(archived)
        } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
    }

    /// How a garage's log begins.
    func beginning(of garage: GarageID) async throws(QueryError) -> StreamBeginning {
        let beginning: StreamBeginning?
        do { beginning = try await history.log.beginning(of: garage.text) } catch {
            throw .unavailable(DatabaseTrouble(error))
        }
        guard let beginning else { throw .unknownGarage }
        return beginning
    }
}
