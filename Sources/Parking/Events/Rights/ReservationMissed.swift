package import JSON
package import Money

/// A reservation's car had not come by the garage's hour, and its spot went to somebody who waited for the day.
public struct ReservationMissed: EventBody {
    /// The reservation.
    public let reservation: ReservationID

    package static let name = "reservation-missed"
    package static let fields = ["reservation"]

    /// A reservation that is no more.
    public init(_ reservation: ReservationID) { self.reservation = reservation }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        reservation = try fields.required("reservation")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("reservation", number: reservation.version)
    }

    package func sentence(in currency: Currency) -> String {
        "The car of reservation \(reservation) had not come; its spot went to somebody who waited."
    }

    package var event: GarageEvent { .reservationMissed(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        if let day = garage.reservation(reservation)?.days.first { garage.waitingList.miss(day) }
        return garage.takeBack(reservation, isOffered: false)
    }
}
