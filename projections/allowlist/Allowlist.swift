import Chronology
public import Parking
public import Postgres
import Tariffs

/// Which plates may come and go on which day, and why.
public struct Allowlist: ReadModel {
    /// The schema of its tables.
    public static let name = "allowlist"
    /// Raised whenever the fold would write other rows.
    public static let revision = 5
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.allowlist_sql)
    /// Makes its views.
    public static let views = Statement(embedded: PackageResources.allowlist_views_sql)
    /// Reads from each of its tables.
    public static let probe: Statement = """
        select exists (select from allowlist.reservations), exists (select from allowlist.permits),
            exists (select from allowlist.listed), exists (select from allowlist.suspensions)
        """

    /// The questions that it answers.
    public static let queries = [allowlistQuery, permitsQuery, reservationsQuery, suspensionsQuery]
    /// How they are documented.
    public static let document = PackageResources.allowlist_openapi_yaml

    private struct Reservation {
        let right: Right
        let from: Instant
        let until: Instant
        let admittedFrom: Instant
        var cancelled: RecordedEvent?
    }

    private let garage: String
    private var reservations: [RightID: Reservation] = [:]
    /// By permit; nil for one that is gone.
    private var permits: [RightID: Right?] = [:]
    private var listings: [Listing] = []
    private var suspensions = NotedSuspensions()

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what an event has changed.
    public mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage) {
        switch change {
        case .rightCame(let right), .rightChanged(let right): note(right, by: event, in: garage)
        case .rightWent(let right): note(right, isGone: true, by: event, in: garage)
        case .suspended(let suspension): suspensions.note(suspension)
        case .suspensionEnded(let suspension): suspensions.note(suspension, endedBy: event)
        case .settings, .rateBook, .stayBegan, .stayJoined, .stayEnded, .stayMended, .carNamed, .entryMoved,
            .exitUnmatched, .exception, .countCorrected, .billed:
            break
        }
    }

    private mutating func note(_ right: Right, isGone: Bool = false, by event: RecordedEvent, in garage: Garage) {
        guard right.source.holder != nil else {
            permits.updateValue(isGone ? nil : right, forKey: right.id)
            if let listing = Listing(right, by: event.version) { listings.append(listing) }
            return
        }
        guard let zone = garage.settings?.zone else { return }
        let presence = right.presence(in: zone)
        reservations[right.id] = Reservation(
            right: right, from: presence.lowerBound, until: presence.upperBound,
            admittedFrom: right.admission(on: right.days.first, in: zone).lowerBound,
            cancelled: isGone ? event : nil)
    }

    /// Writes the noted rows.
    public static func write(_ folds: [Allowlist], _ session: PostgresSession) throws {
        try writeReservations(folds, session)
        try NotedSuspensions.write(folds.map { ($0.garage, $0.suspensions) }, session)
        try writePermits(folds, session)
        try session.write(folds.flatMap { fold in fold.listings.map { (fold.garage, $0) } })
    }

    /// Forgets the noted rows.
    public mutating func forget() {
        (reservations, permits, listings, suspensions) = ([:], [:], [], NotedSuspensions())
    }

    private static func writeReservations(_ folds: [Allowlist], _ session: PostgresSession) throws {
        let noted = folds.flatMap { fold in fold.reservations.values.map { (garage: fold.garage, row: $0) } }
            .sorted { ($0.garage, $0.row.right.id) < ($1.garage, $1.row.right.id) }
        guard !noted.isEmpty else { return }
        let rows = noted.map(\.row)
        try session.execute(
            """
            insert into reservations (garage_id, reservation, day, plate_id, holder, from_at, until_at, admitted_from,
                reserved_at, cancelled_at, cancelled_version)
            select * from unnest($1::text[], $2::bigint[], $3::date[], $4::bytea[], $5::text[], $6::timestamptz[],
                $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::bigint[])
            on conflict (garage_id, reservation)
            do update set cancelled_at = excluded.cancelled_at, cancelled_version = excluded.cancelled_version
            """,
            [
                .texts(noted.map(\.garage)), .int8s(rows.map(\.right.id.version)),
                .dates(rows.map(\.right.days.first.daysSinceEpoch)),
                .byteas(rows.map(\.right.plate.bytes)), .texts(rows.map { $0.right.source.holder?.rawValue ?? "" }),
                .timestamptzs(rows.map(\.from.microseconds)), .timestamptzs(rows.map(\.until.microseconds)),
                .timestamptzs(rows.map(\.admittedFrom.microseconds)),
                .timestamptzs(rows.map(\.right.knownSince.microseconds)),
                .optionalTimestamptzs(rows.map { $0.cancelled?.occurredAt.microseconds }),
                .optionalInt8s(rows.map { $0.cancelled?.version }),
            ])
    }

    private static func writePermits(_ folds: [Allowlist], _ session: PostgresSession) throws {
        let noted = folds.flatMap { fold in fold.permits.map { (garage: fold.garage, id: $0.key, right: $0.value) } }
        guard !noted.isEmpty else { return }
        try session.execute(
            """
            delete from permits using unnest($1::text[], $2::bigint[]) as noted (garage_id, permit)
            where permits.garage_id = noted.garage_id and permits.permit = noted.permit
            """, [.texts(noted.map(\.garage)), .int8s(noted.map(\.id.version))])
        let rows = noted.compactMap { noted in noted.right.map { (garage: noted.garage, right: $0) } }
            .sorted { ($0.garage, $0.right.id) < ($1.garage, $1.right.id) }
        guard !rows.isEmpty else { return }
        let rights = rows.map(\.right)
        let stands: [Parameter] = [
            .optionalTexts(rights.map { $0.permitSpot.name?.text }),
            .texts(rights.map { $0.permitSpot == .shared ? "t" : "f" }),
            .optionalTexts(rights.map { $0.tenant?.text }), .optionalInt8s(rights.map { $0.placeOf?.version }),
        ]
        try session.execute(
            """
            insert into permits (garage_id, permit, plate_id, kind, first_day, last_day, admits_last, groups, subscription,
                vehicle, spot, shares, tenant, place_of)
            select garage_id, permit, plate_id, kind, first_day, last_day, admits_last, string_to_array(groups, ' '),
                subscription, vehicle, spot, shares::boolean, tenant, place_of
            from unnest($1::text[], $2::bigint[], $3::bytea[], $4::text[], $5::date[], $6::date[], $7::date[], $8::text[],
                $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[])
                as new (garage_id, permit, plate_id, kind, first_day, last_day, admits_last, groups, subscription, vehicle,
                    spot, shares, tenant, place_of)
            """,
            [
                .texts(rows.map(\.garage)), .int8s(rights.map(\.id.version)), .byteas(rights.map(\.plate.bytes)),
                .texts(rights.map { $0.source.permit?.name.rawValue ?? "" }),
                .dates(rights.map(\.days.first.daysSinceEpoch)),
                // The greatest number is the date infinity.
                .dates(rights.map { $0.days.last?.daysSinceEpoch ?? .max }),
                .dates(rights.map { $0.lastDayOfAdmission?.daysSinceEpoch ?? .max }),
                .texts(rights.map { joined($0.groups.map(\.text)) }),
                .optionalTexts(rights.map { $0.source.subscription?.id.text }),
                .optionalTexts(rights.map { $0.source.subscription?.vehicle?.text }),
            ] + stands)
    }
}
