public import Desks
public import EventLog
public import Parking
import Postgres
import Threads

/// A garage's past, replayed from its log: from a snapshot on where one is near enough, else from its beginning.
public struct GarageHistory: Sendable {
    /// Where it is kept.
    public let log: any EventLog
    /// How it is read.
    public let codec: EventCodec
    /// Where garages' states are kept; nil for nowhere.
    private let snapshots: (any SnapshotStore)?
    /// Where it is asked for, and by whom it is read; nil where nobody is held up by it.
    private let desks: Desks?
    /// Told of every stretch of a log that was read, and what did not fit there.
    private let looked: @Sendable (GarageID, LogLook) -> Void

    /// The past that a log tells.
    ///
    /// - Parameters:
    ///   - snapshots: where garages' states are kept, so that not all of a log has to be read; nil for nowhere.
    ///   - looked: told of what was read, and what did not fit there.
    public init(
        log: any EventLog, codec: EventCodec, snapshots: (any SnapshotStore)? = nil, desks: Desks? = nil,
        looked: @escaping @Sendable (GarageID, LogLook) -> Void = { _, _ in }
    ) {
        (self.log, self.codec, self.snapshots) = (log, codec, snapshots)
        (self.desks, self.looked) = (desks, looked)
    }

    /// The garage as it was at a moment; nil for as it is now.
    public func garage(_ id: GarageID, asOf: AsOf?) async throws(QueryError) -> Garage {
        try await garage(id, asOf: asOf, from: .max, keepsStates: asOf?.basis != .happened) { _, _, _ in }
    }

    /// The garage as it was at a moment; nil for as it is now; and on the way to it what every event changed.
    ///
    /// - Parameters:
    ///   - version: what came up to this event need not be watched.
    ///   - watch: sees what every event behind that changed, and the garage that has taken it in.
    public func garage(
        _ id: GarageID, asOf: AsOf?, behind version: Int64 = 0,
        watch: (GarageChange, RecordedEvent, Garage) -> Void
    ) async throws(QueryError) -> Garage {
        try await garage(id, asOf: asOf, from: version, keepsStates: false, watch)
    }

    private func garage(
        _ id: GarageID, asOf: AsOf?, from version: Int64, keepsStates: Bool,
        _ watch: (GarageChange, RecordedEvent, Garage) -> Void
    ) async throws(QueryError) -> Garage {
        var replay = Replay(of: id, asOf: asOf, codec: codec, keepingEvery: keepsStates ? snapshots?.stretch : nil)
        do {
            try await atDesk {
                if version > 0, let kept = await snapshot(of: id, asOf, upTo: version) {
                    replay.begin(with: kept.garage, at: kept.head)
                }
                let begin = replay.chain.head.version
                try await log.read(id.text, after: begin) { events in
                    // Who has gone needs no more of it.
                    try Task.checkCancellation()
                    return try await workOut { () throws(QueryError) in try replay.take(events, watch) }
                }
                looked(id, .sound(behind: begin, upTo: replay.chain.head.version))
                for state in replay.kept {
                    // A cache: where one could not be kept, who comes later reads more.
                    try? await snapshots?.keep(state, of: id.text, form: Garage.snapshotForm)
                }
            }
        } catch let error as QueryError {
            if case .altered(let altered) = error { looked(id, .altered(altered)) }
            throw error
        } catch let full as DeskFull {
            throw .deskFull(full)
        } catch let archived as ArchivedEvents {
            try await checkBeginning(of: id, asOf)
            throw .archived(archived)
        } catch {
            throw Task.isCancelled ? .givenUp : .unavailable(DatabaseTrouble(error))
        }
        let (garage, first) = (replay.garage, replay.first)
        guard garage.settings != nil else {
            guard let asOf, let first else { throw .unknownGarage }
            throw .notYet(begins: asOf.basis == .known ? first.recordedAt : first.event.occurredAt)
        }
        return garage
    }

    /// Before a garage's first event no file helps.
    private func checkBeginning(of id: GarageID, _ asOf: AsOf?) async throws(QueryError) {
        guard let asOf, let first = try? await log.beginning(of: id.text) else { return }
        let begins = asOf.basis == .known ? first.recordedAt : first.occurredAt
        guard begins <= asOf.moment else { throw .notYet(begins: begins) }
    }

    /// The newest snapshot that knows nothing which does not count; nil where there is none, or none can be read: the log can.
    private func snapshot(
        of id: GarageID, _ asOf: AsOf?, upTo version: Int64
    ) async -> (garage: Garage, head: StreamHead, size: Int)? {
        guard let snapshots else { return nil }
        return try? await Garage.newestSnapshot(of: id.text, upTo: version, codec, nil) { version in
            let limit =
                switch asOf?.basis {
                case nil: SnapshotLimit(version: version)
                case .known: SnapshotLimit(version: version, recorded: asOf?.moment)
                case .happened: SnapshotLimit(version: version, occurred: asOf?.moment)
                }
            return try await snapshots.snapshot(of: id.text, form: Garage.snapshotForm, within: limit)
        }
    }

    /// Takes a place at the desk, where there is one, until the body has ended.
    private func atDesk(_ body: () async throws -> Void) async throws {
        guard let desks else { return try await body() }
        try await desks.history.serve(body)
    }

    /// Works something out where it holds up nobody.
    func workOut<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        guard let desks else { return try body() }
        return try await desks.threads.run(body)
    }
}

/// A garage as it is made again from its log.
private struct Replay {
    let asOf: AsOf?
    let codec: EventCodec
    var garage = Garage()
    var first: StoredEvent?
    private(set) var chain: Chain
    /// States on the way from which others may go on.
    private(set) var kept: [StoredSnapshot] = []
    private let stretch: Int64?

    /// - Parameter stretch: one state is kept of so many events; none where it is nil.
    init(of garage: GarageID, asOf: AsOf?, codec: EventCodec, keepingEvery stretch: Int64?) {
        (self.asOf, self.codec, self.stretch) = (asOf, codec, stretch)
        chain = Chain(of: garage.text)
    }

    /// Goes on from a snapshot, whose event stands in the log with its hash.
    mutating func begin(with garage: Garage, at head: StreamHead) {
        self.garage = garage
        chain = Chain(of: chain.garage, from: head)
    }

    /// Takes events in; whether more of them count.
    mutating func take(
        _ events: [StoredEvent], _ watch: (GarageChange, RecordedEvent, Garage) -> Void
    ) throws(QueryError) -> Bool {
        if first == nil { first = events.first }
        for stored in events {
            // The log is in the order of recording, so nothing later was known by then.
            if let asOf, asOf.basis == .known, stored.recordedAt > asOf.moment { return false }
            do throws(ChainBreak) { try chain.take(stored) } catch { throw .altered(error) }
            if let asOf, asOf.basis == .happened, stored.event.occurredAt > asOf.moment { continue }
            do throws(EventCodecError) {
                let event = try RecordedEvent(stored, codec: codec)
                for change in garage.evolve(event) { watch(change, event, garage) }
            } catch {
                throw .unreadable(version: stored.version, reason: "\(error)")
            }
            if let stretch, stored.version.isMultiple(of: stretch) {
                kept.append(StoredSnapshot(head: chain.head, state: garage.snapshot))
            }
        }
        return true
    }
}
