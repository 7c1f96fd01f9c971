public import Chronology
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
    public var days: PermitDays
    /// The groups that its holder belongs to on those days.
    public var groups: Set<GroupID>
    /// What the rate card calls what was bought; nil for what nobody buys.
    public var subscription: SubscriptionID?
    /// The type of the vehicle whose card sold it; nil for the standard card.
    public var vehicle: CardID?
}

extension Readings {
    /// The permits that hold on a day, in the order they were granted, from behind a number on.
    public func permits(
        of garage: GarageID, on day: LocalDay, after: Int64 = 0, limit: Int = .max, asOf: AsOf? = nil
    ) async throws(ReadingError) -> [PermitView] {
        var permits: [PermitView]
        if let asOf {
            let held = try await history.garage(garage, asOf: asOf).permits(on: day)
            permits = held.filter { $0.id.version > after }.prefix(limit).map { PermitView($0) }
        } else {
            _ = try await settings(garage)
            permits = try await rows { session in
                try session.query(
                    """
                    select permit, plate_id, kind, first_day, last_day, array_to_string(groups, ' '), subscription, vehicle
                    from allowlist.permits
                    where garage_id = $1 and $2 between first_day and last_day and permit > $3 order by permit limit $4
                    """,
                    [
                        .text(garage.text), .date(days: day.daysSinceEpoch), .int8(after), .int8(Int64(limit)),
                    ]
                ).compactMap { PermitView($0) }
            }
        }
        let plates = try await plates(permits.map(\.plateID), of: garage)
        for index in permits.indices { permits[index].plate = plates[permits[index].plateID] }
        return permits
    }
}

extension PermitView {
    fileprivate init(_ permit: Permit) {
        let bought = permit.kind.subscription
        self.init(
            id: permit.id, plateID: permit.plate, kind: permit.kind.name, days: permit.days, groups: permit.groups,
            subscription: bought?.id, vehicle: bought?.vehicle)
    }

    fileprivate init?(_ row: Row) {
        guard let plate = PlateID(bytes: row.bytes(1)), let kind = PermitKind.Name(rawValue: row.text(2)) else {
            return nil
        }
        // The greatest number is the date infinity.
        let last = row.date(4) == .max ? nil : LocalDay(daysSinceEpoch: row.date(4))
        self.init(
            id: PermitID(version: row.int8(0)), plateID: plate, kind: kind,
            days: PermitDays(first: LocalDay(daysSinceEpoch: row.date(3)), last: last),
            groups: Set(row.text(5).split(separator: " ").compactMap { GroupID(String($0)) }),
            subscription: row.optionalText(6).flatMap(SubscriptionID.init),
            vehicle: row.optionalText(7).flatMap(CardID.init))
    }
}
