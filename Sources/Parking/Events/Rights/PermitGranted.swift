public import Chronology
package import JSON
package import Money
public import Tariffs

/// A plate was given a standing right, to the end of its last day; without one until it is revoked.
public struct PermitGranted: EventBody {
    /// Whose it is.
    public let plate: PlateID
    /// What it gives.
    public let kind: PermitKind
    /// Its first day.
    public let firstDay: LocalDay
    /// Its last day; nil where none is set.
    public let lastDay: LocalDay?
    /// The groups that its holder belongs to.
    public let groups: Set<GroupID>
    /// Where its car may stand.
    public let spot: PermitSpot
    /// The tenant whose spots it shares; nil for nobody's.
    public let tenant: TenantID?

    package static let name = "permit-granted"
    package static let fields = [
        "plate", "kind", "firstDay", "lastDay", "groups", "subscription", "period", "vehicle", "currency", "total",
        "spot", "shared", "permit", "tenant",
    ]

    /// A permit.
    public init(
        _ plate: PlateID, _ kind: PermitKind, firstDay: LocalDay, lastDay: LocalDay?, groups: Set<GroupID>,
        spot: PermitSpot = .own, tenant: TenantID? = nil
    ) {
        self.plate = plate
        self.kind = kind
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.groups = groups
        self.spot = spot
        self.tenant = tenant
    }

    package init(_ fields: inout JSONFields, zones: ZoneLookup) throws(JSONError) {
        plate = try fields.required("plate")
        let name: PermitKind.Name = try fields.required("kind")
        firstDay = try fields.required("firstDay")
        lastDay = try fields.optional("lastDay")
        groups =
            try fields.optional("groups") { (reader: inout JSONReader) throws(JSONError) in try reader.groups() } ?? []
        spot = try fields.permitSpot()
        tenant = try fields.optional("tenant")
        switch name {
        case .pass: kind = .pass
        case .membership: kind = .membership
        case .further: kind = .further(try fields.required("permit"))
        case .subscription:
            kind = .subscription(
                PaidSubscription(
                    id: try fields.required("subscription"), period: try fields.required("period"),
                    vehicle: try fields.optional("vehicle"),
                    total: try fields.amount("total", in: fields.required("currency"))))
        }
    }

    package func write(_ json: inout JSONWriter, in currency: Currency) {
        json.field("plate", plate)
        json.field("kind", kind.name.rawValue)
        json.field("firstDay", firstDay)
        json.field("lastDay", lastDay)
        json.groups(groups)
        json.permitSpot(spot)
        json.field("tenant", tenant)
        if case .further(let permit) = kind { json.field("permit", number: permit.version) }
        guard let bought = kind.subscription else { return }
        json.field("subscription", bought.id)
        json.field("period", bought.period.rawValue)
        json.field("vehicle", bought.vehicle)
        json.field("currency", currency.code)
        json.field("total", bought.total.decimal(in: currency))
    }

    package func sentence(in currency: Currency) -> String {
        let days = "from \(firstDay)" + (lastDay.map { " to \($0)" } ?? " on")
        let paid = kind.subscription.map { " for \($0.total.decimal(in: currency))" } ?? ""
        let spot = self.spot.name.map { " on spot \($0)" } ?? ""
        if case .further(let permit) = kind { return "\(plate.short) may use the place of permit \(permit) \(days)." }
        return "A \(kind.name.rawValue) \(days) was given to \(plate.short)\(spot)\(paid)."
    }

    package var event: GarageEvent { .permitGranted(self) }

    /// The places that it shares.
    var quota: Quota? {
        if case .further(let permit) = kind { return .permit(permit) }
        return tenant.map { .tenant($0) }
    }

    package func apply(to garage: inout Garage, _ recorded: RecordedEvent) -> [GarageChange] {
        var changes: [GarageChange] = []
        if case .further(let permit) = kind, garage.permit(permit)?.quota == nil {
            changes = garage.change(permit) { $0.quota = quota }
        }
        return changes
            + garage.give(
                Right(
                    id: RightID(version: recorded.version), plate: plate, knownSince: garage.knownAt,
                    days: RightDays(first: firstDay, last: lastDay), source: RightSource(kind), groups: groups,
                    permitSpot: spot, quota: quota))
    }
}
