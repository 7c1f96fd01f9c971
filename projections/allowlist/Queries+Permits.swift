public import Chronology
import JSON
public import Parking
import Postgres
public import Tariffs

/// A permit as an operator looks it up.
public struct PermitView: Hashable, Sendable {
    /// Its number.
    public var id: PermitID
    /// What events call the plate.
    public var plateID: PlateID
    /// The plate; nil where its vault row is erased.
    public var plate: Plate?
    /// What it gives.
    public var kind: PermitKind.Name
    /// Its days.
    public var days: RightDays
    /// The groups that its holder belongs to on those days.
    public var groups: Set<GroupID>
    /// What the rate card calls what was bought; nil for what nobody buys.
    public var subscription: SubscriptionID?
    /// The type of the vehicle whose card sold it; nil for the standard card.
    public var vehicle: CardID?
    /// Where its car may stand.
    public var spot: PermitSpot
    /// The tenant whose spots it shares; nil for nobody's.
    public var tenant: TenantID?
    /// The permit of another plate whose one place it shares; nil for one of its own.
    public var placeOf: PermitID?
}

extension Allowlist {
    static let permitsQuery = Query(
        "permits", [.day, .page, .asOf, .minVersion], waitingFor: [name],
        terminal: .init(
            "permits", "Which permits hold on a day: passes, subscriptions and memberships.", subject: .day)
    ) { (question, queries) throws(QueryError) in
        let day = try await queries.day(of: question)
        let permits = try await queries.permits(
            of: question.garage, on: day, after: question.after, limit: question.limit, asOf: question.asOf)
        return Answer(
            json: { json in
                json.field("garage", question.garage)
                json.field("day", day)
                json.name("permits")
                json.array(permits) { $0.permit($1) }
                json.field("next", number: permits.last?.id.version ?? question.after)
            },
            tables: {
                var table = Table(
                    "permit", "plate", "kind", "first_day", "last_day", "groups", "subscription", "vehicle", "spot",
                    "tenant", "place_of")
                for permit in permits { table.add(permit) }
                return [table]
            })
    }
}

extension Queries {
    /// The permits that hold on a day, in the order they were granted, from behind a number on.
    public func permits(
        of garage: GarageID, on day: LocalDay, after: Int64 = 0, limit: Int = .max, asOf: AsOf? = nil
    ) async throws(QueryError) -> [PermitView] {
        var permits: [PermitView]
        if let asOf {
            let held = try await history.garage(garage, asOf: asOf).permits(on: day)
            permits = held.filter { $0.id.version > after }.prefix(limit).compactMap(PermitView.init)
        } else {
            _ = try await settings(garage)
            permits = try await rows { session in
                try session.query(
                    """
                    select permit, plate_id, kind, first_day, last_day, array_to_string(groups, ' '), subscription, vehicle,
                        spot, shares, tenant, place_of
                    from allowlist.permits
                    where garage_id = $1 and $2 between first_day and last_day and permit > $3 order by permit limit $4
                    """,
                    [
                        .text(garage.text), .date(days: day.daysSinceEpoch), .int8(after), .int8(Int64(limit)),
                    ]
                ).map { try PermitView($0) }
            }
        }
        let plates = try await plates(permits.map(\.plateID), of: garage)
        for index in permits.indices { permits[index].plate = plates[permits[index].plateID] }
        return permits
    }
}

extension PermitView {
    /// The permit that a right is; nil for another right.
    fileprivate init?(_ right: Right) {
        guard let kind = right.source.permit else { return nil }
        self.init(
            id: PermitID(version: right.id.version), plateID: right.plate, kind: kind.name, days: right.days,
            groups: right.groups, subscription: kind.subscription?.id, vehicle: kind.subscription?.vehicle,
            spot: right.permitSpot, tenant: right.tenant, placeOf: right.placeOf)
    }

    fileprivate init(_ row: Row) throws(UnreadableRow) {
        let model = Allowlist.self
        self.init(
            id: PermitID(version: row.int8(0)), plateID: try row.plateID(1, of: model),
            kind: try row.value(2, of: model, PermitKind.Name.init(rawValue:)),
            days: RightDays(first: try row.day(3, of: model), last: try row.lastDay(4, of: model)),
            groups: try row.values(5, of: model, GroupID.init),
            subscription: try row.optional(6, of: model, SubscriptionID.init),
            vehicle: try row.optional(7, of: model, CardID.init),
            spot: try row.optional(8, of: model, SpotID.init).map(PermitSpot.fixed) ?? (row.bool(9) ? .shared : .own),
            tenant: try row.optional(10, of: model, TenantID.init),
            placeOf: row.optionalInt8(11).map { PermitID(version: $0) })
    }
}

extension JSONWriter {
    fileprivate mutating func permit(_ view: PermitView) {
        object { json in
            json.field("permit", number: view.id.version)
            json.field("plate", view.plate?.characters)
            json.field("plateId", view.plateID)
            json.field("kind", view.kind.rawValue)
            json.field("firstDay", view.days.first)
            json.field("lastDay", view.days.last)
            json.groups(view.groups)
            json.field("subscription", view.subscription)
            json.field("vehicle", view.vehicle)
            json.permitSpot(view.spot)
            json.field("tenant", view.tenant)
            json.field("placeOf", number: view.placeOf?.version)
        }
    }
}

extension Table {
    fileprivate mutating func add(_ permit: PermitView) {
        add(
            .number(permit.id.version), .text(permit.plate?.characters ?? "(erased)"), .text(permit.kind.rawValue),
            .text(permit.days.first.description), .text(permit.days.last?.description),
            .text(permit.groups.map(\.text).sorted().joined(separator: " ")), .text(permit.subscription?.text),
            .text(permit.vehicle?.text), .text(permit.spot.name?.text ?? (permit.spot == .shared ? "shared" : nil)),
            .text(permit.tenant?.text), .number(permit.placeOf?.version))
    }
}
