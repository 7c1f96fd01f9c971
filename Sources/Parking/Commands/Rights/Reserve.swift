public import Chronology
package import JSON
package import Money
public import Tariffs

/// Asks for a full local day, or for hours of one that are paid at once by the week's grid (golden cases 27–29).
///
/// Hours may be booked as long as the garage's settings say so; those that were booked stand.
public struct Reserve: GarageCommand {
    /// Whose it is to be.
    public let plate: PlateID
    /// What is asked for.
    public let time: Time
    /// For whom.
    public let holder: Holder

    /// What may be reserved.
    public enum Time: Hashable, Sendable {
        case day(LocalDay)
        case hours(HoursBooking)
        /// From the hour that has begun to the day's end, for a vehicle by this card: a guest pays at once and stays.
        case restOfDay(CardID)
    }

    package static let name = CommandName.reserve

    /// A full local day.
    public init(plate: PlateID, day: LocalDay, holder: Holder) {
        (self.plate, time, self.holder) = (plate, .day(day), holder)
    }

    /// Hours of a day.
    public init(plate: PlateID, _ booking: HoursBooking, holder: Holder) {
        (self.plate, time, self.holder) = (plate, .hours(booking), holder)
    }

    /// The hours from now to the day's end.
    public init(plate: PlateID, untilDayEnd vehicle: CardID = .standard, holder: Holder) {
        (self.plate, time, self.holder) = (plate, .restOfDay(vehicle), holder)
    }

    package static func request(
        _ reader: inout JSONReader, _ context: CommandContext
    ) throws(JSONError) -> CommandRequest {
        try reader.fields(["plate", "day", "start", "hours", "until", "vehicle", "holder"]) {
            (fields: inout JSONFields) throws(JSONError) in
            let plate: Plate = try fields.required("plate")
            let holder: Holder = try fields.optional("holder") ?? .member
            let (vehicle, hours): (CardID?, Int?) = (try fields.optional("vehicle"), try fields.optional("hours"))
            let day: LocalDay? = try fields.optional("day")
            let start: LocalDateTime? = try fields.optional("start")
            if let _: HoursEnd = try fields.optional("until") {
                for (other, isNamed) in [("day", day != nil), ("start", start != nil), ("hours", hours != nil)] {
                    guard !isNamed else { throw JSONError("goes without until", path: other) }
                }
                return .naming(plate) {
                    .reserve(Reserve(plate: $0, untilDayEnd: vehicle ?? .standard, holder: holder))
                }
            }
            guard let start else {
                guard hours == nil else { throw .missing("start") }
                guard vehicle == nil else {
                    throw JSONError("goes with start and hours or with until only", path: "vehicle")
                }
                let day = try JSON.required(day, "day")
                return .naming(plate) { .reserve(Reserve(plate: $0, day: day, holder: holder)) }
            }
            guard day == nil else { throw JSONError("goes without start", path: "day") }
            let booking = HoursBooking(
                start: start, hours: try JSON.required(hours, "hours"), card: vehicle ?? .standard)
            return .naming(plate) { .reserve(Reserve(plate: $0, booking, holder: holder)) }
        }
    }

    package func writeCanonical(_ json: inout JSONWriter, currency: Currency?) {
        json.field("command", Self.name.rawValue)
        json.field("plate", plate)
        switch time {
        case .day(let day): json.field("day", day)
        case .hours(let booking):
            json.field("start", number: booking.start.microseconds)
            json.field("hours", number: booking.hours)
            json.field("vehicle", booking.card)
        case .restOfDay(let vehicle):
            json.field("until", HoursEnd.dayEnd.rawValue)
            json.field("vehicle", vehicle)
        }
        json.field("holder", holder.rawValue)
    }

