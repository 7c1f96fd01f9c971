import Chronology
import Tariffs

/// A plate that was read in a lane and let through, or whose read was told late, or a ticket that was issued there; a barrier
/// that rises without saying for whom rises for it (design rules 11 and 12).
struct LaneRead: Hashable, Sendable {
    /// The version of its event.
    let version: Int64
    let car: CarIdentity
    let at: Instant
    /// The type of the vehicle, where the camera could tell.
    let vehicle: CardID?
    /// The permission to pass that it led to; nil where it was told late, and at an exit once the barrier has risen by it.
    var authorisation: AuthorisationID?
    /// When its barrier will not rise any more.
    var until: Instant
    /// What the camera read, where that was taken for the plate that looks like it.
    let readAs: PlateID?

    /// The car, as the lane's device knew it.
    var told: CarIdentity { readAs.map { .plate($0) } ?? car }
}

extension LaneRead: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try LaneRead(
            version: form(value!.version), car: form(value!.car), at: form(value!.at), vehicle: form(value!.vehicle),
            authorisation: form(value!.authorisation), until: form(value!.until), readAs: form(value!.readAs))
    }
}
