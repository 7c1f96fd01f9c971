import Chronology
import Postgres

/// Why nobody should be served by a database although its schema is in order: all would seem well, until the day on which it is not.
enum ServingObstacle: Error, Hashable {
    /// The login is a superuser, or acts as one.
    case superuser(String)
    /// The login may write the log's tables by itself, such as their owner.
    case writesTheLog(String)
    /// The server takes no writes: a standby, or a database that was set so.
    case readOnly(isStandby: Bool)
    /// The server would lose what it has acknowledged.
    case losesData([String])
    /// The machine's clock is behind what the log took last.
    case clockBehind(garage: String, by: TimeSpan)

    /// How far a clock may be behind a head.
    private static let tolerance = TimeSpan.minutes(1)

    /// Asks with the service's rights.
    ///
    /// - Parameter now: the machine's time; nil where it is of no account.
    static func find(_ session: PostgresSession, now: Instant?) throws -> ServingObstacle? {
        let row = try session.query(
            """
            select pg_is_in_recovery(), current_setting('transaction_read_only')::boolean, session_user::text,
                exists (select from pg_roles where rolname in (session_user, current_user) and rolsuper),
                exists (
                    select from pg_class, unnest(array[session_user, current_user]) as login
                    where relnamespace = 'log'::regnamespace and relkind in ('r', 'p')
                        and has_table_privilege(login, pg_class.oid, 'insert, update, delete, truncate')
                ),
                array_to_string(array(
                    select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by 1
                ), ' ')
            """)[0]
        let (isStandby, isReadOnly, user) = (row.bool(0), row.bool(1), row.text(2))
        if isStandby || isReadOnly { return .readOnly(isStandby: isStandby) }
        if row.bool(3) { return .superuser(user) }
        if row.bool(4) { return .writesTheLog(user) }
        let off = row.text(5).split(separator: " ").map(String.init)
        if !off.isEmpty { return .losesData(off) }
        let newest = try session.query(
            "select garage_id, recorded_at from log.streams order by recorded_at desc limit 1"
        ).first.map { (garage: $0.text(0), recordedAt: Instant(microseconds: $0.timestamptz(1))) }
        guard let now, let newest, newest.recordedAt - now > tolerance else { return nil }
        return .clockBehind(garage: newest.garage, by: newest.recordedAt - now)
    }
}

extension ServingObstacle: CustomStringConvertible {
    /// What is wrong, and what to do about it.
    var description: String {
        switch self {
        case .superuser(let user):
            "The database's user \(user) is a superuser, as whom nobody is served: put a login into DATABASE_URL that is a"
                + " member of parklog_service and nothing more, and the owner's into MIGRATION_DATABASE_URL."
        case .writesTheLog(let user):
            "The database's user \(user) may write the log past its append: put a login into DATABASE_URL that is a member of"
                + " parklog_service and nothing more, and the owner's into MIGRATION_DATABASE_URL."
        case .readOnly(isStandby: true):
            "The database is a standby and takes no writes: let DATABASE_URL name the primary, or promote this one."
        case .readOnly(isStandby: false):
            "The database is read-only: have default_transaction_read_only set to off for it, or let DATABASE_URL name another."
        case .losesData(let settings):
            "The database's server runs with \(settings.map { $0 + " = off" }.joined(separator: " and ")) and would lose what it has"
                + " acknowledged: have that set to on, and the server reloaded."
        case .clockBehind(let garage, let span):
            "This machine's clock is \(span.text) behind the last event of the garage \(garage): set it right; or, where another"
                + " machine's clock ran ahead then, start with --accept-clock."
        }
    }
}