    package func decide(on garage: Garage, at now: Instant) throws(Refusal) -> Decision {
        let settings = try garage.configured()
        let id = ReservationID(version: garage.version + 1)
        switch time {
        case .day(let day):
            let reserved = GarageEvent.dayReserved(DayReserved(plate: plate, day: day, holder: holder))
            do { try check(day, .always, on: garage, at: now, in: settings) } catch {
                // Whoever waits first has the spot of a car that has not come by the garage's hour.
                guard [.dayFull, .guestQuotaFull].contains(error.problem.type),
                    let missing = missed(on: day, garage, at: now, in: settings)
                else { throw error }
                let id = ReservationID(version: garage.version + 2)
                return Decision(
                    .reserved(Outcome(id, day: day)), at: now,
                    .reservationMissed(ReservationMissed(ReservationID(version: missing.id.version))), reserved)
            }
            return Decision(.reserved(Outcome(id, day: day)), at: now, reserved)
        case .hours(var booking):
            // Groups belong to the price as it is when it is bought, as rates do.
            booking.groups = garage.groups(of: plate, at: now)
            let reserved = try price(for: booking.card, by: garage.book, at: now, in: settings) {
                (tariff) throws(BookingError) in try tariff.hours(of: booking)
            }
            return try give(reserved, of: booking.start.day, id, on: garage, at: now, in: settings)
        case .restOfDay(let vehicle):
            let groups = garage.groups(of: plate, at: now)
            let reserved = try price(for: vehicle, by: garage.book, at: now, in: settings) {
                (tariff) throws(BookingError) in try tariff.hours(untilDayEndFrom: now, card: vehicle, groups: groups)
            }
            return try give(reserved, of: settings.zone.day(of: now), id, on: garage, at: now, in: settings)
        }
    }

    /// Hours that nobody could book were told by now, before what stands in the way of those that somebody could.
    private func give(
        _ reserved: ReservedHours, of day: LocalDay, _ id: ReservationID, on garage: Garage, at now: Instant,
        in settings: GarageSettings
    ) throws(Refusal) -> Decision {
        try check(day, reserved.hours.from..<reserved.hours.until, on: garage, at: now, in: settings)
        return Decision(
            .reserved(Outcome(id, day: day, hours: reserved)), at: now,
            .dayReserved(DayReserved(plate: plate, day: day, holder: holder, hours: reserved.hours)))
    }

    /// Whether a spot of the day is left for the plate at every moment of a span (design rule 2).
    private func check(
        _ day: LocalDay, _ span: Range<Instant>, on garage: Garage, at now: Instant, in settings: GarageSettings
    ) throws(Refusal) {
        guard day >= settings.zone.day(of: now) else { throw .dayOver(day) }
        let last = settings.lastDayAhead(at: now)
        guard day <= last else { throw .dayTooFar(last: last) }

        if let suspension = garage.suspension(of: plate, on: day) { throw .suspended(suspension) }
        let reserved = garage.rights.reserved(on: day)
        let full = span == .always ? Refusal.dayFull(day) : .hoursFull(day)
        // What was given back is kept for those who wait, for as long as it is offered to them.
        let offers = garage.offers(on: day, for: holder, at: now, in: settings)
        let isOffered = garage.isOffered(plate, offers, of: day, as: holder)
        let kept = isOffered && span == .always ? 0 : offers.count
        if let standing = garage.rights.walk(plate).reservations(on: day).first(where: { $0.span.overlaps(span) }) {
            throw .alreadyReserved(ReservationID(version: standing.id.version))
        }
        switch holder {
        case .guest:
            guard settings.guestSpots > 0 else { throw .noGuests }
            guard reserved.most(\.guests, in: span) + kept < settings.guestSpots else { throw .guestQuotaFull(day) }
        case .member:
            let spots = settings.bookableSpots - settings.guestSpots
            guard reserved.most(\.members, in: span) + kept < spots else { throw full }
        }
        // Settings may have shrunk under the reservations that stand.
        guard reserved.most(\.all, in: span) < settings.bookableSpots else { throw full }
    }

    /// The reservation whose car has not come, where its spot is offered to this plate.
    private func missed(
        on day: LocalDay, _ garage: Garage, at now: Instant, in settings: GarageSettings
    ) -> Right? {
        let offers = garage.offers(on: day, for: holder, at: now, in: settings)
        guard garage.isOffered(plate, offers, of: day, as: holder) else { return nil }
        return garage.noShows(on: day, for: holder, at: now, in: settings).first { $0.plate != plate }
    }

