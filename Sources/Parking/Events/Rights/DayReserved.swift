public import Chronology
package import JSON
package import Money
import Tariffs

/// A plate was given a local day: all of it, or hours that were paid in advance.
public struct DayReserved: EventBody {
    /// Whose it is.
    public let plate: PlateID
    /// The local day.
    public let day: LocalDay
    /// For whom.
    public let holder: Holder
    /// The hours of the day that were paid in advance; nil for the whole day.
    public let hours: PaidHours?

    package static let name = "day-reserved"
    package static let fields =
        ["plate", "day", "holder", "from", "until", "vehicle", "currency", "total"] + Forgiveness.fieldNames

    /// A reservation.
    public init(plate: PlateID, day: LocalDay, holder: Holder, hours: PaidHours? = nil) {
        self.plate = plate
        self.day = day
        self.holder = holder
        self.hours = hours
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        day = try fields.required("day")
        holder = try fields.required("holder")
        guard fields.has("from") else {
            hours = nil
            return
        }
        hours = PaidHours(
            from: try fields.required("from"), until: try fields.required("until"),
            vehicle: try fields.optional("vehicle"), total: try fields.amount("total", in: fields.required("currency")),
            forgiven: try fields.forgiveness())
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("day", day)
        json.field("holder", holder.rawValue)
        guard let hours else { return }
        json.field("from", hours.from)
        json.field("until", hours.until)
        json.field("vehicle", hours.vehicle)
        json.field("currency", currency.code)
        json.field("total", hours.total.decimal(in: currency))
        json.fields(of: hours.forgiven)
    }

    package func sentence(in currency: Currency) -> String {
        guard let hours else { return "The day \(day) was reserved for the \(holder.rawValue) \(plate.short)." }
        return "\(hours.from) to \(hours.until) was reserved for the \(holder.rawValue) \(plate.short)"
            + " for \(hours.total.decimal(in: currency))."
    }

    package var event: GarageEvent { .dayReserved(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        // Who has hours of the day cannot have it whole, and waits for it no more.
        if hours == nil {
            garage.takeOffer(of: day, holder, by: plate)
        } else {
            _ = garage.stopWaiting(plate, for: day, at: garage.knownAt)
        }
        return garage.give(
            Right(
                id: RightID(version: recorded.version), plate: plate, knownSince: garage.knownAt,
                days: RightDays(first: day, last: day), source: hours.map { .hours($0, holder) } ?? .day(holder)))
    }
}
