/// A thing that an event brought into being, named by that event's version in its garage's log.
///
/// So an identifier needs no generator, is unique within the garage, and leads an auditor straight to the event.
public protocol EventNamed: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The version of the event that began it.
    var version: Int64 { get }
    init(version: Int64)
}

extension EventNamed {
    public static func < (a: Self, b: Self) -> Bool { a.version < b.version }
    public var description: String { String(version) }
}

/// A stay of one car, from its entry on.
public struct SessionID: EventNamed {
    public let version: Int64
    public init(version: Int64) { self.version = version }
}

/// A right to a full local day.
public struct ReservationID: EventNamed {
    public let version: Int64
    public init(version: Int64) { self.version = version }
}

/// A gate's permission for one car to drive in, which waits for the barrier to rise.
public struct AuthorisationID: EventNamed {
    public let version: Int64
    public init(version: Int64) { self.version = version }
}
