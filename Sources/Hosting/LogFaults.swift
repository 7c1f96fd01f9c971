public import EventLog
import Parking
import Projections
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
    private struct Found {
        /// What keeps a garage from deciding.
        var byHosts: [GarageID: LogFault] = [:]
        /// What questions about the past have met: no garage has to read that far back to decide.
        var byQuestions: [GarageID: ChainBreak] = [:]
    }

    private let found = Mutex(Found())

    /// By garage, the first event of it that does not fit.
    var all: [LogFault] {
        found.withLock { found in
            let altered = found.byQuestions.mapValues { LogFault.altered($0) }
            return found.byHosts.merging(altered) { $0.isBehind($1) ? $1 : $0 }.values.sorted { $0.garage < $1.garage }
        }
    }

    /// What is the matter with a garage's log, as it was last seen by who decides; nil where nothing is.
    func of(_ garage: GarageID) -> LogFault? { found.withLock { $0.byHosts[garage] } }

    /// What is the matter with a garage's log; nil where nothing is any more.
    func note(_ garage: GarageID, _ fault: LogFault?) {
        found.withLock { $0.byHosts[garage] = fault }
    }

    /// What a question about the past saw: an event that does not fit, or that the one which did not fits again.
    func saw(_ look: LogLook, of garage: GarageID) {
        found.withLock { found in
            switch look {
            case .altered(let altered): found.byQuestions[garage] = altered
            case .sound(let before, let last):
                guard let altered = found.byQuestions[garage], before < altered.version, altered.version <= last else {
                    return
                }
                found.byQuestions[garage] = nil
            }
        }
    }
}

extension LogFault {
    /// Whether an earlier event does not fit by the other one.
    fileprivate func isBehind(_ other: LogFault) -> Bool {
        guard case (.altered(let mine), .altered(let others)) = (self, other) else { return false }
        return others.version < mine.version
    }
}
