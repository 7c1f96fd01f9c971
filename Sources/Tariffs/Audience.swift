/// Whom a rate is for.
///
/// A group's rate goes before a public one whatever it costs; where a group has none, the public one applies
/// (tariffs.md, Layering; golden cases 4, 6, 15).
public enum Audience: Sendable, Hashable {
    /// The public.
    case everyone
    /// The members of one group.
    case group(GroupID)
}
