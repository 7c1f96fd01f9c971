public import Chronology
import Postgres

/// Why nothing of a garage's log is archived. The log and what is archived already are as they were.
public enum ArchivingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The log has no such garage.
    case unknownGarage(String)
    /// Nothing lies between what is archived already and the moment or version that was named.
    case nothingToArchive(String, archived: Int64)
    /// The log ends before the version that was named.
    case beyondLog(String, last: Int64)
    /// A read model has not taken in what would be archived.
    case readModelBehind(String)
    /// The log has no such stretch any more: somebody else was archiving at the same time.
    case overtaken(String)
    /// The file cannot be written.
    case unwritable(path: String, reason: String)
    /// A file of that name has other events.
    case occupied(path: String)
    /// What was read back is not what was written.
    case unfaithful(path: String)

    /// What to do about it.
    public var description: String {
        switch self {
        case .unknownGarage(let garage): "The log has no garage \(garage)."
        case .nothingToArchive(let garage, let archived):
            archived == 0
                ? "Nothing of \(garage) is as old as that; name a later moment or version."
                : "\(garage) is archived up to event \(archived), and nothing behind that is as old as what was named; name a later "
                    + "moment or version."
        case .beyondLog(let garage, let last):
            "The log of \(garage) ends at event \(last); name no later one."
        case .readModelBehind(let sentence):
            "Nothing was archived: \(sentence), and would lack what is archived. Let parklog serve catch up, or run parklog projections, "
                + "which says what keeps it from that; then archive again."
        case .overtaken(let sentence):
            "Nothing was archived: \(sentence). Another archive was made meanwhile; try again."
        case .unwritable(let path, let reason): "\(path) cannot be written: \(reason). Nothing was archived."
        case .occupied(let path):
            "\(path) is there and holds other events; name another folder, one for each installation. Nothing was archived."
        case .unfaithful(let path):
            "\(path) does not read back as it was written; look at the disk, or name a folder on another one. Nothing was archived."
        }
    }

    /// What the server said instead of moving events; nil where it is something else.
    init?(_ error: any Error) {
        guard let error = error as? PostgresError, let state = error.sqlState else { return nil }
        switch state.rawValue {
        case "PL005": self = .overtaken(error.message)
        case "PL006": self = .readModelBehind(error.message)
        default: return nil
        }
    }
}
