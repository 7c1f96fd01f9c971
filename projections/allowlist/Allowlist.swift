import Chronology
public import Parking
public import Postgres
import Tariffs

/// Which plates may come and go on which day, and why.
public struct Allowlist: ReadModel {
    /// The schema of its tables.
    public static let name = "allowlist"
    /// Raised whenever the fold would write other rows.
    public static let revision = 1
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.allowlist_sql)
    /// Makes its views.
    public static let views = Statement(embedded: PackageResources.allowlist_views_sql)

    private struct Entry {
        let reservation: Int64
        let plate: PlateID
        let day: LocalDay
        let holder: Holder
    }

    private let garage: String
    /// By reservation; nil for one that leaves the list.
    private var changes: [Int64: Entry?] = [:]
    /// By permit; nil for one that was revoked before its first day.
    private var permits: [PermitID: Permit?] = [:]

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what the event will end.
    public mutating func before(_ event: RecordedEvent, in garage: Garage) {
        // A permit that ends before it begins is not to be found after the event.
        guard case .permitRevoked(let id, _) = event.event, garage.permit(id) != nil else { return }
        permits[id] = .some(nil)
    }

    /// Notes what the event has changed.
    public mutating func after(_ event: RecordedEvent, in garage: Garage) {
        switch event.event {
        case .dayReserved(let plate, let day, let holder, _):
            changes[event.version] = Entry(reservation: event.version, plate: plate, day: day, holder: holder)
        case .reservationCancelled(let id):
            changes[id.version] = .some(nil)
        case .permitGranted: note(PermitID(version: event.version), in: garage)
        case .permitRenewed(let id, _, _, _, _), .permitRevoked(let id, _): note(id, in: garage)
        default: break
        }
    }

    private mutating func note(_ id: PermitID, in garage: Garage) {
        if let permit = garage.permit(id) { permits[id] = permit }
    }

    /// Writes the noted rows.
    public mutating func write(_ session: PostgresSession) throws {
        if !changes.isEmpty { try writeEntries(session) }
        if !permits.isEmpty { try writePermits(session) }
    }

    private mutating func writeEntries(_ session: PostgresSession) throws {
        let removed = changes.filter { $0.value == nil }.map(\.key)
        let added = changes.values.compactMap(\.self).sorted { $0.reservation < $1.reservation }
        // A plate may have the same day again after giving it back, so what leaves the list leaves first.
        try session.execute(
            "delete from entries where garage_id = $1 and reservation = any ($2)", [.text(garage), .int8s(removed)])
        try session.execute(
            """
            insert into entries (garage_id, day, plate_id, reservation, holder)
            select $1, * from unnest($2::date[], $3::bytea[], $4::bigint[], $5::text[])
            """,
            [
                .text(garage), .dates(added.map(\.day.daysSinceEpoch)), .byteas(added.map(\.plate.bytes)),
                .int8s(added.map(\.reservation)), .texts(added.map(\.holder.rawValue)),
            ])
        changes = [:]
    }

    private mutating func writePermits(_ session: PostgresSession) throws {
        try session.execute(
            "delete from permits where garage_id = $1 and permit = any ($2)",
            [.text(garage), .int8s(permits.keys.map(\.version))])
        let standing = permits.values.compactMap(\.self).sorted { $0.id < $1.id }
        try session.execute(
            """
            insert into permits (garage_id, permit, plate_id, kind, first_day, last_day, groups, subscription, vehicle)
            select $1, permit, plate_id, kind, first_day, last_day, string_to_array(groups, ' '),
                subscription, vehicle
            from unnest($2::bigint[], $3::bytea[], $4::text[], $5::date[], $6::date[], $7::text[], $8::text[],
                $9::text[]) as new (permit, plate_id, kind, first_day, last_day, groups, subscription, vehicle)
            """,
            [
                .text(garage), .int8s(standing.map(\.id.version)), .byteas(standing.map(\.plate.bytes)),
                .texts(standing.map(\.kind.name.rawValue)), .dates(standing.map(\.days.first.daysSinceEpoch)),
                // The greatest number is the date infinity.
                .dates(standing.map { $0.days.last?.daysSinceEpoch ?? .max }),
                .texts(standing.map { joined($0.groups.map(\.text)) }),
                .optionalTexts(standing.map { $0.kind.subscription?.id.text }),
                .optionalTexts(standing.map { $0.kind.subscription?.vehicle?.text }),
            ])
        permits = [:]
    }
}
