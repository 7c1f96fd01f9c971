import EventLog
import Parking
import Synchronization

/// Garages whose heads are not their last events.
final class DisagreeingHeads: Sendable {
    private let found = Mutex<[GarageID: HeadDisagreement]>([:])

    /// By garage.
    var all: [HeadDisagreement] { found.withLock { $0.values.sorted { $0.garage < $1.garage } } }

    /// What is the matter with a garage's head, as it was last seen; nil where it fits.
    func of(_ garage: GarageID) -> HeadDisagreement? { found.withLock { $0[garage] } }

    /// What is the matter with a garage's head; nil where it fits again.
    func note(_ garage: GarageID, _ disagreement: HeadDisagreement?) {
        found.withLock { $0[garage] = disagreement }
    }
}
