/// How far a rebuild is.
public struct RebuildProgress: Hashable, Sendable {
    /// How many events it has taken in.
    public let taken: Int
    /// How many the log had when it began.
    public let total: Int

    /// A rebuild that is so far.
    public init(taken: Int, of total: Int) { (self.taken, self.total) = (taken, total) }
}
