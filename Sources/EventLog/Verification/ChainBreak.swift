/// The first event of a garage's log that is not what was appended behind the one before.
public struct ChainBreak: Error, Hashable, Sendable, CustomStringConvertible {
    /// The garage.
    public let garage: String
    /// The event.
    public let version: Int64
    /// What is the matter with it.
    public let kind: Kind

    /// What does not fit.
    public enum Kind: Hashable, Sendable {
        /// A column of it, or of the one before, is not what was appended.
        case altered
        /// It is not there; the log goes on with a later one.
        case missing(next: Int64)
    }

    /// What it prints as.
    public var description: String {
        switch kind {
        case .altered: "event \(version) was changed after it was appended, or the one before it was"
        case .missing(let next): "the log lacks event \(version) and goes on with \(next)"
        }
    }
}
