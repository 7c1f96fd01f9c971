public import Chronology

/// A car's time in the garage, and what of it a right has paid for.
public struct Stay: Sendable, Hashable {
    /// When it came in.
    public var entry: Instant
    /// When it left; at the entry or after it.
    public var exit: Instant
    /// The groups its driver belongs to.
    public var groups: Set<GroupID>
    /// Time that a reservation, permit or subscription has paid for, in any order, overlapping or not.
    ///
    /// Covered time costs nothing and is cut out of the stay: units and blocks run on behind it as if it had not
    /// been (tariffs.md, Coverage).
    public var covered: [Range<Instant>]

    /// A stay; of the public and not covered unless it says otherwise.
    public init(entry: Instant, exit: Instant, groups: Set<GroupID> = [], covered: [Range<Instant>] = []) {
        self.entry = entry
        self.exit = exit
        self.groups = groups
        self.covered = covered
    }
}
