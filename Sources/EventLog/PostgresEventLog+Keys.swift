public import Chronology
import Postgres

extension PostgresEventLog {
    /// How many keys go in one transaction; an append to the garage waits as long.
    private static let keysAtOnce = 2000

    /// Forgets the keys of a garage's commands that were carried out before a moment, which lies more than 31 days back; a command
    /// that comes again after that is carried out again.
    ///
    /// - Returns: how many it has forgotten.
    public func forgetKeys(of garage: String, before moment: Instant) async throws -> Int {
        var count = 0
        while true {
            try Task.checkCancellation()
            let gone = try await pool.run { session in
                try session.query(
                    "select log.forget_keys($1, $2, $3)",
                    [
                        .text(garage), .timestamptz(microseconds: moment.microseconds),
                        .int4(Int32(PostgresEventLog.keysAtOnce)),
                    ])[0].int4(0)
            }
            count += Int(gone)
            if gone < PostgresEventLog.keysAtOnce { return count }
        }
    }
}
