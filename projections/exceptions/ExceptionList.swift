import Chronology
import Money
public import Parking
public import Postgres

/// What does not fit in a garage, for a person to work off: design rule 10.
public struct ExceptionList: ReadModel {
    /// The schema of its tables.
    public static let name = "exceptions"
    /// Raised whenever the fold would write other rows.
    public static let revision = 4
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.exceptions_sql)
    /// Makes its views.
    public static let views = Statement(embedded: PackageResources.exceptions_views_sql)
    /// Reads from each of its tables.
    public static let probe: Statement = "select exists (select from exceptions.exceptions)"

    /// The questions that it answers.
    public static let queries = [exceptionsQuery]
    /// How they are documented.
    public static let document = PackageResources.exceptions_openapi_yaml

    private struct Row {
        let exception: GarageException
        let car: CarIdentity?
        let currency: Currency
        let atRisk: Money?
    }

    private let garage: String
    /// By its event; nil for one that was closed in the moment in which it was raised.
    private var rows: [ExceptionID: Row?] = [:]

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what an event has changed.
    public mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage) {
        guard case .exception(let exception) = change else {
            for exception in garage.exceptions(touchedBy: change) { note(exception, in: garage) }
            return
        }
        note(exception, in: garage)
    }

    private mutating func note(_ exception: GarageException, in garage: Garage) {
        guard let currency = garage.settings?.currency else { return }
        // What a mend takes back itself is no case for anybody.
        guard !exception.wasTakenBack else {
            rows.updateValue(nil, forKey: exception.id)
            return
        }
        let before = rows[exception.id] ?? nil
        // Where the garage has forgotten the car, what was noted before stands; so it does in the table.
        let car = garage.car(of: exception).flatMap { $0 == .unknown ? nil : $0 }
        rows[exception.id] = Row(
            exception: exception, car: car ?? before?.car, currency: currency,
            // What a car has run up that is inside is asked when the list is, and known once it is closed.
            atRisk: garage.amountAtRisk(by: exception, at: exception.closing?.at) ?? before?.atRisk)
    }

    /// Writes the noted rows.
    public static func write(_ folds: [ExceptionList], _ session: PostgresSession) throws {
        let changes = folds.flatMap { fold in fold.rows.map { (garage: fold.garage, id: $0.key, row: $0.value) } }
        let gone = changes.filter { $0.row == nil }
        if !gone.isEmpty {
            try session.execute(
                """
                delete from exceptions using unnest($1::text[], $2::bigint[]) as gone (garage_id, exception)
                where exceptions.garage_id = gone.garage_id and exceptions.exception = gone.exception
                """, [.texts(gone.map(\.garage)), .int8s(gone.map(\.id.version))])
        }
        let noted = changes.compactMap { change in change.row.map { (garage: change.garage, row: $0) } }
            .sorted { ($0.garage, $0.row.exception.id) < ($1.garage, $1.row.exception.id) }
        guard !noted.isEmpty else { return }
        let rows = noted.map(\.row)
        try session.execute(
            """
            insert into exceptions (garage_id, exception, kind, session, exit_version, quarantined, loop_version,
                reservation, permit, direction, plate_id, ticket, gate, since, raised_at,
                owner, outcome, closed_at, closed_by, currency, currency_digits, at_risk_minor)
            select * from unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                $8::bigint[], $9::bigint[], $10::text[], $11::bytea[], $12::text[], $13::text[], $14::timestamptz[],
                $15::timestamptz[], $16::text[], $17::text[], $18::timestamptz[], $19::bigint[], $20::text[], $21::smallint[],
                $22::bigint[])
            on conflict (garage_id, exception) do update
            set since = excluded.since, raised_at = excluded.raised_at, owner = excluded.owner, outcome = excluded.outcome,
                closed_at = excluded.closed_at, closed_by = excluded.closed_by,
                plate_id = case when coalesce(excluded.plate_id::text, excluded.ticket) is null
                    then exceptions.plate_id else excluded.plate_id end,
                ticket = case when coalesce(excluded.plate_id::text, excluded.ticket) is null
                    then exceptions.ticket else excluded.ticket end,
                at_risk_minor = coalesce(excluded.at_risk_minor, exceptions.at_risk_minor)
            """,
            [
                .texts(noted.map(\.garage)), .int8s(rows.map(\.exception.id.version)),
                .texts(rows.map(\.exception.kind.rawValue)),
                .optionalInt8s(rows.map(\.exception.subject.session?.version)),
                .optionalInt8s(rows.map(\.exception.subject.exit?.version)),
                .optionalInt8s(rows.map(\.exception.subject.quarantined?.version)),
                .optionalInt8s(rows.map(\.exception.subject.loop)),
                .optionalInt8s(rows.map { $0.exception.subject.number(of: .reservation) }),
                .optionalInt8s(rows.map { $0.exception.subject.number(of: .permit) }),
                .optionalTexts(rows.map(\.exception.subject.direction?.rawValue)),
                .optionalByteas(rows.map { $0.car?.plate?.bytes }),
                .optionalTexts(rows.map { $0.car?.ticket?.text }),
                .optionalTexts(rows.map(\.exception.gate?.text)),
                .timestamptzs(rows.map(\.exception.since.microseconds)),
                .timestamptzs(rows.map(\.exception.raisedAt.microseconds)),
                .optionalTexts(rows.map(\.exception.owner?.text)),
                .optionalTexts(rows.map(\.exception.closing?.outcome)),
                .optionalTimestamptzs(rows.map(\.exception.closing?.at.microseconds)),
                .optionalInt8s(rows.map(\.exception.closing?.version)), .texts(rows.map(\.currency.code)),
                .int2s(rows.map { Int16($0.currency.digits) }), .optionalInt8s(rows.map(\.atRisk?.minorUnits)),
            ])
    }

    /// Forgets the noted rows.
    public mutating func forget() { rows = [:] }
}
