/// Why a snapshot is of no use. The log is: it makes the same garage, in more time.
public enum SnapshotError: Error, Hashable, Sendable {
    /// Not all of it is there, or it is not as it was written.
    case damaged
    /// A program wrote it whose garages are made otherwise.
    case otherForm
    /// The zone's clocks were thought to run otherwise when it was written, or nobody knows the zone any more.
    case otherZone(String)
}
