import Chronology
import Tariffs

/// A permission to drive in that waits for its barrier.
struct Authorisation: Hashable, Sendable {
    let id: AuthorisationID
    /// The car, by its plate or by the ticket that it was given.
    let car: CarIdentity
    let gate: GateID
    /// The type of the vehicle, where the camera could tell.
    let vehicle: CardID?
    /// When the plate was read, or the ticket asked for.
    let since: Instant
    let until: Instant
    /// What the camera read, where that was taken for the plate that looks like it.
    let readAs: PlateID?

    /// Whether nobody waits for its barrier any more. One may rise a little late: it has as long again as it should have taken.
    func isForgotten(at now: Instant, in settings: GarageSettings) -> Bool { until + settings.authorisationWait < now }
}

extension Authorisation: Snapshotted {
    static func pass(_ form: inout SnapshotForm, _ value: Self?) throws(SnapshotError) -> Self {
        try Authorisation(
            id: form(value!.id), car: form(value!.car), gate: form(value!.gate), vehicle: form(value!.vehicle),
            since: form(value!.since), until: form(value!.until), readAs: form(value!.readAs))
    }
}
