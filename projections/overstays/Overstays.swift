import Chronology
public import Parking
public import Postgres

/// Cars whose right to be inside ends at a known moment (design rule 6).
public struct Overstays: ReadModel {
    /// The schema of its tables.
    public static let name = "overstays"
    /// Raised whenever the fold would write other rows.
    public static let revision = 6
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.overstays_sql)
    /// Makes its views.
    public static let views = Statement(embedded: PackageResources.overstays_views_sql)
    /// Reads from each of its tables.
    public static let probe: Statement = "select exists (select from overstays.stays)"

    /// The questions that it answers.
    public static let queries = [overstaysQuery]
    /// How they are documented.
    public static let document = PackageResources.overstays_openapi_yaml

    private struct Stay {
        let session: Session
        let end: RightsEnd
        let leftAt: Instant?
    }

    private let garage: String
    /// By session; nil for a stay that needs no row: nothing ended its right while the car was inside.
    private var changes: [SessionID: Stay?] = [:]

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what an event has changed.
    public mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage) {
        switch change {
        // An agreement may put another card in the place of the vehicle's own, with another grace.
        case .stayBegan(let session), .stayJoined(let session, by: .rights), .stayJoined(let session, by: .agreement),
            .stayMended(let session, _), .carNamed(let session, _), .entryMoved(let session, _):
            note(session, in: garage)
        case .settings:
            // Another admission gives other rights to the cars that are inside.
            for session in garage.sessions.values { note(session, in: garage) }
        case .rateBook:
            // Where a clock ran fast, a car inside may know what is published behind its entry.
            for session in garage.sessions.values where session.enteredAt >= event.occurredAt {
                note(session, in: garage)
            }
        case .stayEnded(let session, let end): self.end(session, at: end.at, in: garage)
        case .stayJoined(_, by: .validation), .stayJoined(_, by: .fallback), .exitUnmatched, .exception,
            .countCorrected, .rightCame, .rightChanged,
            .rightWent, .suspended, .suspensionEnded, .billed:
            break
        }
    }

    private mutating func note(_ session: Session, in garage: Garage) {
        let stay = garage.rightsEnd(of: session).map { Stay(session: session, end: $0, leftAt: nil) }
        // Also where there is none: a row that was written before has to go.
        changes.updateValue(stay, forKey: session.id)
    }

    private mutating func end(_ session: Session, at leftAt: Instant, in garage: Garage) {
        var stay: Stay?
        if let end = garage.rightsEnd(of: session), end.overstaysFrom <= leftAt {
            stay = Stay(session: session, end: end, leftAt: leftAt)
        }
        changes.updateValue(stay, forKey: session.id)
    }

    /// Writes the noted rows.
    public static func write(_ folds: [Overstays], _ session: PostgresSession) throws {
        let changes = folds.flatMap { fold in fold.changes.map { (garage: fold.garage, id: $0.key, stay: $0.value) } }
        let gone = changes.filter { $0.stay == nil }
        if !gone.isEmpty {
            try session.execute(
                """
                delete from stays using unnest($1::text[], $2::bigint[]) as gone (garage_id, session)
                where stays.garage_id = gone.garage_id and stays.session = gone.session
                """, [.texts(gone.map(\.garage)), .int8s(gone.map(\.id.version))])
        }
        let rows = changes.compactMap { change in change.stay.map { (garage: change.garage, stay: $0) } }
            .sorted { ($0.garage, $0.stay.session.id) < ($1.garage, $1.stay.session.id) }
        guard !rows.isEmpty else { return }
        try session.execute(
            """
            insert into stays (garage_id, session, plate_id, entered_at, right_ends_at, overstays_from, left_at)
            select * from unnest($1::text[], $2::bigint[], $3::bytea[], $4::timestamptz[], $5::timestamptz[],
                $6::timestamptz[], $7::timestamptz[])
            on conflict (garage_id, session) do update
            set plate_id = excluded.plate_id, entered_at = excluded.entered_at, right_ends_at = excluded.right_ends_at,
                overstays_from = excluded.overstays_from, left_at = excluded.left_at
            """,
            [
                .texts(rows.map(\.garage)), .int8s(rows.map(\.stay.session.id.version)),
                .optionalByteas(rows.map { $0.stay.session.plate?.bytes }),
                .timestamptzs(rows.map(\.stay.session.enteredAt.microseconds)),
                .timestamptzs(rows.map(\.stay.end.at.microseconds)),
                .timestamptzs(rows.map(\.stay.end.overstaysFrom.microseconds)),
                .optionalTimestamptzs(rows.map { $0.stay.leftAt?.microseconds }),
            ])
    }

    /// Forgets the noted rows.
    public mutating func forget() { changes = [:] }
}
