import EventLog
import Parking
import Projections

/// What a host knows of its garage: the state that the log holds, and the one that runs ahead by the append under way.
struct KnownGarage {
    /// The state that the log holds.
    private(set) var committed = Garage()
    /// The state that the decisions lead to, whether or not they are in the log yet.
    var decided = Garage()
    /// The last event that the log is known to hold.
    private(set) var head = StreamHead.empty
    /// The identifiers of the plates that have been named.
    var vault = Vault()
    /// Plates of cars that came in or were given a right by other processes' events, which the vault has yet to name.
    private(set) var unnamed: Set<PlateID> = []
    /// Whether the log has been read, and nothing has happened since that makes it doubtful.
    private(set) var isLoaded = false

    /// A garage of which nothing is known.
    init() {}

    /// A garage that is known up to an event, by a snapshot; that names no plates.
    init(_ snapshot: Garage, at head: StreamHead, vault: Vault) {
        (committed, decided, self.head, self.vault) = (snapshot, snapshot, head, vault)
        unnamed = snapshot.platesThatMayBeMeant
    }

    /// Takes in events that another process or an earlier run appended; what was decided on less is void.
    ///
    /// Where nothing was, both states take them in: to copy one from the other would make the next command copy all of a garage.
    ///
    /// - Parameter isAll: whether the log holds no more; until then, and until the plates that came up are known, nothing is decided.
    mutating func takeIn(
        _ missed: [StoredEvent], of garage: GarageID, isAll: Bool, _ codec: EventCodec
    ) throws(CommandError) {
        isLoaded = false
        var chain = Chain(of: garage.text, from: head)
        let isLevel = isAll && decided.version == committed.version && committed.version > 0
        for stored in missed where stored.version > committed.version {
            do throws(ChainBreak) { try chain.take(stored) } catch { throw .altered(error) }
            do throws(EventCodecError) {
                let event = try RecordedEvent(stored, codec: codec)
                for change in committed.evolve(event) {
                    if let plate = change.newPlate { unnamed.insert(plate) }
                }
                if let plate = event.waitingPlate { unnamed.insert(plate) }
                vault.forget(event.event.erasedPlates)
                if isLevel { decided.evolve(event) }
            } catch {
                throw .unreadable(version: stored.version, reason: "\(error)")
            }
            head = chain.head
        }
        unnamed = unnamed.filter { committed.mayBeMeant($0) }
        guard isAll else { return }
        if !isLevel { decided = committed }
        isLoaded = unnamed.isEmpty
    }

    /// Takes in what was decided here, now that the log holds it.
    mutating func takeIn(_ batch: Batch, upTo head: StreamHead) {
        self.head = head
        for fact in batch.facts { committed.evolve(fact) }
        vault.commit(batch.newPlates, naming: batch.namedPlates)
        vault.forget(batch.erased)
    }

    /// Commands name plates, which may look like those that are inside or have a right.
    mutating func mayMean(_ plates: Set<Plate>) { vault.mayMean(plates, in: committed) }

    /// What the vault has of the plates that it was asked for; the others are erased.
    mutating func learn(_ entries: [VaultEntry]) {
        vault.learnMeant(entries)
        unnamed = []
        isLoaded = true
    }

    /// Forgets what was decided and is not in the log.
    mutating func rollBack() {
        vault.rollBack()
        if decided.version != committed.version { decided = committed }
    }

    /// The log may hold more or less than is known here: it has to be read before anything else is decided.
    mutating func doubt() {
        vault.rollBack()
        isLoaded = false
    }
}

extension RecordedEvent {
    /// The plate of a car whose passage waits in quarantine.
    fileprivate var waitingPlate: PlateID? {
        guard case .passageQuarantined(let told) = event else { return nil }
        return told.car?.plate
    }
}

extension GarageChange {
    /// The plate of a car that came in, or that was given a right.
    fileprivate var newPlate: PlateID? {
        switch self {
        case .stayBegan(let session), .carNamed(let session, _), .stayMended(let session, _),
            .entryMoved(let session, _):
            session.plate
        case .rightCame(let right), .rightChanged(let right): right.plate
        case .settings, .rateBook, .stayJoined, .stayEnded, .exitUnmatched, .exception, .rightWent,
            .suspended, .suspensionEnded, .countCorrected, .billed:
            nil
        }
    }
}
