public import JSON
public import Money

/// Why a stored event cannot be read. It is never skipped: whatever reads the log stops there and says so.
public enum EventCodecError: Error, Hashable, Sendable {
    /// No event has this type, or the schema version is newer than this program.
    case unknownType(String, schemaVersion: Int16)
    /// The payload is not that of its type.
    case malformed(type: String, JSONError)
    /// It is said to have happened, or to have been recorded, in no year that the calendar has.
    case beyondCalendar
}

extension EventCodecError: CustomStringConvertible {
    /// What is the matter with it, as part of a sentence.
    public var description: String {
        switch self {
        case .unknownType(let type, let version):
            "its type is \(type) of schema version \(version), which this version of the program does not know"
        case .malformed(let type, let error):
            "its payload is none of \(type): \(error.path.isEmpty ? "the text" : error.path) \(error.problem)"
        case .beyondCalendar: "its times are of no year from 1 to 9999"
        }
    }
}

/// Events as the log stores them: a type's name, the version of its schema, and a JSON payload.
///
/// The storage contract. A schema version once written is read for ever; a change of a payload's form makes a new version and an
/// upcast from the old one, in the file of the event.
public struct EventCodec: Sendable {
    /// How time zones are found.
    public let zones: ZoneLookup

    /// A codec that finds time zones by this.
    public init(zones: @escaping ZoneLookup) {
        self.zones = zones
    }

    /// Reads a stored event.
    public func decode(
        type name: String, schemaVersion: Int16, payload: [UInt8]
    ) throws(EventCodecError) -> GarageEvent {
        guard let kind = EventKind.named[name] else { throw .unknownType(name, schemaVersion: schemaVersion) }
        return try kind.body.read(payload, schemaVersion: schemaVersion, zones: zones).event
    }

    /// The payload of an event, in the form that is written today.
    ///
    /// - Parameter currency: the garage's, in which amounts are written.
    public func encode(_ event: GarageEvent, currency: Currency) -> [UInt8] { event.body.payload(in: currency) }
}
