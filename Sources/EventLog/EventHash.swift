public import Chronology
import Crypto

/// A link of a garage's chain: SHA-256 over the previous link and everything that the log knows of an event.
///
/// A changed, removed or inserted event no longer fits what follows it, whoever changed it (design, The log).
///
/// The hashed bytes are: the previous hash (32 bytes, zeros before the first event); then garage, version, type, schema version,
/// occurred at, recorded at, command, actor, trace and payload. A number is 8 bytes, big-endian; instants are microseconds since
/// 1970. A text is its length in bytes as such a number, then its UTF-8; an absent command or trace has the length −1.
public struct EventHash: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// A hash that was stored; nil unless it has 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    private init(_ digest: SHA256.Digest) {
        bytes = digest.withUnsafeBytes { Array($0) }
    }

    /// What the first event of a stream follows.
    public static let zero = EventHash(bytes: Array(repeating: 0, count: 32))!

    /// The link of an event that follows this one.
    public func next(garage: String, version: Int64, recordedAt: Instant, event: NewEvent) -> EventHash {
        var bytes = self.bytes
        bytes.reserveCapacity(288 + event.payload.count)
        bytes.append(text: garage)
        bytes.append(number: version)
        bytes.append(text: event.type)
        bytes.append(number: Int64(event.schemaVersion))
        bytes.append(number: event.occurredAt.microseconds)
        bytes.append(number: recordedAt.microseconds)
        bytes.append(optional: event.commandID)
        bytes.append(text: event.actor)
        bytes.append(optional: event.trace)
        bytes.append(number: Int64(event.payload.count))
        bytes.append(contentsOf: event.payload)
        return EventHash(SHA256.hash(data: bytes))
    }

    /// 64 hexadecimal digits.
    public var description: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension [UInt8] {
    fileprivate mutating func append(number: Int64) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(optional text: String?) {
        if let text { append(text: text) } else { append(number: -1) }
    }

    fileprivate mutating func append(text: String) {
        // As one piece: every event that is read passes here.
        var text = text
        text.withUTF8 { utf8 in
            append(number: Int64(utf8.count))
            append(contentsOf: utf8)
        }
    }
}
