public import Chronology
package import JSON
public import Money
import Tariffs

/// A subscription was paid for its next period; renewals are counted from 1 (golden case 30).
public struct PermitRenewed: EventBody {
    /// The permit.
    public let permit: PermitID
    /// The first day of the period.
    public let firstDay: LocalDay
    /// The last day of the period.
    public let lastDay: LocalDay
    /// How often it has been renewed with this.
    public let renewal: Int
    /// What the period cost.
    public let total: Money

    package static let name = "permit-renewed"
    package static let fields = ["permit", "firstDay", "lastDay", "renewal", "currency", "total"]

    /// A period that was sold.
    public init(_ permit: PermitID, firstDay: LocalDay, lastDay: LocalDay, renewal: Int, total: Money) {
        self.permit = permit
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.renewal = renewal
        self.total = total
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        permit = try fields.required("permit")
        firstDay = try fields.required("firstDay")
        lastDay = try fields.required("lastDay")
        renewal = try fields.required("renewal")
        total = try fields.amount("total", in: fields.required("currency"))
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("permit", number: permit.version)
        json.field("firstDay", firstDay)
        json.field("lastDay", lastDay)
        json.field("renewal", number: renewal)
        json.field("currency", currency.code)
        json.field("total", total.decimal(in: currency))
    }

    package func sentence(in currency: Currency) -> String {
        "Permit \(permit) was renewed from \(firstDay) to \(lastDay) for \(total.decimal(in: currency))."
    }

    package var event: GarageEvent { .permitRenewed(self) }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        let period = SoldPeriod(
            first: firstDay, last: lastDay, total: total, knownAt: garage.knownAt, version: recorded.version)
        return garage.change(permit) {
            ($0.days.last, $0.renewals) = (lastDay, renewal)
            $0.periods.append(period)
        }
    }
}
