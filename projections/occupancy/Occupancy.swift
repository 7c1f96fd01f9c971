import Chronology
import Money
public import Parking
public import Postgres

/// How many cars are inside, now and at every change.
public struct Occupancy: ReadModel {
    /// The schema of its tables.
    public static let name = "occupancy"
    /// Raised whenever the fold would write other rows.
    public static let revision = 5
    /// Makes its tables.
    public static let tables = Statement(embedded: PackageResources.occupancy_sql)
    /// Makes its views.
    public static let views = Statement(
        embedded: PackageResources.occupancy_views_sql + PackageResources.gates_views_sql)
    /// Reads from each of its tables.
    public static let probe: Statement = """
        select exists (select from occupancy.garages), exists (select from occupancy.changes)
        """

    /// The questions that it answers.
    public static let queries = [occupancyQuery]
    /// How they are documented.
    public static let document = PackageResources.occupancy_openapi_yaml

    private struct Change {
        let event: RecordedEvent
        /// When the count changed: an orphaned stay's car went no earlier than it came.
        let occurredAt: Instant
        let delta: Int
        let inside: Int
        let capacity: Int
        /// Among the changes of its event.
        let place: Int
    }

    private let garage: String
    private var changes: [Change] = []
    private var latest: (settings: GarageSettings, inside: Int, event: RecordedEvent)?

    /// A fold of one garage that has noted nothing yet.
    public init(garage: String) {
        self.garage = garage
    }

    /// Notes what an event has changed.
    public mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage) {
        switch change {
        case .settings: add(0, at: event.occurredAt, event, garage)
        case .stayBegan(let session): add(1, at: session.enteredAt, event, garage)
        case .stayEnded(_, let end): add(-1, at: end.at, event, garage)
        case .stayMended(_, let was): add(1, at: was.at, event, garage)
        case .entryMoved(let session, let was):
            add(-1, at: was, event, garage)
            add(1, at: session.enteredAt, event, garage)
        case .countCorrected(var difference, let at):
            // A row holds no larger step.
            while difference != 0 {
                let step = max(-30_000, min(30_000, difference))
                add(step, at: at, event, garage)
                difference -= step
            }
        case .carNamed, .exitUnmatched, .exception, .rateBook, .stayJoined, .rightCame, .rightChanged, .rightWent,
            .suspended, .suspensionEnded, .billed:
            break
        }
    }

    /// Notes what the garage is like now.
    public mutating func took(_ event: RecordedEvent, in garage: Garage) {
        if let settings = garage.settings { latest = (settings, garage.inside, event) }
    }

    private mutating func add(_ delta: Int, at instant: Instant, _ event: RecordedEvent, _ garage: Garage) {
        guard let settings = garage.settings else { return }
        changes.append(
            Change(
                event: event, occurredAt: instant, delta: delta, inside: garage.inside, capacity: settings.capacity,
                place: changes.last?.event.version == event.version ? changes.last!.place + 1 : 0))
    }

    /// Writes the noted rows.
    public static func write(_ folds: [Occupancy], _ session: PostgresSession) throws {
        let rows = folds.flatMap { fold in fold.changes.map { (garage: fold.garage, change: $0) } }
        func stored<Number: FixedWidthInteger>(_ column: String, _ value: (Change) -> Int) throws -> [Number] {
            try rows.map { try .storing(value($0.change), in: column, of: $0.garage, at: $0.change.event.version) }
        }
        if !rows.isEmpty {
            try session.execute(
                """
                insert into changes (garage_id, version, occurred_at, recorded_at, delta, inside, capacity, place)
                select * from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::smallint[],
                    $6::integer[], $7::integer[], $8::integer[])
                """,
                [
                    .texts(rows.map(\.garage)), .int8s(rows.map(\.change.event.version)),
                    .timestamptzs(rows.map(\.change.occurredAt.microseconds)),
                    .timestamptzs(rows.map(\.change.event.recordedAt.microseconds)),
                    .int2s(try stored("delta") { $0.delta }), .int4s(try stored("inside") { $0.inside }),
                    .int4s(try stored("capacity") { $0.capacity }), .int4s(try stored("place") { $0.place }),
                ])
        }
        let garages = folds.compactMap { fold in fold.latest.map { (garage: fold.garage, latest: $0) } }
        guard !garages.isEmpty else { return }
        let settings = garages.map(\.latest.settings)
        func kept(_ column: String, _ value: (GarageSettings, Int) -> Int) throws -> [Int32] {
            try garages.map {
                try .storing(
                    value($0.latest.settings, $0.latest.inside), in: column, of: $0.garage, at: $0.latest.event.version)
            }
        }
        try session.execute(
            """
            insert into garages (garage_id, name, time_zone, currency, capacity, bookable_spots, fallback_spots, inside,
                version, recorded_at)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::integer[],
                $8::integer[], $9::bigint[], $10::timestamptz[])
            on conflict (garage_id) do update
            set name = excluded.name, capacity = excluded.capacity, bookable_spots = excluded.bookable_spots,
                fallback_spots = excluded.fallback_spots, inside = excluded.inside, version = excluded.version,
                recorded_at = excluded.recorded_at
            """,
            [
                .texts(garages.map(\.garage)), .texts(settings.map(\.name)), .texts(settings.map(\.zone.name)),
                .texts(settings.map(\.currency.code)),
                .int4s(try kept("capacity") { settings, _ in settings.capacity }),
                .int4s(
                    try kept("bookable_spots") { settings, _ in settings.bookableSpots }
                ),
                .int4s(try kept("fallback_spots") { settings, _ in settings.fallbackSpots }),
                .int4s(try kept("inside") { _, inside in inside }), .int8s(garages.map(\.latest.event.version)),
                .timestamptzs(garages.map(\.latest.event.recordedAt.microseconds)),
            ])
    }

    /// Forgets the noted rows.
    public mutating func forget() { (changes, latest) = ([], nil) }
}
