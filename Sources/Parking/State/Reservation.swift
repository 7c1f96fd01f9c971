public import Chronology
import Tariffs

/// A plate's right to one full local day.
public struct Reservation: Hashable, Sendable {
    /// The version of the event that made it.
    public let id: ReservationID
    /// The plate that may come and go.
    public let plate: PlateID
    /// The local day.
    public let day: LocalDay
    /// For whom.
    public let holder: Holder
    /// The hours of the day that were paid in advance; nil for the whole day.
    public let hours: PaidHours?
}

/// The reservations of one day.
struct ReservedDay: Hashable, Sendable {
    var byPlate: [PlateID: Reservation] = [:]

    func count(of holder: Holder) -> Int { byPlate.values.count { $0.holder == holder } }
}

/// A permission to drive in that waits for its barrier.
struct Authorisation: Hashable, Sendable {
    let id: AuthorisationID
    let plate: PlateID
    let gate: GateID
    /// The type of the vehicle, where the camera could tell.
    let vehicle: CardID?
    /// When the plate was read.
    let since: Instant
    let until: Instant

    /// Whether nobody waits for its barrier any more. One may rise a little late: it has as long again as it should have taken.
    func isForgotten(at now: Instant, in settings: GarageSettings) -> Bool { until + settings.authorisationWait < now }
}
