import Money
public import Parking
import Tariffs

/// Why a stored event cannot be read. It is never skipped: whatever reads the log stops there and says so.
public enum EventCodecError: Error, Hashable, Sendable {
    /// No event has this type, or the schema version is newer than this program.
    case unknownType(String, schemaVersion: Int16)
    /// The payload is not that of its type.
    case malformed(type: String, JSONError)
}

/// Events as the log stores them: a type's name, the version of its schema, and a JSON payload.
///
/// The storage contract. A schema version once written is read for ever; a change of a payload's form makes a new version and an
/// upcast from the old one.
public struct EventCodec: Sendable {
    /// How time zones are found.
    public let zones: ZoneLookup

    /// A codec that finds time zones by this.
    public init(zones: @escaping ZoneLookup) {
        self.zones = zones
    }

    /// The schema version that every payload is written in today.
    public static let schemaVersion: Int16 = 1
}

/// The names of the events in the log.
enum EventType: String, CaseIterable {
    case garageConfigured = "garage-configured"
    case ratePublished = "rate-published"
    case rateWithdrawn = "rate-withdrawn"
    case termsPublished = "terms-published"
    case dayReserved = "day-reserved"
    case reservationCancelled = "reservation-cancelled"
    case permitGranted = "permit-granted"
    case permitRenewed = "permit-renewed"
    case permitRevoked = "permit-revoked"
    case entryAuthorised = "entry-authorised"
    case entryDenied = "entry-denied"
    case exitAuthorised = "exit-authorised"
    case carEntered = "car-entered"
    case carExited = "car-exited"
    case exitWithoutEntry = "exit-without-entry"
    case sessionOrphaned = "session-orphaned"
    case sessionValidated = "session-validated"
    case agreementApplied = "agreement-applied"
    case exitGateOpened = "exit-gate-opened"
}

extension GarageEvent {
    /// The event's name in the log.
    public var typeName: String { type.rawValue }

    var type: EventType {
        switch self {
        case .garageConfigured: .garageConfigured
        case .ratePublished: .ratePublished
        case .rateWithdrawn: .rateWithdrawn
        case .termsPublished: .termsPublished
        case .dayReserved: .dayReserved
        case .reservationCancelled: .reservationCancelled
        case .permitGranted: .permitGranted
        case .permitRenewed: .permitRenewed
        case .permitRevoked: .permitRevoked
        case .entryAuthorised: .entryAuthorised
        case .entryDenied: .entryDenied
        case .exitAuthorised: .exitAuthorised
        case .carEntered: .carEntered
        case .carExited: .carExited
        case .exitWithoutEntry: .exitWithoutEntry
        case .sessionOrphaned: .sessionOrphaned
        case .sessionValidated: .sessionValidated
        case .agreementApplied: .agreementApplied
        case .exitGateOpened: .exitGateOpened
        }
    }
}
