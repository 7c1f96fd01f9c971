import EventLog
import Parking

/// The plates that one garage's commands named lately, by what events call them.
///
/// A cache of the log's vault; a plate it does not know is looked up, and only then given a new identifier.
struct Vault {
    /// Above this many plates the cache starts anew, so that it is bounded.
    var most = 50_000

    private var known: [Plate: PlateID] = [:]
    /// The plates that may be meant where another one was read.
    private(set) var lookAlikes = LookAlikes()
    /// Given out for appends under way; they count once one is done that names them.
    private var fresh: [Plate: Fresh] = [:]

    private struct Fresh {
        let entry: VaultEntry
        /// How many batches may name it.
        var uses = 0
    }

    func id(of plate: Plate) -> PlateID? {
        known[plate] ?? fresh[plate].flatMap { PlateID(bytes: $0.entry.plateID) }
    }

    /// Whether its characters are here in any way.
    func remembers(_ plate: Plate) -> Bool {
        known[plate] != nil || fresh[plate] != nil || lookAlikes.remember(plate)
    }

    /// The new entry of a plate; nil where it is in the log.
    func entry(of plate: Plate) -> VaultEntry? { fresh[plate]?.entry }

    /// Whether the log has the plate, or may have it soon by a batch under way.
    func isHeardOf(_ plate: Plate) -> Bool { known[plate] != nil || fresh[plate].map { $0.uses > 1 } ?? false }

    /// What events call a plate that has been looked up.
    func resolved(_ plate: Plate) -> PlateID {
        guard let id = id(of: plate) else { preconditionFailure("plates are resolved before deciding") }
        return id
    }

    /// Plates that are inside or have a right, as they are called in commands or stand in the log's vault.
    mutating func mayMean(_ plates: some Sequence<Plate>, in garage: Garage) {
        for plate in plates { lookAlikes.learn(plate, resolved(plate)) }
        lookAlikes.tidy { garage.mayBeMeant($0) }
    }

    func unknown(among plates: some Sequence<Plate>) -> Set<Plate> {
        Set(plates.filter { known[$0] == nil && fresh[$0] == nil })
    }

    /// Forgets plates where there are too many, before any are looked up for the commands at hand.
    mutating func makeRoom() {
        if known.count > most { known = [:] }
    }

    mutating func learn(_ entries: [VaultEntry]) {
        for entry in entries {
            guard let plate = Plate(entry.plate), let id = PlateID(bytes: entry.plateID) else { continue }
            known[plate] = id
        }
    }

    /// Takes in plates that other processes named, or that were named before this one began.
    mutating func learnMeant(_ entries: [VaultEntry]) {
        for entry in entries {
            guard let plate = Plate(entry.plate), let id = PlateID(bytes: entry.plateID) else { continue }
            lookAlikes.learn(plate, id)
        }
    }

    /// Gives new entries to those plates of a batch's commands that have none.
    ///
    /// - Returns: those of them that are not in the log yet.
    mutating func create(for plates: Set<Plate>) -> Set<Plate> {
        var generator = SystemRandomNumberGenerator()
        var created: Set<Plate> = []
        for plate in plates where known[plate] == nil {
            fresh[plate, default: Fresh(entry: VaultEntry(plate: plate.characters, using: &generator))].uses += 1
            created.insert(plate)
        }
        return created
    }

    /// A batch is in the log: of its new entries those are there that its events name, and the others were never used.
    mutating func commit(_ created: Set<Plate>, naming used: Set<Plate>) {
        for plate in created {
            guard let entry = fresh[plate]?.entry else { continue }
            if used.contains(plate) { learn([entry]) } else { fresh[plate]!.uses -= 1 }
            if used.contains(plate) || fresh[plate]!.uses == 0 { fresh[plate] = nil }
        }
    }

    /// Forgets plates that were erased: who comes by one of them is another one.
    mutating func forget(_ erased: [PlateID]) {
        guard !erased.isEmpty else { return }
        let erased = Set(erased)
        known = known.filter { !erased.contains($0.value) }
        lookAlikes.forget(erased)
    }

    mutating func rollBack() {
        fresh = [:]
    }
}
