import EventLog
import Hosting
import Parking
import Projections

/// Erases plates and texts garage by garage, and notes what became of each.
struct ErasureWork {
    private let hosts: GarageHosts
    private let log: PostgresEventLog
    private let actor: Parking.Actor
    private let isDry: Bool
    /// What became of them.
    private(set) var table = Table("garage", "kind", "id", "count", "what")
    /// How many could not be erased that somebody had asked for.
    private(set) var kept = 0

    init(_ hosts: GarageHosts, _ log: PostgresEventLog, by actor: Parking.Actor, isDry: Bool) {
        (self.hosts, self.log, self.actor, self.isDry) = (hosts, log, actor, isDry)
    }

    /// One plate, by its characters, and what was typed about it.
    mutating func erase(_ plate: Plate, in garage: GarageID) async throws {
        for entry in try await log.vaultEntries(of: garage.text, plates: [plate.characters]) {
            // Found before the plate goes: where a file is needed for it that is not at hand, nothing is erased.
            let texts = try await log.texts(of: garage.text, about: entry.plateID)
            guard let id = PlateID(bytes: entry.plateID), try await erase(id, in: garage) else { continue }
            try await erase(texts, in: garage)
        }
    }

    /// One text, if the garage has it.
    mutating func erase(_ text: TextID, in garage: GarageID) async throws {
        try await erase(log.texts(of: garage.text, textIDs: [text.bytes]).map(\.textID), in: garage)
    }

    /// The plates that nothing has named for some days and that are not needed, and what was typed before.
    mutating func eraseOld(thanDays days: Int, in garage: GarageID) async throws {
        let plates = try await hosts.platesUnnamed(in: garage, forDays: days, log: log)
        if !plates.isEmpty {
            let erased = isDry ? plates.count : try await hosts.erase(plates, in: garage, by: actor).erased
            note(garage, .plate, nil, erased, done)
        }
        let texts = try await hosts.texts(of: garage, olderThanDays: days, log: log)
        if !texts.isEmpty {
            if !isDry { try await hosts.erase(texts, in: garage, by: actor) }
            note(garage, .text, nil, texts.count, done)
        }
    }

    /// What was erased before and is there all the same, or was never erased by this log's word.
    mutating func eraseAgain(_ listed: ErasureList?, in garage: GarageID) async throws {
        let told = try await log.erasures(in: garage.text)
        func due(_ kind: Erasure.Kind, _ there: ([[UInt8]]) async throws -> [[UInt8]]) async throws -> [[UInt8]] {
            let known = Set(told.lazy.filter { $0.kind == kind }.map(\.id))
            let named = listed?.ids(of: kind, in: garage.text) ?? []
            return try await Set(there(Array(known.union(named)))).union(named.subtracting(known))
                .sorted { $0.lexicographicallyPrecedes($1) }
        }
        for id in try await due(.plate, { try await log.vaultEntries(of: garage.text, plateIDs: $0).map(\.plateID) }) {
            guard let id = PlateID(bytes: id) else { continue }
            _ = try await erase(id, in: garage)
        }
        try await erase(
            due(.text) { try await log.texts(of: garage.text, textIDs: $0).map(\.textID) }, in: garage)
    }

    private var done: String { isDry ? "would be erased" : "erased" }

    private mutating func erase(_ texts: [[UInt8]], in garage: GarageID) async throws {
        let texts = texts.compactMap { TextID(bytes: $0) }
        if !isDry { try await hosts.erase(texts, in: garage, by: actor) }
        for text in texts { note(garage, .text, text.description, 1, done) }
    }

    /// - Returns: whether it is erased, or would be.
    private mutating func erase(_ id: PlateID, in garage: GarageID) async throws -> Bool {
        do {
            if isDry {
                let needs = try await hosts.current(garage).needs(of: [id], at: hosts.clock())
                if let need = needs[id] { throw CommandError.refused(.plateNeeded(need)) }
            } else {
                _ = try await hosts.submit(.complete(.erasePlate(ErasePlate([id]))), to: garage, actor: actor)
            }
            note(garage, .plate, id.description, 1, done)
            return true
        } catch CommandError.refused(let refusal) where refusal.problem.type == .plateNeeded {
            kept += 1
            note(garage, .plate, id.description, 0, refusal.problem.detail)
            return false
        }
    }

    private mutating func note(_ garage: GarageID, _ kind: Erasure.Kind, _ id: String?, _ count: Int, _ what: String) {
        table.add(.text(garage.text), .text(kind.rawValue), .text(id), .number(Int64(count)), .text(what))
    }
}
