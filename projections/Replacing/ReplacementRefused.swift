/// Why an event was not replaced. Nothing was appended.
public enum ReplacementRefused: Error, Hashable, Sendable, CustomStringConvertible {
    /// The log has nothing of the garage.
    case unknownGarage(String)
    /// The log has no such event.
    case unknownEvent(Int64, last: Int64)
    /// The event can be read, or what replaces it can.
    case canBeRead(Int64, type: String)
    /// Events of this type are never said by a replacement.
    case isNoMeaning(type: String)
    /// What is to replace it cannot be read.
    case cannotBeRead(String)
    /// What is to replace it can be read, and a read model does not take it.
    case doesNotFit(String)
    /// What is to replace it has words that somebody typed.
    case holdsWords
    /// The event was archived, so the garage goes on from what it meant then.
    case isArchived(Int64)
    /// An event before it cannot be read either.
    case isBehindAnother(Int64, reason: String)
    /// The log was changed, as a sentence says.
    case altered(String)
    /// Somebody appends all the time.
    case headMoved

    /// What it prints as.
    public var description: String {
        switch self {
        case .unknownGarage(let garage): "The log has nothing of a garage \(garage); name another."
        case .unknownEvent(let version, let last): "The log has no event \(version); its last one is \(last)."
        case .canBeRead(let version, let type):
            "Event \(version), \(type), can be read, so it stays what it is; correct what it says by the garage's own commands."
        case .isNoMeaning(let type):
            "\(type) does more than it says, so no event is replaced by one; give another type."
        case .cannotBeRead(let reason): "What you give cannot be read either: \(reason). Nothing was appended."
        case .doesNotFit(let reason): "What you give can be read, and not be taken in: \(reason). Nothing was appended."
        case .holdsWords:
            "What people type stands apart from the log, so that it can be erased: give remark and byHand the identifier that the event "
                + "itself has, text:…, or leave them out. Nothing was appended."
        case .isArchived(let version):
            "Event \(version) is archived, and the garage goes on from what it meant to the version of parklog that archived it; read it by "
                + "that version. Nothing was appended."
        case .isBehindAnother(let version, let reason):
            "Event \(version) comes before it and cannot be taken in either: \(reason). Replace that one first. Nothing was appended."
        case .altered(let sentence):
            "\(sentence) No replacement heals that: restore a backup; parklog verify says more. Nothing was appended."
        case .headMoved: "The garage's log grew meanwhile; run the command again."
        }
    }
}