    /// Hours are priced by the book as it is known now.
    private func price(
        for vehicle: CardID, by book: RateBook, at now: Instant, in settings: GarageSettings,
        _ hours: (Tariff) throws(BookingError) -> Stay
    ) throws(Refusal) -> ReservedHours {
        guard settings.hourBookings else { throw .hourBookingsOff }
        try settings.check(vehicle)
        let tariff: Tariff
        do { tariff = try Tariff(book, in: settings.zone) } catch { throw .booking(.tariff(error)) }
        let (stay, charge): (Stay, Charge)
        do {
            stay = try hours(tariff)
            charge = try tariff.price(hours: stay)
        } catch { throw .booking(error) }
        guard stay.exit > now else { throw .booking(.over) }
        let hours = PaidHours(
            from: stay.entry, until: stay.exit, vehicle: vehicle == .standard ? nil : vehicle,
            total: charge.total, forgiven: tariff.forgiveness(on: vehicle))
        return ReservedHours(hours: hours, charge: charge)
    }

    /// The reservation, with what hours cost that were paid in advance.
    public struct Outcome: CommandOutcome {
        /// The reservation.
        public let reservation: ReservationID
        /// Its day.
        public let day: LocalDay
        /// Its hours, where it is not of the whole day.
        public let hours: ReservedHours?

        /// A reservation.
        public init(_ reservation: ReservationID, day: LocalDay, hours: ReservedHours? = nil) {
            self.reservation = reservation
            self.day = day
            self.hours = hours
        }

        package func write(_ json: inout JSONWriter, in currency: Currency, zone: ZoneRules) {
            json.field("reservation", number: reservation.version)
            json.field("day", day)
            guard let hours else { return }
            json.field("from", hours.hours.from.description(in: zone))
            json.field("until", hours.hours.until.description(in: zone))
            json.name("charge")
            json.charge(hours.charge, in: currency, zone: zone)
        }
    }
}

/// Hours that were reserved, and their charge line by line.
public struct ReservedHours: Hashable, Sendable {
    /// The hours.
    public let hours: PaidHours
    /// What they cost.
    public let charge: Charge
}

extension GarageSettings {
    /// How many days ahead a right may begin.
    static let daysAhead = 366

    /// The last day on which a right may begin.
    func lastDayAhead(at now: Instant) -> LocalDay { zone.day(of: now).advanced(by: GarageSettings.daysAhead) }
}

extension Problem {
    /// The garage's operator has switched the booking of hours off.
    public static let hourBookingsOff = Problem(
        .hourBookingsOff,
        "The garage books no hours at present (hourBookings); reserve a whole day, or ask again when its operator has switched"
            + " them on.")
}

extension Refusal {
    /// The garage's operator has switched the booking of hours off.
    public static let hourBookingsOff = Refusal(Problem.hourBookingsOff)

    /// The day is further ahead than anyone may reserve.
    public static func dayTooFar(last: LocalDay) -> Refusal {
        Refusal(.dayTooFar, "Days up to \(last) can be reserved.", field: "day")
    }

    /// The plate has that day already, or some of those hours.
    public static func alreadyReserved(_ id: ReservationID) -> Refusal {
        Refusal(.alreadyReserved, "The plate has this day or some of these hours already, by reservation \(id).")
    }

    /// At some moment of the hours every spot that members may reserve is taken (design rule 2).
    public static func hoursFull(_ day: LocalDay) -> Refusal {
        Refusal(.dayFull, "No spot is left for all of these hours of \(day); try other hours, another day or garage.")
    }

    /// Every spot of the day that members may reserve is taken (design rule 2).
    public static func dayFull(_ day: LocalDay) -> Refusal {
        Refusal(.dayFull, "No spot is left on \(day); try another day or garage.")
    }

    /// No spot of the garage is for guests to reserve.
    public static let noGuests = Refusal(
        .guestQuotaFull, "The garage takes no guests: none of its spots is theirs (guestSpots).", field: "holder")

    /// Every spot of the day that guests may reserve is taken (design rule 2).
    public static func guestQuotaFull(_ day: LocalDay) -> Refusal {
        Refusal(.guestQuotaFull, "No spot for guests is left on \(day).")
    }
}
