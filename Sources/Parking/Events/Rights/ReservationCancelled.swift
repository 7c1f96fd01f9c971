package import JSON
package import Money

/// A reservation was given back.
public struct ReservationCancelled: EventBody {
    /// The reservation.
    public let reservation: ReservationID

    package static let name = "reservation-cancelled"
    package static let fields = ["reservation"]

    /// A reservation that is no more.
    public init(_ reservation: ReservationID) { self.reservation = reservation }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        reservation = try fields.required("reservation")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("reservation", number: reservation.version)
    }

    package func sentence(in currency: Currency) -> String { "Reservation \(reservation) was given back." }

    package var event: GarageEvent { .reservationCancelled(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.takeBack(reservation)
    }
}
