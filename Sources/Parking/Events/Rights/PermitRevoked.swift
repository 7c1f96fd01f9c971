public import Chronology
package import JSON
package import Money

/// A permit lets nobody in any more, and ends with this day for a car that is inside; where that is before its first one, it never
/// was of use.
public struct PermitRevoked: EventBody {
    /// The permit.
    public let permit: PermitID
    /// Its last day.
    public let lastDay: LocalDay

    package static let name = "permit-revoked"
    package static let fields = ["permit", "lastDay"]

    /// A permit and the day that is its last now.
    public init(_ permit: PermitID, lastDay: LocalDay) {
        self.permit = permit
        self.lastDay = lastDay
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        permit = try fields.required("permit")
        lastDay = try fields.required("lastDay")
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("permit", number: permit.version)
        json.field("lastDay", lastDay)
    }

    package func sentence(in currency: Currency) -> String { "Permit \(permit) was revoked: it ends with \(lastDay)." }

    package var event: GarageEvent { .permitRevoked(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        let revokedAt = garage.knownAt
        return garage.change(permit) { ($0.days.last, $0.revokedAt) = (lastDay, revokedAt) }
    }
}
