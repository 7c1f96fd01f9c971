/// Whom a rate is for.
///
/// A group's rate goes before a public one whatever it costs; where a group has none, the public one applies
/// (tariffs.md, Layering; golden cases 4, 6, 15). A validation's rates outrank both, in a composition of their own
/// (tariffs.md, Candidates; golden cases 10, 11, 16).
public enum Audience: Sendable, Hashable {
    /// The public.
    case everyone
    /// The members of one group.
    case group(GroupID)
    /// Stays that somebody has validated: a cinema, a shop, a surgery.
    case validation(ValidationID)
}
