public import Chronology
package import JSON
public import Money

/// A permit lets nobody in any more, and ends with this day for a car that is inside; where that is before its first one, it never
/// was of use.
public struct PermitRevoked: EventBody {
    /// The permit.
    public let permit: PermitID
    /// Its last day.
    public let lastDay: LocalDay
    /// What of its price falls away by the card, whether it was paid or not; nil for nothing.
    public let credit: Money?

    package static let name = "permit-revoked"
    package static let fields = ["permit", "lastDay", "currency", "credit"]

    /// A permit and the day that is its last now.
    public init(_ permit: PermitID, lastDay: LocalDay, credit: Money? = nil) {
        self.permit = permit
        self.lastDay = lastDay
        self.credit = credit
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        permit = try fields.required("permit")
        lastDay = try fields.required("lastDay")
        credit = try fields.credit()
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("permit", number: permit.version)
        json.field("lastDay", lastDay)
        json.credit(credit, in: currency)
    }

    package func sentence(in currency: Currency) -> String {
        "Permit \(permit) was revoked: it ends with \(lastDay)\(credit.creditSentence(in: currency))."
    }

    package var event: GarageEvent { .permitRevoked(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        let revokedAt = garage.knownAt
        return garage.change(permit) {
            ($0.days.last, $0.revokedAt, $0.credit) = (lastDay, revokedAt, credit ?? .zero)
        }
    }
}
