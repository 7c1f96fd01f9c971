import Chronology
import Crypto
public import EventLog
public import Testing

/// The chain's rule, written a second time from its description alone.
///
/// Where the log's own code and this one differ, one of them no longer follows the contract.
public enum ChainAudit {
    /// The link of an event behind another link.
    public static func link(_ stored: StoredEvent, of garage: String, behind previous: [UInt8]) -> [UInt8] {
        let event = stored.event
        var digest = SHA256()
        digest.update(data: previous)
        digest.add(text: Array(garage.utf8))
        digest.add(stored.version)
        digest.add(text: Array(event.type.utf8))
        digest.add(Int64(event.schemaVersion))
        digest.add(event.occurredAt.microseconds)
        digest.add(stored.recordedAt.microseconds)
        digest.add(text: event.commandID.map { Array($0.utf8) })
        digest.add(text: Array(event.actor.utf8))
        digest.add(text: event.trace.map { Array($0.utf8) })
        digest.add(text: event.payload)
        return Array(digest.finalize())
    }

    /// Expects that a garage's events have versions without gaps, times that never go back, links that fit, and the
    /// head at their end.
    public static func expectIntact(
        _ garage: TestGarage, comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var previous = Array<UInt8>(repeating: 0, count: 32)
        var head = StreamHead.empty
        for stored in try await garage.events {
            previous = link(stored, of: garage.name, behind: previous)
            let fits =
                stored.version == head.version + 1 && stored.recordedAt >= head.recordedAt
                && stored.hash.bytes == previous
            // The first one that does not fit tells enough.
            guard fits else {
                Issue.record(
                    "version \(stored.version) does not follow version \(head.version) \(comment ?? "")",
                    sourceLocation: sourceLocation)
                return
            }
            head = StreamHead(version: stored.version, hash: stored.hash, recordedAt: stored.recordedAt)
        }
        let stored = try await garage.head
        #expect(stored == head, comment, sourceLocation: sourceLocation)
    }
}

extension SHA256 {
    fileprivate mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { update(bufferPointer: $0) }
    }

    fileprivate mutating func add(text: [UInt8]?) {
        guard let text else { return add(-1) }
        add(Int64(text.count))
        update(data: text)
    }
}
