import Parking
import Postgres
import Projections
import Synchronization

/// A read model that counts: a row an event, and a total that every write raises.
///
/// An event that were taken twice would show in both, for no key keeps it out; one that were skipped would be missing.
struct Tally: ReadModel {
    static let name = "tally"
    static let revision = 1
    static let tables: Statement = """
        create table seen (garage_id text not null, version bigint not null);
        create table totals (garage_id text not null primary key, events bigint not null);
        """
    static let probe: Statement = "select exists (select from tally.seen), exists (select from tally.totals)"
    static let views: Statement = "create or replace view reporting.tally as select garage_id, events from totals"

    /// What goes wrong in the middle of a write.
    enum Fault {
        /// The program fails.
        case program
        /// The tables do not take what follows from an event.
        case values(of: Int64)
    }

    struct Failure: Error {}

    /// What goes wrong, by garage.
    static let faults = Mutex<[String: Fault]>([:])

    private let garage: String
    private var versions: [Int64] = []

    init(garage: String) { self.garage = garage }

    mutating func note(_ change: GarageChange, by event: RecordedEvent, in garage: Garage) {}

    mutating func took(_ event: RecordedEvent, in garage: Garage) { versions.append(event.version) }

    static func write(_ folds: [Tally], _ session: PostgresSession) throws {
        for fold in folds {
            try session.execute(
                """
                insert into totals (garage_id, events) values ($1, $2)
                on conflict (garage_id) do update set events = totals.events + excluded.events
                """, [.text(fold.garage), .int8(Int64(fold.versions.count))])
            switch Tally.faults.withLock({ $0[fold.garage] }) {
            case .program: throw Failure()
            case .values(let version) where fold.versions.contains(version): try session.execute("select 1 / 0")
            case .values, nil: break
            }
            try session.execute(
                "insert into seen (garage_id, version) select $1, * from unnest($2::bigint[])",
                [.text(fold.garage), .int8s(fold.versions)])
        }
    }

    mutating func forget() { versions = [] }

    /// Total, rows, last version and checkpoint of a garage.
    static func counts(of garage: String, _ connection: PostgresConnection) async throws -> [Int64] {
        try await connection.run { session in
            let row = try session.query(
                """
                select coalesce((select events from tally.totals where garage_id = $1), 0),
                    (select count(*) from tally.seen where garage_id = $1),
                    coalesce((select max(version) from tally.seen where garage_id = $1), 0),
                    coalesce((select version from projection.checkpoints where garage_id = $1 and model = 'tally'), 0)
                """, [.text(garage)])[0]
            return (0..<4).map { row.int8($0) }
        }
    }
}
