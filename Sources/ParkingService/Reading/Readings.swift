public import Chronology
public import EventLog
public import Parking
import ParkingJSON
public import Postgres
import Synchronization

/// Answers questions about garages: about now from the read models, about the past from the log.
public struct Readings: Sendable {
    let pool: PostgresPool
    let hosts: GarageHosts
    let history: GarageHistory

    /// Questions to the read models of a database and to its log.
    public init(pool: PostgresPool, hosts: GarageHosts) {
        self.pool = pool
        self.hosts = hosts
        history = GarageHistory(log: hosts.log, codec: hosts.codec)
    }

    /// What the server's clock shows.
    public var now: Instant { hosts.clock() }

    /// The settings of a garage, for its zone and currency.
    public func settings(_ garage: GarageID) async throws(ReadingError) -> GarageSettings {
        do throws(CommandError) {
            guard let settings = try await hosts.current(garage).settings else {
                throw CommandError.refused(.unknownGarage)
            }
            return settings
        } catch {
            throw ReadingError(error)
        }
    }

    /// The garage as it is, or as it was at a moment.
    public func garage(_ id: GarageID, asOf: AsOf? = nil) async throws(ReadingError) -> Garage {
        guard let asOf else { return try await garageNow(id) }
        return try await history.garage(id, asOf: asOf)
    }

    /// The garage as its host has it.
    func garageNow(_ garage: GarageID) async throws(ReadingError) -> Garage {
        do throws(CommandError) { return try await hosts.current(garage) } catch { throw ReadingError(error) }
    }

    func rows<Value: Sendable>(_ body: @Sendable (PostgresSession) throws -> Value) async throws(ReadingError) -> Value
    {
        do { return try await pool.run(body) } catch { throw .unavailable("\(error)") }
    }

    /// The plates of ids, as far as the vault still has them.
    public func plates(_ ids: [PlateID], of garage: GarageID) async throws(ReadingError) -> [PlateID: Plate] {
        guard !ids.isEmpty else { return [:] }
        do {
            let entries = try await hosts.log.vaultEntries(of: garage.text, plateIDs: ids.map(\.bytes))
            var plates: [PlateID: Plate] = [:]
            for entry in entries { plates[PlateID(bytes: entry.plateID)!] = Plate(entry.plate) }
            return plates
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// A garage's events behind a version.
    public func events(of garage: GarageID, after version: Int64, limit: Int) async throws(ReadingError)
        -> [StoredEvent]
    {
        do {
            let events = try await hosts.log.events(of: garage.text, after: version, limit: limit)
            if events.isEmpty, try await hosts.log.head(of: garage.text).version == 0 {
                throw ReadingError.unknownGarage
            }
            return events
        } catch let error as ReadingError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

extension ReadingError {
    init(_ error: CommandError) {
        switch error {
        case .refused: self = .unknownGarage
        case .unreadable(let version, let reason): self = .unreadable(version: version, reason: reason)
        case .unavailable(let reason): self = .unavailable(reason)
        case .body, .idReused, .overloaded, .stopping: self = .unavailable("the service is busy or stopping")
        }
    }
}
