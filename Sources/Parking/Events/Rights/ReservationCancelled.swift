package import JSON
public import Money

/// A reservation was given back.
public struct ReservationCancelled: EventBody {
    /// The reservation.
    public let reservation: ReservationID
    /// What of its price is to be given back; nil for nothing.
    public let refundable: Money?

    package static let name = "reservation-cancelled"
    package static let fields = ["reservation", "currency", "refundable"]

    /// A reservation that is no more.
    public init(_ reservation: ReservationID, refundable: Money? = nil) {
        (self.reservation, self.refundable) = (reservation, refundable)
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        reservation = try fields.required("reservation")
        refundable = try fields.refundable()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("reservation", number: reservation.version)
        json.refundable(refundable, in: currency)
    }

    package func sentence(in currency: Currency) -> String {
        "Reservation \(reservation) was given back\(refundable.refundSentence(in: currency))."
    }

    package var event: GarageEvent { .reservationCancelled(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.owe(.reservation(reservation), back: refundable, recorded)
        return garage.takeBack(reservation)
    }
}
