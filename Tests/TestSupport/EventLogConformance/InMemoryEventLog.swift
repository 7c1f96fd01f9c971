public import EventLog

/// The log in memory, for tests of what stands above it; it passes the conformance suite.
public actor InMemoryEventLog: EventLog {
    private var streams: [Key: Stream] = [:]

    /// A log without garages.
    public init() {}

    /// Why an append was refused that PostgreSQL would refuse with a violated constraint.
    public enum Refusal: Error, Hashable, Sendable {
        /// The garage's vault has the plate, or the id, already.
        case plateKnown(String)
    }

    /// Appends behind an expected head.
    public func append(_ append: Append) throws -> AppendOutcome {
        var stream = streams[Key(append.garage)] ?? Stream(garage: append.garage)
        guard stream.head.version == append.head.version else { return .conflict }
        guard stream.head.hash == append.head.hash, append.recordedAt >= stream.head.recordedAt else {
            throw AppendError.foreignHead(garage: append.garage, version: append.head.version)
        }
        for reply in append.replies {
            guard stream.replies.updateValue(reply, forKey: Key(reply.commandID)) == nil else {
                return .repeatedCommand
            }
        }
        for entry in append.plates {
            guard stream.plates[Key(entry.plate)] == nil,
                !stream.plates.values.contains(where: { $0.plateID == entry.plateID })
            else { throw Refusal.plateKnown(entry.plate) }
            stream.plates[Key(entry.plate)] = entry
        }
        for (event, hash) in zip(append.events, append.hashes) {
            if event.type == "plates-erased" {
                let payload = String(decoding: event.payload, as: UTF8.self)
                stream.plates = stream.plates.filter { !payload.contains(hexadecimal($0.value.plateID)) }
            }
            stream.events.append(
                StoredEvent(
                    version: Int64(stream.events.count) + 1, recordedAt: append.recordedAt, event: event, hash: hash))
        }
        streams[Key(append.garage)] = stream
        return .appended(append.newHead)
    }

    /// The end of a garage's stream.
    public func head(of garage: String) -> StreamHead {
        streams[Key(garage)]?.head ?? .empty
    }

    /// The events behind a version, in order, at most so many.
    public func events(of garage: String, after version: Int64, limit: Int) -> [StoredEvent] {
        guard let events = streams[Key(garage)]?.events, version < events.count else { return [] }
        return Array(events[max(0, Int(version))...].prefix(limit))
    }

    /// The stored replies of those commands that were carried out.
    public func replies(of garage: String, to commandIDs: [String]) -> [StoredReply] {
        let stored = streams[Key(garage)]?.replies ?? [:]
        return Set(commandIDs.map(Key.init)).compactMap { stored[$0] }
    }

    /// The vault's entries of those plates that it knows.
    public func vaultEntries(of garage: String, plates: [String]) -> [VaultEntry] {
        let stored = streams[Key(garage)]?.plates ?? [:]
        return Set(plates.map(Key.init)).compactMap { stored[$0] }
    }

    /// The vault's entries of those ids that it still has.
    public func vaultEntries(of garage: String, plateIDs: [[UInt8]]) -> [VaultEntry] {
        (streams[Key(garage)]?.plates ?? [:]).values.filter { plateIDs.contains($0.plateID) }
    }

    /// Every garage and the version of its last event.
    public func garages() -> [String: Int64] {
        Dictionary(
            uniqueKeysWithValues: streams.values.filter { !$0.events.isEmpty }.map { ($0.garage, $0.head.version) })
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// A text as PostgreSQL compares it, byte by byte; two strings may be equal that differ there.
private struct Key: Hashable {
    let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }
}

private struct Stream {
    let garage: String
    var events: [StoredEvent] = []
    var replies: [Key: StoredReply] = [:]
    var plates: [Key: VaultEntry] = [:]

    var head: StreamHead {
        events.last.map { StreamHead(version: $0.version, hash: $0.hash, recordedAt: $0.recordedAt) } ?? .empty
    }
}
