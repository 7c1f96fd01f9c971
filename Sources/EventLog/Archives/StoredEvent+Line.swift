import Chronology
import JSON

// The form of an event in files: of archives, and of what is exported for strangers.
extension StoredEvent {
    /// The event as a JSON text in one line, without its end: every column that the hash covers, the version first. Whole numbers stand
    /// for instants, so that no reader rounds them; the payload is the text whose bytes were hashed.
    public var line: [UInt8] {
        JSONWriter.object { json in
            json.field("version", number: version)
            json.field("type", event.type)
            json.field("schemaVersion", number: event.schemaVersion)
            json.field("occurredAt", number: event.occurredAt.microseconds)
            json.field("recordedAt", number: recordedAt.microseconds)
            json.field("commandId", event.commandID)
            json.field("actor", event.actor)
            json.field("trace", event.trace)
            json.field("payload", String(decoding: event.payload, as: UTF8.self))
            json.field("hash", hash)
        }
    }

    /// The event that a line stands for; nil where it stands for none.
    public init?(line: [UInt8]) {
        do throws(JSONError) {
            self = try JSONReader.read(line) { (reader: inout JSONReader) throws(JSONError) in
                try StoredEvent(&reader)
            }
        } catch {
            return nil
        }
    }

    private init(_ reader: inout JSONReader) throws(JSONError) {
        var (version, schema, occurred, recorded): (Int64?, Int64?, Int64?, Int64?)
        var (type, command, actor, trace, payload, hash): (String?, String?, String?, String?, String?, String?)
        try reader.object { (reader: inout JSONReader, name) throws(JSONError) in
            switch name {
            case "version": version = try reader.int64()
            case "schemaVersion": schema = try reader.int64()
            case "occurredAt": occurred = try reader.int64()
            case "recordedAt": recorded = try reader.int64()
            case "type": type = try reader.string()
            case "commandId": command = try reader.string()
            case "actor": actor = try reader.string()
            case "trace": trace = try reader.string()
            case "payload": payload = try reader.string()
            case "hash": hash = try reader.string()
            default: throw .unknownField
            }
        }
        self.init(
            version: try required(version, "version"),
            recordedAt: Instant(microseconds: try required(recorded, "recordedAt")),
            event: NewEvent(
                type: try required(type, "type"),
                schemaVersion: try required(schema.flatMap { Int16(exactly: $0) }, "schemaVersion"),
                occurredAt: Instant(microseconds: try required(occurred, "occurredAt")), commandID: command,
                actor: try required(actor, "actor"), trace: trace,
                payload: Array(try required(payload, "payload").utf8)),
            hash: try required(hash.flatMap { EventHash(hexadecimal: $0) }, "hash"))
    }
}

extension EventHash {
    /// The hash that 64 hexadecimal digits stand for.
    fileprivate init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.init(bytes: stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }
}
