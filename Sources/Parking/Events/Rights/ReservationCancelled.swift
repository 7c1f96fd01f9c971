package import JSON
public import Money

/// A reservation was given back.
public struct ReservationCancelled: EventBody {
    /// The reservation.
    public let reservation: ReservationID
    /// What of its price falls away by the card, whether it was paid or not; nil for nothing.
    public let credit: Money?

    package static let name = "reservation-cancelled"
    package static let fields = ["reservation", "currency", "credit"]

    /// A reservation that is no more.
    public init(_ reservation: ReservationID, credit: Money? = nil) {
        (self.reservation, self.credit) = (reservation, credit)
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        reservation = try fields.required("reservation")
        credit = try fields.credit()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("reservation", number: reservation.version)
        json.credit(credit, in: currency)
    }

    package func sentence(in currency: Currency) -> String {
        "Reservation \(reservation) was given back\(credit.creditSentence(in: currency))."
    }

    package var event: GarageEvent { .reservationCancelled(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        garage.takeBack(reservation, credit: credit ?? .zero)
    }
}
