import Chronology
public import EventLog
import JSON
public import Postgres

/// A garage's whole log as a text that a stranger can check without this program.
///
/// JSON Lines: the first line says what the file is and how its hashes are made, each of the next is an event with every column that
/// the hash covers, and the last is the head. Whole numbers stand for instants, so that no reader rounds them; a payload is the text
/// whose bytes were hashed.
public enum Export {
    /// What the first line calls the form.
    public static let form = "parklog-export 1"

    /// What is hashed, in words: it stands in the file, for whoever has nothing else.
    static let hash =
        "SHA-256 over: the hash of the event before (32 bytes; zeros before the first), then garage, version, type, schemaVersion, "
        + "occurredAt, recordedAt, commandId, actor, trace, payload. A number is 8 bytes, big-endian, two's complement; instants are "
        + "microseconds since 1970-01-01T00:00:00Z. A text is its length in bytes as such a number, then its UTF-8; an absent commandId "
        + "or trace is the number -1."

    /// What a plate's identifier is, in words.
    static let plates =
        "Events name a plate by the first 16 bytes of SHA-256 over its salt and its UTF-8; lines with plateId say which plates are "
        + "still known."

    /// Writes a garage's log within a transaction that sees one moment; the events are held against their chain on the
    /// way.
    ///
    /// - Parameters:
    ///   - plates: whether the vault's rows come along; without them the events are anonymous.
    ///   - write: takes whole lines, each with a line feed behind it.
    /// - Returns: the last event. Throws ``ChainBreak`` where one does not fit.
    public static func write(
        _ garage: String, plates: Bool, from session: PostgresSession, _ write: ([UInt8]) throws -> Void
    ) throws -> StreamHead {
        try write(beginning(of: garage))
        var chain = Chain(of: garage)
        while true {
            let events = try session.events(of: garage, after: chain.head.version, limit: PostgresEventLog.batch)
            var lines: [UInt8] = []
            for stored in events {
                try chain.take(stored)
                lines += stored.line + [UInt8(ascii: "\n")]
            }
            try write(lines)
            if events.count < PostgresEventLog.batch { break }
        }
        for entry in plates ? try session.vaultEntries(of: garage) : [] {
            try write(
                line { json in
                    json.field("plateId", hexadecimal(entry.plateID))
                    json.field("salt", hexadecimal(entry.salt))
                    json.field("plate", entry.plate)
                })
        }
        try write(end(chain.head))
        return chain.head
    }

    /// The first line.
    ///
    /// - Parameter head: the event that the first one follows, where another file ends with that.
    static func beginning(of garage: String, behind head: StreamHead = .empty) -> [UInt8] {
        line { json in
            json.field("form", form)
            json.field("garage", garage)
            json.field("hash", hash)
            json.field("plates", plates)
            guard head.version > 0 else { return }
            json.name("after")
            json.head(head)
        }
    }

    /// The line behind the events.
    static func end(_ head: StreamHead) -> [UInt8] {
        line { json in
            json.name("head")
            json.head(head)
        }
    }

    /// A line with a line feed behind it.
    static func line(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        JSONWriter.object(write) + [UInt8(ascii: "\n")]
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension JSONWriter {
    fileprivate mutating func head(_ head: StreamHead) {
        object { json in
            json.field("version", number: head.version)
            json.field("recordedAt", number: head.recordedAt.microseconds)
            json.field("hash", head.hash)
        }
    }
}
