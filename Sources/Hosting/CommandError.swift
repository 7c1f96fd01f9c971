public import JSON
public import Parking

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
    /// The database did not answer. The command may have been carried out: send it again under the same id.
    case unavailable(String)

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
        case .unreadable(let version, _):
            Problem(
                .unreadableLog,
                "Event \(version) of the garage cannot be read by this version of the service; an operator must look at it."
            )
        case .unavailable:
            Problem(
                .unavailable, "Whether the command was carried out is not known; send it again under the same key.")
        }
    }
}

extension CommandError {
    /// Whether trying again may help.
    var isPassing: Bool {
        guard case .unavailable = self else { return false }
        return true
    }
}
