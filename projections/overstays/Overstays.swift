import Chronology
public import Parking
public import Postgres

/// Cars whose right to be inside ends at a known moment (design rule 6).
public struct Overstays: ReadModel {
    /// The schema of its tables.
    public static let name = "overstays"
    /// Raised whenever the fold would write other rows.
    public static let revision = 2
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.overstays_sql)
    /// Makes its views.
    public static let views = Statement(embedded: PackageResources.overstays_views_sql)

    private struct Stay {
        let session: Session
        let rightEnds: Instant
        let leftAt: Instant?
    }


    private let garage: String
    /// By session; nil for a stay that needs no row: nothing ended its right while the car was inside.
    private var changes: [SessionID: Stay?] = [:]

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what the event will end.
    public mutating func before(_ event: RecordedEvent, in garage: Garage) {
        switch event.event {
        case .carExited(let id, _, _), .sessionOrphaned(let id): end(id, at: event.occurredAt, in: garage)
        case .reservationCancelled(let id):
            // After the event nothing tells whose it was.
            if let reservation = garage.reservation(id) { affected = garage.session(of: .plate(reservation.plate))?.id }
        case .permitRenewed(let id, _, _, _, _), .permitRevoked(let id, _):
            if let permit = garage.permit(id) { affected = garage.session(of: .plate(permit.plate))?.id }
        default: break
        }
    }

    private var affected: SessionID?

    /// Notes what the event has changed.
    public mutating func after(_ event: RecordedEvent, in garage: Garage) {
        switch event.event {
        case .carEntered: note(SessionID(version: event.version), in: garage)
        case .dayReserved(let plate, _, _, _), .permitGranted(let plate, _, _, _, _):
            if let session = garage.session(of: .plate(plate)) { note(session.id, in: garage) }
        case .reservationCancelled, .permitRenewed, .permitRevoked:
            if let session = affected { note(session, in: garage) }
            affected = nil
        case .garageConfigured:
            // Another admission gives other rights to the cars that are inside.
            for id in garage.sessions.keys { note(id, in: garage) }
        default: break
        }
    }

    private mutating func note(_ id: SessionID, in garage: Garage) {
        guard let session = garage.sessions[id], let settings = garage.settings else { return }
        let stay = session.rightEnds(in: settings).map { Stay(session: session, rightEnds: $0, leftAt: nil) }
        // Also where there is none: a row that was written before has to go.
        changes.updateValue(stay, forKey: id)
    }

    private mutating func end(_ id: SessionID, at leftAt: Instant, in garage: Garage) {
        guard let session = garage.sessions[id], let settings = garage.settings else { return }
        let end = session.rightEnds(in: settings)
        changes[id] =
            end.map { $0 <= leftAt } == true ? Stay(session: session, rightEnds: end!, leftAt: leftAt) : .some(nil)
    }

    /// Writes the noted rows.
    public mutating func write(_ session: PostgresSession) throws {
        guard !changes.isEmpty else { return }
        try session.execute(
            "delete from stays where garage_id = $1 and session = any ($2)",
            [.text(garage), .int8s(changes.filter { $0.value == nil }.map(\.key.version))])
        let stays = changes.values.compactMap(\.self).sorted { $0.session.id < $1.session.id }
        try session.execute(
            """
            insert into stays (garage_id, session, plate_id, entered_at, right_ends_at, left_at)
            select $1, * from unnest($2::bigint[], $3::bytea[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
            on conflict (garage_id, session) do update
            set right_ends_at = excluded.right_ends_at, left_at = excluded.left_at
            """,
            [
                .text(garage), .int8s(stays.map(\.session.id.version)),
                .optionalByteas(stays.map { $0.session.plate?.bytes }),
                .timestamptzs(stays.map(\.session.enteredAt.microseconds)),
                .timestamptzs(stays.map(\.rightEnds.microseconds)),
                .optionalTimestamptzs(stays.map { $0.leftAt?.microseconds }),
            ])
        changes = [:]
    }
}
