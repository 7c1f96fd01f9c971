package import Chronology
package import JSON
public import Money

/// Gives a reservation back.
public struct CancelReservation: GarageCommand {
    /// The reservation.
    public let reservation: ReservationID

    package static let name = CommandName.cancel

    /// A reservation to give back.
    public init(_ reservation: ReservationID) { self.reservation = reservation }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["reservation"]) { (fields: inout JSONFields) throws(JSONError) in
            .complete(.cancel(CancelReservation(try fields.required("reservation"))))
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("reservation", number: reservation.version)
    }

    /// Not while its car is inside on that day, or in the hours of it (design rule 4).
    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        guard let right = garage.reservation(reservation) else { throw .unknownReservation(reservation) }
        let (day, today) = (right.days.first, settings.zone.day(of: now))
        guard day >= today else { throw .dayOver(day) }
        if let hours = right.source.hours, hours.until <= now { throw .dayOver(day) }
        if right.admits(at: now, on: today), garage.stays.isInside(right.plate) { throw .carInside(reservation) }
        let credit = garage.credit(for: right, at: now, in: settings)
        return Decision(
            .cancelled(Outcome(reservation, refundable: garage.refundable(right, credit))), at: now,
            .reservationCancelled(ReservationCancelled(reservation, credit: credit)))
    }

    /// The reservation that is no more.
    public struct Outcome: CommandOutcome {
        /// The reservation.
        public let reservation: ReservationID
        /// What of what was paid is to be given back; nil for nothing.
        public let refundable: Money?

        /// A reservation that is no more.
        public init(_ reservation: ReservationID, refundable: Money? = nil) {
            (self.reservation, self.refundable) = (reservation, refundable)
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("cancelled", number: reservation.version)
            json.field("refundable", refundable?.decimal(in: currency))
        }
    }
}

extension Refusal {
    /// No reservation of that number stands.
    public static func unknownReservation(_ id: ReservationID) -> Refusal {
        Refusal(
            .unknownReservation, "No reservation \(id) stands; it may have been cancelled.", field: "reservation")
    }

    /// The reservation's car is inside on its day (design rule 4).
    public static func carInside(_ id: ReservationID) -> Refusal {
        Refusal(
            .carInside,
            "Reservation \(id) cannot be cancelled while its car is inside; cancel it once the car has left.")
    }
}
