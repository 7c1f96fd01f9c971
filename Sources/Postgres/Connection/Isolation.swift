/// How much a transaction may see of those beside it.
public enum Isolation: Sendable, Hashable, CaseIterable {
    /// Each statement sees what was committed when it began.
    case readCommitted
    /// All statements see what was committed when the first began; a conflicting write fails with `40001`.
    case repeatableRead
    /// As if transactions ran one after another; what cannot be put in order fails with `40001`.
    case serializable

    var begin: Statement {
        switch self {
        case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
        case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        }
    }
}
