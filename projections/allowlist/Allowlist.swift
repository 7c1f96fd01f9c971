import Chronology
public import Parking
public import Postgres

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

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what the event has changed.
    public mutating func after(_ event: RecordedEvent, in garage: Garage) {
        switch event.event {
        case .dayReserved(let plate, let day, let holder, _):
            changes[event.version] = Entry(reservation: event.version, plate: plate, day: day, holder: holder)
        case .reservationCancelled(let id):
            changes[id.version] = .some(nil)
        default: break
        }
    }

    /// Writes the noted rows.
    public mutating func write(_ session: Postgres.Session) throws {
        guard !changes.isEmpty else { return }
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
}
