/// A thing that an event brought into being, named by that event's version in its garage's log.
///
/// So an identifier needs no generator, is unique within the garage, and leads an auditor straight to the event.
public protocol EventNamed: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The version of the event that began it.
    var version: Int64 { get }
    init(version: Int64)
}

extension EventNamed {
    /// Whether the first comes before the second.
    public static func < (a: Self, b: Self) -> Bool { a.version < b.version }
    /// What it prints as.
    public var description: String { String(version) }
}

/// A stay of one car, from its entry on.
public struct SessionID: EventNamed {
    /// The version of the event that began it.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}

/// A right to a full local day.
public struct ReservationID: EventNamed {
    /// The version of the event that began it.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}

/// A plate's standing right, from its grant on.
public struct PermitID: EventNamed {
    /// The version of the event that began it.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}

/// A gate's permission for one car to drive in, which waits for the barrier to rise.
public struct AuthorisationID: EventNamed {
    /// The version of the event that began it.
    public let version: Int64
    /// Names it by that event.
    public init(version: Int64) { self.version = version }
}
