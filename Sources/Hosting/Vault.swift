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
    /// Given out for the append under way; they count once it is done.
    private(set) var fresh: [Plate: VaultEntry] = [:]

    func id(of plate: Plate) -> PlateID? {
        known[plate] ?? fresh[plate].flatMap { PlateID(bytes: $0.plateID) }
    }

    /// What events call a plate that has been looked up.
    func resolved(_ plate: Plate) -> PlateID {
        guard let id = id(of: plate) else { preconditionFailure("plates are resolved before deciding") }
        return id
    }

    /// Plates that are inside or have a right, as they are called in commands or stand in the log's vault.
    mutating func mayMean(_ plates: some Sequence<Plate>, in garage: Garage) {
        for plate in plates { lookAlikes.learn(plate, resolved(plate)) }
        lookAlikes.tidy(keeping: garage.mayBeMeant)
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

    mutating func create(_ plates: Set<Plate>) {
        var generator = SystemRandomNumberGenerator()
        for plate in plates { fresh[plate] = VaultEntry(plate: plate.characters, using: &generator) }
    }

    /// The new entries that events name; the others were never used.
    mutating func commit(_ used: Set<Plate>) {
        learn(fresh.filter { used.contains($0.key) }.map(\.value))
        fresh = [:]
    }

    mutating func rollBack() {
        fresh = [:]
    }
}
