public import Chronology

/// How far a snapshot may have come, for who goes on from it.
public struct SnapshotLimit: Hashable, Sendable {
    /// It knows no event behind this one.
    public var version: Int64
    /// It knows nothing that the log heard of later than this; nil for no matter when.
    public var recorded: Instant?
    /// It knows nothing that happened later than this; nil for no matter when.
    public var occurred: Instant?

    /// A limit; without one, the newest is as good as any.
    public init(version: Int64 = .max, recorded: Instant? = nil, occurred: Instant? = nil) {
        (self.version, self.recorded, self.occurred) = (version, recorded, occurred)
    }
}
