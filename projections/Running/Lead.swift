import Postgres

/// Which of several runners keeps some read models up to the log: the one whose connection a row names, for as long as it says so
/// every second or so.
///
/// A runner that is frozen, or whose connection is lost, is followed by another. The row is one of our own tables: a stranger
/// cannot hold it, as an advisory lock could be held. Two that believe to have the lead do no harm, and each event counts once.
struct Lead: Sendable {
    /// Whether this runner had it when it last asked.
    private(set) var isOurs = false
    private let models: String
    private var asked: ContinuousClock.Instant?

    /// How often it asks, at most: some times before the row's five seconds are over.
    private static let again = Duration.seconds(1)

    /// - Parameter models: what the runner keeps up to the log; runners of other models have leads of their own.
    init(of models: [any ReadModel.Type]) {
        self.models = models.map { $0.name }.joined(separator: " ")
    }

    /// Takes the lead where nobody has it, and keeps it where this connection does; asks once a second at most.
    mutating func take(_ session: PostgresSession) throws {
        if let asked, asked.duration(to: .now) < Lead.again { return }
        // A process that is gone has left no backend of its number; a clock that was put back, no end beyond the usual one.
        let taken = try session.execute(
            """
            insert into projection.leads as lead (models, backend, until)
            select $1, pg_backend_pid(), clock_timestamp() + interval '5 s'
            where not exists (
                select from projection.leads
                join pg_stat_activity on pid = backend
                where models = $1 and backend <> pg_backend_pid()
                    and until between clock_timestamp() and clock_timestamp() + interval '5 s'
            )
            on conflict (models) do update set backend = excluded.backend, until = excluded.until
            """, [.text(models)])
        (isOurs, asked) = (taken == 1, .now)
    }

    /// Takes the lead from whoever has it, for five seconds; the one that had it notices within one.
    static func seize(of models: [any ReadModel.Type], _ session: PostgresSession) throws {
        _ = try session.execute(
            """
            insert into projection.leads (models, backend, until)
            values ($1, pg_backend_pid(), clock_timestamp() + interval '5 s')
            on conflict (models) do update set backend = excluded.backend, until = excluded.until
            """, [.text(Lead(of: models).models)])
    }

    /// Gives the lead up, where this connection has it.
    static func release(of models: [any ReadModel.Type], _ session: PostgresSession) throws {
        _ = try session.execute(
            "delete from projection.leads where models = $1 and backend = pg_backend_pid()",
            [.text(Lead(of: models).models)])
    }
}
