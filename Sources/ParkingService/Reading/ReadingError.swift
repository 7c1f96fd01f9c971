public import Parking

/// Why a question has no answer.
public enum ReadingError: Error, Sendable {
    /// No garage of that name is in the log.
    case unknownGarage
    /// The garage has no session of that number.
    case unknownSession(SessionID)
    /// The read models did not reach the version within the time that a question waits.
    case notReached(version: Int64)
    /// The garage's log holds an event that this program cannot read.
    case unreadable(version: Int64, reason: String)
    /// The database did not answer.
    case unavailable(String)
}
