import Chronology
import Money
public import Parking
import JSON
public import Postgres
import Tariffs

/// Every stay and, once it has ended, what it costs, line by line.
public struct SessionCharges: ReadModel {
    /// The schema of its tables.
    public static let name = "session_charges"
    /// Raised whenever the fold would write other rows: its own sixth one, and the engine's.
    public static let revision = 602 + Tariff.engineVersion
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.session_charges_sql)
    /// Makes its views.
    public static let views = Statement(
        embedded: PackageResources.session_charges_views_sql + PackageResources.stays_views_sql)
    /// Reads from each of its tables.
    public static let probe: Statement = "select exists (select from session_charges.sessions)"

    /// The questions that it answers.
    public static let queries = [sessionsQuery, sessionQuery, chargeQuery, storyQuery, balanceQuery]
    /// How they are documented.
    public static let document = PackageResources.session_charges_openapi_yaml

    private struct Row {
        let session: Session
        let settings: GarageSettings
        var state = SessionView.State.open
        var exitedAt: Instant?
        var endedAt: Instant?
        var exitVersion: Int64?
        var total: Money?
        var charge: [UInt8]?
        var card: CardID?
        var zoneData: String?

        var currency: Currency { settings.currency }
    }

    private let garage: String
    private var rows: [SessionID: Row] = [:]
    /// What stays come to by money that moved when their passages were forgotten.
    private var totals: [SessionID: Money] = [:]
    /// What has ended by the event that is being taken, or comes to something else: each is priced once.
    private var ended: [(session: Session, exit: CarExit)] = []

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what an event has changed.
    public mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage) {
        guard let settings = garage.settings else { return }
        switch change {
        case .stayBegan(let session), .stayJoined(let session, _), .stayMended(let session, _),
            .carNamed(let session, _), .entryMoved(let session, _):
            set(Row(session: session, settings: settings))
        case .stayEnded(let session, .left(let exit)): end(session, by: exit)
        case .billed(.session(let id)):
            // What was settled, or given back as a favour, is what the stay comes to.
            if let stay = garage.endedStay(id) {
                if case .left(let exit) = stay.end { end(stay.session, by: exit) }
            } else if garage.sessions[id] == nil {
                totals[id] = garage.bill(of: .session(id))?.total
            }
        case .stayEnded(let session, .orphaned(let at)):
            set(Row(session: session, settings: settings, state: .orphaned, endedAt: at, exitVersion: event.version))
        case .stayEnded(let session, .writtenOff(let at)):
            set(Row(session: session, settings: settings, state: .writtenOff, endedAt: at, exitVersion: event.version))
        case .exitUnmatched, .exception, .countCorrected, .settings, .rateBook, .rightCame, .rightChanged, .rightWent,
            .suspended, .suspensionEnded, .billed(.reservation), .billed(.permit), .billed(.exit):
            break
        }
    }

    /// Prices what the event has ended.
    public mutating func took(_ event: RecordedEvent, in garage: Garage) {
        guard !ended.isEmpty, let settings = garage.settings else { return }
        for (session, exit) in ended { rows[session.id] = row(of: session, by: exit, in: garage, settings) }
        ended.removeAll(keepingCapacity: true)
    }

    private mutating func set(_ row: Row) {
        forgetEnd(of: row.session.id)
        rows[row.session.id] = row
    }

    private mutating func end(_ session: Session, by exit: CarExit) {
        forgetEnd(of: session.id)
        ended.append((session, exit))
    }

    private mutating func forgetEnd(of id: SessionID) { ended.removeAll { $0.session.id == id } }

    private func row(of session: Session, by exit: CarExit, in garage: Garage, _ settings: GarageSettings) -> Row {
        let outcome = garage.charge(of: session, by: exit)
        var json = JSONWriter(reserving: 512)
        json.chargeOutcome(outcome, in: settings.currency, zone: settings.zone)
        var row = Row(
            session: session, settings: settings, state: .ended, exitedAt: exit.at, endedAt: exit.at,
            exitVersion: exit.id.version, charge: json.bytes, zoneData: settings.zone.version)
        if case .charged(let charge) = outcome { (row.total, row.card) = (charge.total, charge.card) }
        // What was settled stays what it was, whatever came later (design rule 14).
        if garage.account(of: .session(session.id)) != nil, let bill = garage.bill(of: session, outcome, by: exit) {
            row.total = bill.total
        }
        return row
    }

    /// Writes the noted rows.
    public static func write(_ folds: [SessionCharges], _ session: PostgresSession) throws {
        let noted = folds.flatMap { fold in fold.rows.values.map { (garage: fold.garage, row: $0) } }
            .sorted { ($0.garage, $0.row.session.id) < ($1.garage, $1.row.session.id) }
        if !noted.isEmpty { try write(noted, session) }
        let moved = folds.flatMap { fold in fold.totals.map { (garage: fold.garage, id: $0.key, total: $0.value) } }
            .sorted { ($0.garage, $0.id) < ($1.garage, $1.id) }
        guard !moved.isEmpty else { return }
        try session.execute(
            """
            update sessions set total_minor = moved.total
            from unnest($1::text[], $2::bigint[], $3::bigint[]) as moved (garage_id, session, total)
            where sessions.garage_id = moved.garage_id and sessions.session = moved.session and state = 'ended'
            """,
            [
                .texts(moved.map(\.garage)), .int8s(moved.map(\.id.version)), .int8s(moved.map(\.total.minorUnits)),
            ])
    }

    private static func write(_ noted: [(garage: String, row: Row)], _ session: PostgresSession) throws {
        let rows = noted.map(\.row)
        try session.execute(
            """
            insert into sessions (garage_id, session, state, plate_id, ticket, gate, entered_at, entry_recorded_at, exited_at,
                exit_version, currency, currency_digits, total_minor, charge, engine_version, vehicle, validations,
                agreement, card, zone_data, groups, time_zone, ended_at)
            select garage_id, session, state, plate_id, ticket, gate, entered_at, entry_recorded_at, exited_at, exit_version,
                currency, currency_digits, total_minor, charge::json,
                case when charge is not null then $15::smallint end, vehicle, string_to_array(validations, ' '), agreement,
                card, zone_data, string_to_array(groups, ' '), time_zone, ended_at
            from unnest($1::text[], $2::bigint[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::timestamptz[],
                $8::timestamptz[], $9::timestamptz[], $10::bigint[], $11::text[], $12::smallint[], $13::bigint[],
                $14::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[],
                $23::timestamptz[])
                as new (garage_id, session, state, plate_id, ticket, gate, entered_at, entry_recorded_at, exited_at, exit_version,
                currency, currency_digits, total_minor, charge, vehicle, validations, agreement, card, zone_data, groups,
                time_zone, ended_at)
            on conflict (garage_id, session) do update
            set state = excluded.state, plate_id = excluded.plate_id, ticket = excluded.ticket, groups = excluded.groups,
                entered_at = excluded.entered_at, exited_at = excluded.exited_at,
                ended_at = excluded.ended_at, exit_version = excluded.exit_version,
                total_minor = excluded.total_minor, charge = excluded.charge,
                engine_version = excluded.engine_version, validations = excluded.validations,
                agreement = excluded.agreement, card = excluded.card, zone_data = excluded.zone_data
            """,
            [
                .texts(noted.map(\.garage)), .int8s(rows.map(\.session.id.version)), .texts(rows.map(\.state.rawValue)),
                .optionalByteas(rows.map { $0.session.plate?.bytes }),
                .optionalTexts(rows.map { $0.session.car.ticket?.text }),
                .optionalTexts(rows.map { $0.session.gate?.text }),
                .timestamptzs(rows.map(\.session.enteredAt.microseconds)),
                .timestamptzs(rows.map(\.session.recordedAt.microseconds)),
                .optionalTimestamptzs(rows.map { $0.exitedAt?.microseconds }), .optionalInt8s(rows.map(\.exitVersion)),
                .texts(rows.map(\.currency.code)), .int2s(rows.map { Int16($0.currency.digits) }),
                .optionalInt8s(rows.map { $0.total?.minorUnits }),
                .optionalTexts(rows.map { $0.charge.map { String(decoding: $0, as: UTF8.self) } }),
                .int2(Int16(Tariff.engineVersion)), .optionalTexts(rows.map { $0.session.vehicle?.text }),
                .texts(rows.map { joined($0.session.validations.map(\.text)) }),
                .optionalTexts(rows.map { $0.session.agreement?.text }), .optionalTexts(rows.map { $0.card?.text }),
                .optionalTexts(rows.map(\.zoneData)), .texts(rows.map { joined($0.session.groups.map(\.text)) }),
                .texts(rows.map(\.settings.zone.name)), .optionalTimestamptzs(rows.map { $0.endedAt?.microseconds }),
            ])
    }

    /// Forgets the noted rows.
    public mutating func forget() { (rows, totals) = ([:], [:]) }
}
