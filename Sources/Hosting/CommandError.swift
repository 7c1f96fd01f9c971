public import EventLog
public import JSON
public import Parking
public import Postgres
import Projections

/// Why a command got no reply of its own. Nothing of it is in the log, unless the error says that nobody knows.
public enum CommandError: Error, Sendable {
    /// Its body is not that of the command.
    case body(JSONError)
    /// The garage refuses it.
    case refused(Refusal)
    /// Its id belongs to another command that was carried out before.
    case idReused(CommandID)
    /// More commands wait for the garage than it takes.
    case overloaded
    /// The service is being shut down.
    case stopping
    /// The garage's log holds an event that this program cannot read.
    case unreadable(version: Int64, reason: String)
    /// An event of the garage's log is not what was appended: nothing is decided on it.
    case altered(ChainBreak)
    /// The garage's log is archived up to an event, and this program needs it from its beginning.
    case archived(ArchivedEvents)
    /// The garage's head is not its last event, so that nothing can be appended behind either.
    case headDisagrees(head: Int64, last: Int64)
    /// The database cannot be used, and nothing of the command was stored.
    case unavailable(DatabaseTrouble)
    /// The database was told to store the command and did not say that it has. It may be stored, now or in a moment: send it
    /// again under the same id.
    case outcomeUnknown(DatabaseTrouble)

    /// The error as an edge shows it.
    public var problem: Problem {
        switch self {
        case .body(let error): error.problem
        case .refused(let refusal): refusal.problem
        case .idReused(let id):
            Problem(
                .keyReused,
                "The key \(id) belongs to another command that was carried out before; send a new command under a new key."
            )
        case .overloaded:
            Problem(
                .overloaded, "More commands wait for this garage than it takes; send this one again in a second.")
        case .stopping:
            Problem(
                .stopping,
                "The service is being shut down and nothing was carried out; send the command to another one, or in a while."
            )
        case .unreadable(let version, let reason): Problem(unreadable: version, reason)
        case .altered(let altered): Problem(altered)
        case .archived(let archived):
            Problem(.unreadableLog, "\(archived) Nothing was stored; an operator must look at it.")
        case .headDisagrees(let head, let last):
            Problem(
                .headDisagrees,
                "The garage's log says that it ends at event \(head), and its last event is \(last); nothing was stored. "
                    + "An operator must look at it, and run parklog repair-head.")
        case .unavailable(let trouble):
            Problem(
                trouble.kind == .away ? .unavailable : .databaseRefuses,
                "\(trouble.sentence) Nothing was stored; send the command again in a while.")
        case .outcomeUnknown(let trouble):
            Problem(
                .outcomeUnknown,
                "\(trouble.sentence) Whether the command was stored is not known; send it again under the same key, which tells. "
                    + "Of one that had no key, the garage's events tell.")
        }
    }
}

extension CommandError {
    /// Whether trying again may help.
    var isPassing: Bool {
        switch self {
        case .unavailable(let trouble), .outcomeUnknown(let trouble): trouble.kind == .away
        case .body, .refused, .idReused, .overloaded, .stopping, .unreadable, .altered, .archived, .headDisagrees:
            false
        }
    }
}
