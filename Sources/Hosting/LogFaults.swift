public import EventLog
import Parking
import Synchronization

/// What is the matter with a garage's log, so that nothing more is decided on it.
public enum LogFault: Hashable, Sendable {
    /// Its head is not its last event.
    case head(HeadDisagreement)
    /// An event of it is not what was appended.
    case altered(ChainBreak)

    /// The garage.
    public var garage: String {
        switch self {
        case .head(let disagreement): disagreement.garage
        case .altered(let altered): altered.garage
        }
    }
}

/// Garages whose logs do not hold together.
final class LogFaults: Sendable {
    private let found = Mutex<[GarageID: LogFault]>([:])

    /// By garage.
    var all: [LogFault] { found.withLock { $0.values.sorted { $0.garage < $1.garage } } }

    /// What is the matter with a garage's log, as it was last seen; nil where nothing is.
    func of(_ garage: GarageID) -> LogFault? { found.withLock { $0[garage] } }

    /// What is the matter with a garage's log; nil where nothing is any more.
    func note(_ garage: GarageID, _ fault: LogFault?) {
        found.withLock { $0[garage] = fault }
    }
}
