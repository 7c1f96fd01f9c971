import Chronology
import Money
public import Parking
import ParkingJSON
public import Postgres
import Tariffs

/// Every stay and, once it has ended, what it costs, line by line.
public struct SessionCharges: ReadModel {
    /// The schema of its tables.
    public static let name = "session_charges"
    /// Raised whenever the fold would write other rows.
    public static let revision = Tariff.engineVersion
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.session_charges_sql)
    /// Makes its views.
    public static let views = Statement(embedded: PackageResources.session_charges_views_sql)

    private struct Row {
        let session: Session
        let currency: Currency
        var state = "open"
        var exitedAt: Instant?
        var exitVersion: Int64?
        var total: Money?
        var charge: [UInt8]?
        var card: CardID?
        var zoneData: String?
    }

    private let garage: String
    private var rows: [SessionID: Row] = [:]

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what the event will end.
    public mutating func before(_ event: RecordedEvent, in garage: Garage) {
        switch event.event {
        case .carExited(let id, _, _): end(id, event, in: garage)
        case .sessionOrphaned(let id):
            guard let session = garage.sessions[id], let settings = garage.settings else { return }
            rows[id] = Row(
                session: session, currency: settings.currency, state: "orphaned", exitVersion: event.version)
        default: break
        }
    }

    /// Notes what the event has changed.
    public mutating func after(_ event: RecordedEvent, in garage: Garage) {
        let id: SessionID
        switch event.event {
        case .carEntered: id = SessionID(version: event.version)
        case .sessionValidated(let session, _), .agreementApplied(let session, _): id = session
        default: return
        }
        guard let settings = garage.settings else { return }
        rows[id] = garage.sessions[id].map { Row(session: $0, currency: settings.currency) }
    }

    private mutating func end(_ id: SessionID, _ event: RecordedEvent, in garage: Garage) {
        guard let session = garage.sessions[id], let settings = garage.settings else { return }
        let outcome = garage.charge(of: session, until: event.occurredAt)
        var json = JSONWriter(reserving: 512)
        json.chargeOutcome(outcome, in: settings.currency, zone: settings.zone)
        var row = Row(
            session: session, currency: settings.currency, state: "ended", exitedAt: event.occurredAt,
            exitVersion: event.version, charge: json.bytes, zoneData: settings.zone.version)
        if case .charged(let charge) = outcome { (row.total, row.card) = (charge.total, charge.card) }
        rows[id] = row
    }

    /// Writes the noted rows.
    public mutating func write(_ session: PostgresSession) throws {
        guard !rows.isEmpty else { return }
        let rows = rows.values.sorted { $0.session.id < $1.session.id }
        try session.execute(
            """
            insert into sessions (garage_id, session, state, plate_id, ticket, gate, entered_at, entry_recorded_at, exited_at,
                exit_version, currency, currency_digits, total_minor, charge, engine_version, vehicle, validations,
                agreement, card, zone_data, groups)
            select $1, session, state, plate_id, ticket, gate, entered_at, entry_recorded_at, exited_at, exit_version,
                currency, currency_digits, total_minor, charge::json,
                case when charge is not null then $15::smallint end, vehicle, string_to_array(validations, ' '), agreement,
                card, zone_data, string_to_array(groups, ' ')
            from unnest($2::bigint[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::timestamptz[],
                $8::timestamptz[], $9::timestamptz[], $10::bigint[], $11::text[], $12::smallint[], $13::bigint[],
                $14::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[]) as new (session, state,
                plate_id, ticket, gate, entered_at, entry_recorded_at, exited_at, exit_version, currency,
                currency_digits, total_minor, charge, vehicle, validations, agreement, card, zone_data, groups)
            on conflict (garage_id, session) do update
            set state = excluded.state, exited_at = excluded.exited_at, exit_version = excluded.exit_version,
                total_minor = excluded.total_minor, charge = excluded.charge,
                engine_version = excluded.engine_version, validations = excluded.validations,
                agreement = excluded.agreement, card = excluded.card, zone_data = excluded.zone_data
            """,
            [
                .text(garage), .int8s(rows.map(\.session.id.version)), .texts(rows.map(\.state)),
                .optionalByteas(rows.map { $0.session.plate?.bytes }), .optionalTexts(rows.map(\.session.ticket)),
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
            ])
        self.rows = [:]
    }
}

extension Session {
    fileprivate var ticket: String? {
        guard case .ticket(let ticket) = car else { return nil }
        return ticket.text
    }
}
