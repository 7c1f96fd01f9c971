public import Parking
public import ParkingJSON

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
}
