public import EventLog

/// What a question about the past saw of a garage's log on its way.
public enum LogLook: Hashable, Sendable {
    /// Every event behind one, up to another, is what was appended.
    case sound(behind: Int64, upTo: Int64)
    /// An event is not.
    case altered(ChainBreak)
}
