import ArgumentParser
import Postgres

/// What a load came to.
struct LoadFigures: Sendable {
    let answers: Answers
    /// How long it took.
    let seconds: Double
    /// Events that the log has taken meanwhile.
    let events: Int
    /// Processor time of the service and of its PostgreSQL.
    let service: Double
    let server: Double
    /// Events that read models had not taken in when the last answer came, the furthest behind of a garage's counting.
    let lag: Int
    /// How long they took for them.
    let caughtUp: Duration

    var commandsPerSecond: Double { Double(answers.commands.count) / seconds }

    /// Milliseconds that so many of a hundred commands did not take longer than.
    func milliseconds(_ percent: Double) -> Double {
        let sorted = answers.commands.sorted()
        guard !sorted.isEmpty else { return 0 }
        return Double(sorted[min(sorted.count - 1, Int(percent / 100 * Double(sorted.count)))]) / 1e6
    }

    /// Microseconds of processor time a command.
    func microseconds(_ seconds: Double) -> Double { seconds * 1e6 / Double(max(1, answers.commands.count)) }

    /// Runs a load and weighs it.
    static func of(
        _ load: inout Load, seconds: Int, _ connection: PostgresConnection
    ) async throws -> LoadFigures {
        let (service, postmaster) = (load.service, try await connection.run { try LoadFigures.postmaster($0) })
        let events = try await connection.run { try LoadFigures.events($0) }
        let before = (service: service.seconds, server: ProcessTime.ofServer(postmaster))
        let started = ContinuousClock.now
        let answers = try await load.run(seconds: seconds)
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        let after = (service: service.seconds, server: ProcessTime.ofServer(postmaster))
        let lag = try await connection.run { try LoadFigures.lag($0) }
        let ended = ContinuousClock.now
        var left = lag
        while left > 0 {
            try await Task.sleep(for: .milliseconds(5))
            left = try await connection.run { try LoadFigures.lag($0) }
        }
        return LoadFigures(
            answers: answers, seconds: elapsed,
            events: try await connection.run { try LoadFigures.events($0) } - events,
            service: after.service - before.service, server: after.server - before.server, lag: lag,
            caughtUp: ContinuousClock.now - ended)
    }

    private static func events(_ session: PostgresSession) throws -> Int {
        try session.query("select coalesce(sum(version), 0)::bigint from log.streams").first.map { Int($0.int8(0)) }
            ?? 0
    }

    /// The process that owns the server's others.
    private static func postmaster(_ session: PostgresSession) throws -> Int32 {
        let file = try session.query("select pg_read_file('postmaster.pid')").first?.text(0) ?? ""
        guard let process = file.split(separator: "\n").first.flatMap({ Int32($0) }) else {
            throw ValidationError("The server does not say which process it is.")
        }
        return process
    }

    private static func lag(_ session: PostgresSession) throws -> Int {
        try session.query(
            """
            select coalesce(sum(version - taken), 0)::bigint from (
                select head.version, min(coalesce(checkpoint.version, 0)) as taken
                from log.streams head cross join projection.installed model
                left join projection.checkpoints checkpoint
                    on checkpoint.garage_id = head.garage_id and checkpoint.model = model.name
                group by head.garage_id, head.version
            ) as heads
            """
        ).first.map { Int($0.int8(0)) } ?? 0
    }
}
