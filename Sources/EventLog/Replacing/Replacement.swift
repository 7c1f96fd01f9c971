import JSON

/// What stands in the place of an event that cannot be read, by a later event of the same log.
public struct Replacement: Hashable, Sendable {
    /// The type of the event that says so.
    public static let type = "event-replaced"

    /// The event that says so.
    public let version: Int64
    /// The event that is replaced.
    public let replaced: Int64
    /// What is taken in instead, with the times and the sender of the event that is replaced.
    public let meaning: Meaning
    /// The hash of the event that is replaced: another one in its place is not.
    let hash: String

    /// What happened, as an event of the log has it.
    public struct Meaning: Hashable, Sendable {
        /// What happened, by name.
        public let type: String
        /// The version of the payload's form.
        public let schemaVersion: Int16
        /// A JSON text.
        public let payload: [UInt8]
    }

    /// What an event of that type says; nil where it cannot be read itself.
    init?(_ stored: StoredEvent) {
        guard stored.event.type == Replacement.type else { return nil }
        var (version, schemaVersion, hash, type, payload): (Int64?, Int64?, String?, String?, [UInt8]?)
        let read: Void? = try? JSONReader.read(stored.event.payload) { (reader: inout JSONReader) throws(JSONError) in
            try reader.object { (reader: inout JSONReader, name) throws(JSONError) in
                switch name {
                case "version": version = try reader.int64()
                case "hash": hash = try reader.string()
                case "type": type = try reader.string()
                case "schemaVersion": schemaVersion = try reader.int64()
                case "payload": payload = try reader.text()
                default: try reader.skip()
                }
            }
        }
        guard read != nil, let version, let hash, let type, let payload,
            let schemaVersion = schemaVersion.flatMap({ Int16(exactly: $0) })
        else { return nil }
        self.version = stored.version
        (replaced, self.hash) = (version, hash)
        meaning = Meaning(type: type, schemaVersion: schemaVersion, payload: payload)
    }
}

extension StoredEvent {
    /// What is to be taken in: what the event says, or what replaces that.
    public var meaning: Replacement.Meaning {
        replacement?.meaning
            ?? Replacement.Meaning(type: event.type, schemaVersion: event.schemaVersion, payload: event.payload)
    }

    /// The event with what replaces it, where something does.
    func replaced(by replacements: [Int64: Replacement]) -> StoredEvent {
        guard let replacement = replacements[version], replacement.hash == hash.description else { return self }
        var event = self
        event.replacement = replacement
        return event
    }
}
