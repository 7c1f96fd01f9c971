/// Something in a garage's log that is not as it was appended, or does not fit the rest.
public struct LogFinding: Hashable, Sendable {
    /// The garage; empty where it is about no single one.
    public let garage: String
    /// What does not fit.
    public let kind: Kind
    /// The event that it is about; nil where it is about none.
    public let version: Int64?
    /// The column of the event that was changed, where the others tell.
    public let column: String?
    /// What was found, for people.
    public let sentence: String

    /// What does not fit.
    public enum Kind: String, CaseIterable, Sendable {
        /// An event is not what was appended.
        case eventAltered = "event-altered"
        /// Events that were appended are not there.
        case eventMissing = "event-missing"
        /// Two events stand in one another's place.
        case eventsExchanged = "events-exchanged"
        /// The head is not the last event.
        case headDisagrees = "head-disagrees"
        /// A reply or a plate is said to come from an event that the log does not have.
        case beyondLog = "beyond-log"
        /// A command led to an event and has no reply, or its reply names other events.
        case replyDisagrees = "reply-disagrees"
        /// A plate in the vault is not the one that the events are about.
        case plateForged = "plate-forged"
        /// An event names a plate that is not in the vault, and no event says that it was erased.
        case plateMissing = "plate-missing"
        /// The vault has a plate that was erased, as after a backup was restored.
        case plateNotErased = "plate-not-erased"
        /// A text is not the one that an event refers to.
        case textForged = "text-forged"
        /// An event refers to a text that is not there, and no event says that it was erased.
        case textMissing = "text-missing"
        /// The log has a text that was erased, as after a backup was restored.
        case textNotErased = "text-not-erased"
        /// A snapshot was taken at another event than the log has, or is not what the log leads to.
        case snapshotDisagrees = "snapshot-disagrees"
        /// A read model claims to have taken in more than there is.
        case checkpointAhead = "checkpoint-ahead"
        /// An event cannot be read, or the garage cannot take it in.
        case eventUnreadable = "event-unreadable"
        /// Stays or sums do not add up.
        case booksUneven = "books-uneven"
        /// A read model holds other rows than the log leads to.
        case rowsDiffer = "rows-differ"
        /// A file of archived events is not the one that was written, or is not there.
        case archiveAltered = "archive-altered"
        /// The log does not go on from where a signed head has it.
        case headForsaken = "head-forsaken"
        /// Heads that are kept beside the log are not those that were signed.
        case headForged = "head-forged"
        /// What was settled comes to something else by this program's engine, by what was known then.
        case chargeDiffers = "charge-differs"
    }

    /// A finding.
    public init(_ kind: Kind, _ garage: String, version: Int64? = nil, column: String? = nil, _ sentence: String) {
        (self.kind, self.garage, self.version, self.column, self.sentence) = (kind, garage, version, column, sentence)
    }
}
