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
    /// Reads from each of its tables.
    public static let probe: Statement = """
        select exists (select from allowlist.entries), exists (select from allowlist.permits)
        """

    /// The questions that it answers.
    public static let queries = [allowlistQuery, permitsQuery]
    /// How they are documented.
    public static let document = PackageResources.allowlist_openapi_yaml

    private let garage: String
    /// By right; nil for one that is gone.
    private var changes: [RightID: Right?] = [:]

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what an event has changed.
    public mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage) {
        switch change {
        case .rightCame(let right), .rightChanged(let right): changes[right.id] = right
        case .rightWent(let right): changes[right.id] = .some(nil)
        case .settings, .rateBook, .stayBegan, .stayJoined, .stayEnded, .stayMended, .carNamed, .entryMoved,
            .exitUnmatched, .exception, .countCorrected:
            break
        }
    }

    /// Writes the noted rows.
    public mutating func write(_ session: PostgresSession) throws {
        guard !changes.isEmpty else { return }
        let standing = changes.values.compactMap(\.self).sorted { $0.id < $1.id }
        // A plate may have the same day again after giving it back, so what leaves the list leaves first.
        try session.execute(
            "delete from entries where garage_id = $1 and reservation = any ($2)",
            [.text(garage), .int8s(changes.keys.map(\.version))])
        try session.execute(
            "delete from permits where garage_id = $1 and permit = any ($2)",
            [.text(garage), .int8s(changes.keys.map(\.version))])
        try writeEntries(standing.filter { $0.source.holder != nil }, session)
        try writePermits(standing.filter { $0.source.permit != nil }, session)
        changes = [:]
    }

    private func writeEntries(_ rights: [Right], _ session: PostgresSession) throws {
        guard !rights.isEmpty else { return }
        try session.execute(
            """
            insert into entries (garage_id, day, plate_id, reservation, holder)
            select $1, * from unnest($2::date[], $3::bytea[], $4::bigint[], $5::text[])
            """,
            [
                .text(garage), .dates(rights.map(\.days.first.daysSinceEpoch)), .byteas(rights.map(\.plate.bytes)),
                .int8s(rights.map(\.id.version)), .texts(rights.map { $0.source.holder?.rawValue ?? "" }),
            ])
    }

    private func writePermits(_ rights: [Right], _ session: PostgresSession) throws {
        guard !rights.isEmpty else { return }
        try session.execute(
            """
            insert into permits (garage_id, permit, plate_id, kind, first_day, last_day, groups, subscription, vehicle)
            select $1, permit, plate_id, kind, first_day, last_day, string_to_array(groups, ' '),
                subscription, vehicle
            from unnest($2::bigint[], $3::bytea[], $4::text[], $5::date[], $6::date[], $7::text[], $8::text[],
                $9::text[]) as new (permit, plate_id, kind, first_day, last_day, groups, subscription, vehicle)
            """,
            [
                .text(garage), .int8s(rights.map(\.id.version)), .byteas(rights.map(\.plate.bytes)),
                .texts(rights.map { $0.source.permit?.name.rawValue ?? "" }),
                .dates(rights.map(\.days.first.daysSinceEpoch)),
                // The greatest number is the date infinity.
                .dates(rights.map { $0.days.last?.daysSinceEpoch ?? .max }),
                .texts(rights.map { joined($0.groups.map(\.text)) }),
                .optionalTexts(rights.map { $0.source.subscription?.id.text }),
                .optionalTexts(rights.map { $0.source.subscription?.vehicle?.text }),
            ])
    }
}
