import EventLog
import Hosting
import Parking
import Projections

/// Erases plates garage by garage, and notes what became of each.
struct ErasureWork {
    private let hosts: GarageHosts
    private let log: PostgresEventLog
    private let actor: Parking.Actor
    private let isDry: Bool
    /// What became of them.
    private(set) var table = Table("garage", "plate_id", "plates", "what")
    /// How many could not be erased that somebody had asked for.
    private(set) var kept = 0

    init(_ hosts: GarageHosts, _ log: PostgresEventLog, by actor: Parking.Actor, isDry: Bool) {
        (self.hosts, self.log, self.actor, self.isDry) = (hosts, log, actor, isDry)
    }

    /// One plate, by its characters.
    mutating func erase(_ plate: Plate, in garage: GarageID) async throws {
        for entry in try await log.vaultEntries(of: garage.text, plates: [plate.characters]) {
            guard let id = PlateID(bytes: entry.plateID) else { continue }
            try await erase(id, in: garage)
        }
    }

    /// Those that nothing has named for some days and that are not needed.
    mutating func eraseUnnamed(forDays days: Int, in garage: GarageID) async throws {
        let plates = try await hosts.platesUnnamed(in: garage, forDays: days, log: log)
        guard !plates.isEmpty else { return }
        let erased = isDry ? plates.count : try await hosts.erase(plates, in: garage, by: actor).erased
        note(garage, nil, erased, isDry ? "would be erased" : "erased")
    }

    /// Those that were erased before, and are in the vault all the same or were never erased by this log's word.
    mutating func eraseAgain(_ listed: ErasureList?, in garage: GarageID) async throws {
        let told = Set(try await log.erasures(in: garage.text).map(\.plateID))
        let named = listed?.plates(of: garage.text) ?? []
        let kept = try await log.vaultEntries(of: garage.text, plateIDs: Array(told.union(named))).map(\.plateID)
        for plateID in Set(kept).union(named.subtracting(told)).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let id = PlateID(bytes: plateID) else { continue }
            try await erase(id, in: garage)
        }
    }

    private mutating func erase(_ id: PlateID, in garage: GarageID) async throws {
        do {
            if isDry {
                let needs = try await hosts.current(garage).needs(of: [id], at: hosts.clock())
                if let need = needs[id] { throw CommandError.refused(.plateNeeded(need)) }
            } else {
                _ = try await hosts.submit(.complete(.erasePlate(ErasePlate([id]))), to: garage, actor: actor)
            }
            note(garage, id, 1, isDry ? "would be erased" : "erased")
        } catch CommandError.refused(let refusal) where refusal.problem.type == .plateNeeded {
            kept += 1
            note(garage, id, 0, refusal.problem.detail)
        }
    }

    private mutating func note(_ garage: GarageID, _ id: PlateID?, _ count: Int, _ what: String) {
        table.add(.text(garage.text), .text(id?.description), .number(Int64(count)), .text(what))
    }
}
