public import Chronology
public import EventLog
import JSON
public import Parking
public import Postgres

/// What an operator says that an event means which cannot be read.
public struct EventReplacement: Sendable {
    /// The garage.
    public let garage: GarageID
    /// The event.
    public let version: Int64
    /// What happened, by its name in the log.
    public let type: String
    /// The version of the payload's form.
    public let schemaVersion: Int16
    /// A JSON text without blanks between its values.
    public let payload: [UInt8]
    /// Why.
    public let reason: Remark

    /// What an event means, and why.
    public init(
        of garage: GarageID, version: Int64, type: String, schemaVersion: Int16, payload: [UInt8], reason: Remark
    ) {
        (self.garage, self.version, self.type) = (garage, version, type)
        (self.schemaVersion, self.payload, self.reason) = (schemaVersion, JSONReader.compact(payload), reason)
    }

    /// What became of it.
    public struct Made: Hashable, Sendable {
        /// The event that says so.
        public let version: Int64
        /// The next event that cannot be taken in, and why; nil where all can.
        public let next: String?
        /// Whether read models had come further, by a program that could read the event: their rows are made anew by a rebuild alone.
        public let needsRebuild: Bool
    }

    /// Appends it, within a transaction of the owner's, after the whole garage was made anew with it on trial; whoever follows the log is
    /// told when that commits. Throws ``ReplacementRefused``.
    public func make(
        _ session: PostgresSession, codec: EventCodec, by actor: Actor, at now: Instant
    ) throws -> Made {
        let head = try lockedHead(session)
        let stored = try session.events(of: garage.text, after: version - 1, limit: 1).first
        guard version > 0, let stored, stored.version == version else {
            throw ReplacementRefused.unknownEvent(version, last: head.version)
        }
        try check(stored, codec)
        guard try session.archivedHead(of: garage.text).version < version else {
            throw ReplacementRefused.isArchived(version)
        }
        let chain = try session.checkChain(of: garage.text)
        if let found = chain.findings.first { throw ReplacementRefused.altered(found.sentence) }

        var generator = SystemRandomNumberGenerator()
        let text = TextEntry(text: reason.text, using: &generator)
        guard let id = TextID(bytes: text.textID) else { preconditionFailure("a text's id has 16 bytes") }
        let told = EventReplaced(
            version: version, hash: stored.hash.description, type: type, schemaVersion: Int64(schemaVersion),
            remark: Remark(id), payload: payload)
        let now = max(now, head.recordedAt)
        let event = NewEvent(
            type: Replacement.type, schemaVersion: GarageEvent.eventReplaced(told).schemaVersion, occurredAt: now,
            commandID: nil, actor: actor.text, payload: told.payloadInLog)
        let append = Append(garage: garage.text, head: head, recordedAt: now, events: [event], texts: [text])
        guard case .appended(let newHead) = try session.append(append) else { throw ReplacementRefused.headMoved }

        let met = try session.trialFold(of: garage.text, upTo: newHead.version, codec)
        if let met, met.version <= version { throw try refusal(met, session, codec) }
        // A program that could read the event may have left states behind that know of another meaning.
        _ = try session.execute(
            "delete from projection.snapshots where garage_id = $1 and version >= $2",
            [.text(garage.text), .int8(version)])
        let hasRows = try session.query(
            "select exists (select from projection.checkpoints where garage_id = $1 and version >= $2)",
            [.text(garage.text), .int8(version)])[0].bool(0)
        try session.notify(ProjectionRunner.channel, names: [garage.text])
        try session.notify(ProjectionRunner.retry, names: [garage.text])
        return Made(
            version: newHead.version, next: met.map { "event \($0.version): \($0.reason)" }, needsRebuild: hasRows)
    }

    /// What the trial has met: another event that cannot be read, or that this one does not fit.
    private func refusal(
        _ met: GarageFold.Poisoned, _ session: PostgresSession, _ codec: EventCodec
    ) throws -> ReplacementRefused {
        // Rows that do not fit are laid to the event with which their batch begins.
        let first = try session.events(of: garage.text, after: met.version - 1, limit: 1).first
        if met.version < version, let first, (try? RecordedEvent(first, codec: codec)) == nil {
            return .isBehindAnother(met.version, reason: met.reason)
        }
        return .doesNotFit(met.reason)
    }

    /// Nobody appends to the garage from now on, until the transaction ends.
    private func lockedHead(_ session: PostgresSession) throws -> StreamHead {
        let found = try session.query(
            "select version, hash, recorded_at from log.streams where garage_id = $1 for update", [.text(garage.text)])
        guard let row = found.first, let hash = EventHash(bytes: row.bytes(1)) else {
            throw ReplacementRefused.unknownGarage(garage.text)
        }
        return StreamHead(
            version: row.int8(0), hash: hash, recordedAt: Instant(microseconds: row.timestamptz(2)))
    }

    /// Whether the event cannot be read, and what is to replace it can.
    private func check(_ stored: StoredEvent, _ codec: EventCodec) throws {
        if (try? RecordedEvent(stored, codec: codec)) != nil {
            throw ReplacementRefused.canBeRead(version, type: stored.meaning.type)
        }
        // What goes with these when they are appended would not go.
        guard ![Replacement.type, "plates-erased", "texts-erased"].contains(type) else {
            throw ReplacementRefused.isNoMeaning(type: type)
        }
        let event: GarageEvent
        do throws(EventCodecError) {
            event = try codec.decode(type: type, schemaVersion: schemaVersion, payload: payload)
        } catch {
            throw ReplacementRefused.cannotBeRead("\(error)")
        }
        if let reason = misfit(event) { throw ReplacementRefused.doesNotFit(reason) }
        guard !String(decoding: payload, as: UTF8.self).contains(/"(?:remark|byHand)":"(?!text:[0-9a-f]{32}")/) else {
            throw ReplacementRefused.holdsWords
        }
    }
}
