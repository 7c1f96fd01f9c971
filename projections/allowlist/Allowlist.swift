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
        guard let zone = garage.settings?.zone, let until = right.ends(in: zone) else { return }
        reservations[right.id] = Reservation(
            right: right, from: right.begins(in: zone), until: until,
            admittedFrom: right.admits(from: right.days.first, in: zone), cancelled: isGone ? event : nil)
    }

    /// Writes the noted rows.
    public mutating func write(_ session: PostgresSession) throws {
        try writeReservations(session)
        try suspensions.write(garage, session)
        if !permits.isEmpty {
            try session.execute(
                "delete from permits where garage_id = $1 and permit = any ($2)",
                [.text(garage), .int8s(permits.keys.map(\.version))])
            try writePermits(permits.values.compactMap(\.self).sorted { $0.id < $1.id }, session)
        }
        try session.write(listings, of: garage)
        (reservations, permits, listings) = ([:], [:], [])
    }

    private func writeReservations(_ session: PostgresSession) throws {
        guard !reservations.isEmpty else { return }
        let rows = reservations.values.sorted { $0.right.id < $1.right.id }
        try session.execute(
            """
            insert into reservations (garage_id, reservation, day, plate_id, holder, from_at, until_at, admitted_from,
                reserved_at, cancelled_at, cancelled_version)
            select $1, * from unnest($2::bigint[], $3::date[], $4::bytea[], $5::text[], $6::timestamptz[],
                $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::bigint[])
            on conflict (garage_id, reservation)
            do update set cancelled_at = excluded.cancelled_at, cancelled_version = excluded.cancelled_version
            """,
            [
                .text(garage), .int8s(rows.map(\.right.id.version)),
                .dates(rows.map(\.right.days.first.daysSinceEpoch)),
                .byteas(rows.map(\.right.plate.bytes)), .texts(rows.map { $0.right.source.holder?.rawValue ?? "" }),
                .timestamptzs(rows.map(\.from.microseconds)), .timestamptzs(rows.map(\.until.microseconds)),
                .timestamptzs(rows.map(\.admittedFrom.microseconds)),
                .timestamptzs(rows.map(\.right.knownSince.microseconds)),
                .optionalTimestamptzs(rows.map { $0.cancelled?.occurredAt.microseconds }),
                .optionalInt8s(rows.map { $0.cancelled?.version }),
            ])
    }

    private func writePermits(_ rights: [Right], _ session: PostgresSession) throws {
        guard !rights.isEmpty else { return }
        try session.execute(
            """
            insert into permits (garage_id, permit, plate_id, kind, first_day, last_day, admits_last, groups, subscription,
                vehicle)
            select $1, permit, plate_id, kind, first_day, last_day, admits_last, string_to_array(groups, ' '),
                subscription, vehicle
            from unnest($2::bigint[], $3::bytea[], $4::text[], $5::date[], $6::date[], $7::date[], $8::text[], $9::text[],
                $10::text[]) as new (permit, plate_id, kind, first_day, last_day, admits_last, groups, subscription, vehicle)
            """,
            [
                .text(garage), .int8s(rights.map(\.id.version)), .byteas(rights.map(\.plate.bytes)),
                .texts(rights.map { $0.source.permit?.name.rawValue ?? "" }),
                .dates(rights.map(\.days.first.daysSinceEpoch)),
                // The greatest number is the date infinity.
                .dates(rights.map { $0.days.last?.daysSinceEpoch ?? .max }),
                .dates(rights.map { $0.lastDayOfAdmission?.daysSinceEpoch ?? .max }),
                .texts(rights.map { joined($0.groups.map(\.text)) }),
                .optionalTexts(rights.map { $0.source.subscription?.id.text }),
                .optionalTexts(rights.map { $0.source.subscription?.vehicle?.text }),
            ])
    }
}
